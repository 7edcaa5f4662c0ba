package orch.serve

import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import spock.lang.Specification
import spock.lang.TempDir

class DecisionsSpec extends Specification {
    @TempDir
    Path folder
    def printed = []
    def events = new Events()

    def "a decision is printed, kept and told, with its time"() {
        given:
        def file = folder.resolve('decisions.log')
        def listener = events.listen(-1)
        def decisions = new Decisions(file, { printed << it }, events, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))

        when:
        decisions.note('stack dev', 'service db: db-1 is exited; starts it')

        then:
        printed == ['1970-01-01T00:00:00Z stack dev: service db: db-1 is exited; starts it']
        Files.readString(file) == printed[0] + '\n'
        with(listener.next(1).get()) {
            type() == 'decision'
            data() == [at: '1970-01-01T00:00:00Z', about: 'stack dev', text: 'service db: db-1 is exited; starts it']
        }
    }

    def "a file that has become too large is put aside, and a disk that takes nothing stops nobody"() {
        given:
        def file = folder.resolve('decisions.log')
        new RandomAccessFile(file.toFile(), 'rw').withCloseable { it.length = Decisions.LARGEST + 1 }
        def decisions = new Decisions(file, { printed << it }, events, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))

        when:
        decisions.note('server', 'one')

        then:
        Files.size(folder.resolve('decisions.log.1')) == Decisions.LARGEST + 1
        Files.readAllLines(file).size() == 1

        when:
        new Decisions(folder.resolve('gone/decisions.log'), { printed << it }, events, Clock.systemUTC()).note('server', 'two')

        then:
        printed.last().startsWith('cannot write ')
    }
}

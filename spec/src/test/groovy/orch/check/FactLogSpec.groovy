package orch.check

import java.nio.file.Files
import java.nio.file.Path
import java.time.Clock
import java.time.Instant
import java.time.ZoneOffset
import orch.model.OrchException
import spock.lang.Specification
import spock.lang.TempDir

class FactLogSpec extends Specification {
    static final Clock NOON = Clock.fixed(Instant.parse('2026-01-01T12:00:00Z'), ZoneOffset.UTC)

    @TempDir
    Path folder

    private FactLog log() {
        new FactLog(folder.resolve('facts/BUS.md'), NOON)
    }

    private List<String> lines() {
        Files.readAllLines(folder.resolve('facts/BUS.md'))
    }

    def "a fact is one line, whatever is in it, behind what was there"() {
        given:
        Files.createDirectories(folder.resolve('facts'))
        Files.writeString(folder.resolve('facts/BUS.md'), '# Facts, written by hand and not ended')

        when:
        log().append('dev', 'all replicas\nget traffic', 'requests 200')
        log().append('dev', 'it is up', '')

        then:
        lines() == [
            '# Facts, written by hand and not ended',
            'FACT: 2026-01-01T12:00:00Z dev all replicas get traffic requests 200',
            'FACT: 2026-01-01T12:00:00Z dev it is up',
        ]
    }

    def "only what was shown is a fact"() {
        when:
        log().append(new CheckResult('dev', 'logs', new Outcome.Failed(['lost']), 'c', [], [], java.time.Duration.ZERO))
        log().append(new CheckResult('dev', 'memory', new Outcome.Passed(), 'c', [new Figure('memory', 12.5, 'MB')], [], java.time.Duration.ZERO))

        then:
        lines() == ['FACT: 2026-01-01T12:00:00Z dev check memory passed memory 12.5 MB']
    }

    def "threads and a shell that knows no lock append at the same time, and no line is torn or lost"() {
        given:
        def file = folder.resolve('facts/BUS.md')
        log().append('dev', 'begin', '')
        def shell = new ProcessBuilder('bash', '-c', "for i in {1..200}; do echo \"FACT: now dev shell \$i end\" >> '$file'; done").start()

        when:
        def threads = (1..4).collect { writer -> Thread.start { (1..50).each { log().append('dev', "thread $writer", "$it end") } } }
        threads*.join()
        shell.waitFor()

        then:
        def found = lines()
        found.size() == 401
        found.every { it ==~ /FACT: \S+ dev (begin|.* end)/ }
        found.findAll { it.contains('shell') } == (1..200).collect { "FACT: now dev shell $it end".toString() }
    }

    def "a file that cannot be written is the user's mistake"() {
        when:
        new FactLog(folder, NOON).append('dev', 'it is up', '')

        then:
        def e = thrown(OrchException.BadInput)
        e.message.startsWith('a fact cannot be written')
    }
}

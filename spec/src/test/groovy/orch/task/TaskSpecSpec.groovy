package orch.task

import orch.model.OrchException
import spock.lang.Specification

import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset

class TaskSpecSpec extends Specification {
    def "what a task is to do comes back from its text as it was, to the last field"() {
        expect:
        SpecText.read(SpecText.write(spec)) == spec

        where:
        spec << [TaskExamples.full(), TaskExamples.spec()]
    }

    def "each wait before a retry is twice the one before, an hour at most"() {
        given:
        def spec = TaskExamples.spec(retries: 100, backoff: Duration.ofSeconds(5))

        expect:
        (1..4).collect { spec.backoffAfter(it).seconds } == [5, 10, 20, 40]
        spec.backoffAfter(100) == Duration.ofHours(1)
    }

    def "what is out of range is refused: #how"() {
        when:
        TaskExamples.spec(how)

        then:
        thrown(OrchException.BadInput)

        where:
        how << [[retries: -1], [retries: 101], [timeout: Duration.ZERO], [backoff: Duration.ofSeconds(-1)], [name: 'Not a name']]
    }

    def "ids sort as they were made, even within a millisecond, and are short"() {
        given:
        def moment = Instant.parse('2026-11-21T10:00:00Z')
        def ids = new TaskIds(Clock.fixed(moment, ZoneOffset.UTC), new Random(1))
        def later = new TaskIds(Clock.fixed(moment.plusSeconds(60), ZoneOffset.UTC), new Random(2))

        when:
        def made = (1..1000).collect { ids.next() } + later.next()

        then:
        made == made.toSorted()
        made.toUnique().size() == 1001
        made.every { it ==~ /[0-9a-z]{10}/ }
    }
}

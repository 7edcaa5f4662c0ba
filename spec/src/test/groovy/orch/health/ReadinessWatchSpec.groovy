package orch.health

import static orch.health.Moments.BEGIN
import static orch.health.Moments.LONG
import static orch.health.Moments.at
import static orch.health.Moments.created
import static orch.health.Moments.duration
import static orch.health.Moments.ended
import static orch.health.Moments.endedAndStartedAgain
import static orch.health.Moments.pace
import static orch.health.Moments.running
import static orch.health.Moments.target

import java.time.Duration
import orch.health.ContainerState.Health
import orch.model.Readiness
import spock.lang.Specification

class ReadinessWatchSpec extends Specification {
    static final Readiness COMMAND = Readiness.Command.shell('pg_isready', pace())
    static final Readiness HTTP = new Readiness.Http('/health', 80, 0, pace())
    static final Readiness TCP = new Readiness.Tcp(80, pace())
    static final Readiness LOG = new Readiness.LogLine('ready', pace())

    def "a container with a check of the engine's is ready when the engine says so: #readiness.class.simpleName"() {
        given:
        def watch = watch(readiness)

        when:
        watch.state(running(Health.STARTING))

        then:
        !(watch.next(at('1')) instanceof Verdict.Ready)

        when:
        watch.state(running(Health.HEALTHY))

        then:
        watch.next(at('1')) == new Verdict.Ready()

        where:
        readiness << [COMMAND, Readiness.BY_IMAGE]
    }

    def "a container is ready at once when a probe of ours finds it so: #readiness.class.simpleName"() {
        given:
        def watch = watch(readiness)
        watch.state(running())

        when:
        watch.answer(Answer.notReady('not yet'), at('0.1'))

        then:
        !(watch.next(at('0.1')) instanceof Verdict.Ready)

        when:
        watch.answer(Answer.ready('there'), at('0.2'))

        then:
        watch.next(at('0.2')) == new Verdict.Ready()

        where:
        readiness << [COMMAND, HTTP, TCP, LOG]
    }

    def "what the engine says of a check does not count where orch asks from outside: #readiness.class.simpleName"() {
        given:
        def watch = watch(readiness)

        when:
        watch.state(running(health))

        then:
        watch.next(BEGIN) == new Verdict.Probe()

        where:
        readiness << [HTTP, TCP, LOG, HTTP]
        health << [Health.HEALTHY, Health.HEALTHY, Health.HEALTHY, Health.UNHEALTHY]
    }

    def "a container whose check fails as often as it may has failed: #reason"() {
        given:
        def watch = watch(readiness)
        answers.each { watch.answer(Answer.notReady(it), at('1')) }

        when:
        watch.state(running(Health.UNHEALTHY))

        then:
        watch.next(at('2')) == new Verdict.Failed(reason)

        where:
        readiness          | answers                        || reason
        COMMAND            | []                             || 'its health check fails: pg_isready'
        COMMAND            | ['pg_isready exited 2: no']    || 'its health check fails: pg_isready exited 2: no'
        Readiness.BY_IMAGE | []                             || "its health check fails: the image's own health check"
    }

    def "a container without a check is ready when it has run for a moment: #readiness.class.simpleName"() {
        given:
        def watch = watch(readiness)
        watch.state(running())

        expect:
        watch.next(BEGIN) == new Verdict.Wait(at('0.15'))
        watch.next(at('0.149')) == new Verdict.Wait(at('0.15'))
        watch.next(at('0.15')) == new Verdict.Ready()

        where:
        readiness << [Readiness.RUNNING, Readiness.BY_IMAGE]
    }

    def "an image that has a check of its own is not ready by running"() {
        given:
        def watch = watch(Readiness.BY_IMAGE)
        watch.state(running(Health.STARTING))

        expect:
        !(watch.next(at('5')) instanceof Verdict.Ready)
    }

    def "a check that is switched off is not waited for, even if the image has one"() {
        given:
        def watch = watch(Readiness.RUNNING)
        watch.state(running(health))

        expect:
        watch.next(BEGIN) == new Verdict.Wait(at('0.15'))
        watch.next(at('0.15')) == new Verdict.Ready()

        where:
        health << [Health.STARTING, Health.UNHEALTHY]
    }

    def "a container that was never started is not ready, however long one waits"() {
        given:
        def watch = watch(Readiness.RUNNING, '60')
        watch.state(created())

        expect:
        watch.next(at('5')) == new Verdict.Wait(at('60'))
    }

    def "a container that ended and runs again settles anew"() {
        given:
        def watch = watch(Readiness.RUNNING)
        watch.state(running())
        watch.next(BEGIN)
        watch.state(endedAndStartedAgain(1))
        watch.next(at('0.1'))

        when:
        watch.state(running())

        then:
        watch.next(at('1')) == new Verdict.Wait(at('1.15'))
        watch.next(at('1.15')) == new Verdict.Ready()
    }

    def "while a container without a check is down, there is nothing to do until it runs or time is up"() {
        given:
        def watch = watch(Readiness.RUNNING, '60')
        watch.state(running())
        watch.next(BEGIN)

        when:
        watch.state(endedAndStartedAgain(1))

        then:
        watch.next(at('1')) == new Verdict.Wait(at('60'))
    }

    def "a one-shot is ready when it has ended with 0, not while it runs"() {
        given:
        def watch = watch(Readiness.RUNNING, true)

        when:
        watch.state(running())

        then:
        watch.next(at('30')) == new Verdict.Wait(BEGIN + LONG)

        when:
        watch.state(ended(0))

        then:
        watch.next(at('30')) == new Verdict.Ready()
    }

    def "a one-shot with a check is not asked by it: its end is what counts"() {
        given:
        def watch = watch(readiness, true)
        watch.state(running(Health.HEALTHY))

        expect:
        watch.next(at('30')) == new Verdict.Wait(BEGIN + LONG)

        where:
        readiness << [COMMAND, HTTP, Readiness.BY_IMAGE]
    }

    def "at its deadline a container is late, with what was last seen: #last"() {
        given:
        def watch = watch(HTTP, '10')
        watch.state(running())
        answers.each { watch.answer(Answer.notReady(it), at('1')) }

        expect:
        !(watch.next(at('9.999')) instanceof Verdict.Late)
        watch.next(at('10')) == new Verdict.Late(last)

        where:
        answers                                || last
        []                                     || 'no answer yet'
        ['GET /health: 503']                   || 'GET /health: 503 (1 tries)'
        ['connection refused', 'GET /health: 503'] || 'GET /health: 503 (2 tries)'
    }

    def "a container that is ready at the deadline is ready, not late"() {
        given:
        def watch = watch(Readiness.RUNNING, '0.15')
        watch.state(running())
        watch.next(BEGIN)

        expect:
        watch.next(at('0.15')) == new Verdict.Ready()
    }

    def "nothing is waited for beyond the deadline"() {
        given:
        def watch = watch(Readiness.RUNNING, '0.1')
        watch.state(running())

        expect:
        watch.next(BEGIN) == new Verdict.Wait(at('0.1'))
    }

    def "a verdict stays, whatever comes after"() {
        given:
        def watch = watch(COMMAND)
        watch.state(running(Health.HEALTHY))

        when:
        watch.state(ended(1))
        watch.answer(Answer.notReady('no'), at('1'))

        then:
        watch.next(at('700')) == new Verdict.Ready()
    }

    private static ReadinessWatch watch(Readiness readiness, String seconds) {
        new ReadinessWatch(target(readiness), BEGIN, BEGIN + duration(seconds), ProbePace.NOW)
    }

    private static ReadinessWatch watch(Readiness readiness, boolean oneShot = false) {
        new ReadinessWatch(target(readiness, oneShot), BEGIN, BEGIN + LONG, ProbePace.NOW)
    }
}

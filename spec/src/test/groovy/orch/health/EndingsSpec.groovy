package orch.health

import static orch.health.Moments.BEGIN
import static orch.health.Moments.LONG
import static orch.health.Moments.at
import static orch.health.Moments.created
import static orch.health.Moments.ended
import static orch.health.Moments.endedAndStartedAgain
import static orch.health.Moments.killedForMemory
import static orch.health.Moments.pace
import static orch.health.Moments.running
import static orch.health.Moments.target

import java.time.Duration
import orch.model.Readiness
import spock.lang.Specification

class EndingsSpec extends Specification {
    static final Readiness TCP = new Readiness.Tcp(80, pace())

    def "a container that #what fails at once: #reason"() {
        given:
        def watch = watch(TCP, oneShot)
        watch.state(running())

        when:
        watch.state(state)

        then:
        watch.next(BEGIN) == new Verdict.Failed(reason)

        where:
        what                      | state                      | oneShot || reason
        'ends'                    | ended(1)                   | false   || 'it ended with exit code 1'
        'ends well, too early'    | ended(0)                   | false   || 'it ended with exit code 0'
        'is killed for memory'    | killedForMemory()          | false   || 'it was killed for lack of memory, exit code 137'
        'is killed for memory and started again' | killedForMemory(true) | false || 'it was killed for lack of memory, exit code 137'
        'is removed'              | ContainerState.REMOVED     | false   || 'its container was removed'
        'cannot be started'       | created('no such program') | false   || 'the engine could not start it: no such program'
        'is a one-shot and fails' | ended(3)                   | true    || 'it ended with exit code 3'
        'is a one-shot and gone'  | ContainerState.REMOVED     | true    || 'its container was removed'
    }

    def "a container that is made and not started yet has not failed"() {
        given:
        def watch = watch(TCP)

        when:
        watch.state(created())

        then:
        watch.next(BEGIN) == new Verdict.Probe()
    }

    def "ends that the restart policy answers are borne twice, the third fails"() {
        given:
        def watch = watch(TCP)

        when:
        2.times {
            watch.state(endedAndStartedAgain(1))
            watch.state(running())
        }

        then:
        !(watch.next(at('1')) instanceof Verdict.Failed)

        when:
        watch.state(endedAndStartedAgain(2))

        then:
        watch.next(at('1')) == new Verdict.Failed('it ended with exit code 2, 3 times in a row')
    }

    def "one end that is told twice counts once"() {
        given:
        def watch = watch(TCP)

        when:
        5.times { watch.state(endedAndStartedAgain(1)) }

        then:
        watch.next(at('1')) == new Verdict.Wait(BEGIN + LONG)
        watch.heard(Moments.BEGIN).answer() == 'it ended with exit code 1 and is started again'
    }

    def "a container that comes up after an end becomes ready"() {
        given:
        def watch = watch(TCP)
        watch.state(endedAndStartedAgain(1))

        when:
        watch.state(running())
        watch.answer(Answer.ready('TCP port 80 is open'), at('2'))

        then:
        watch.next(at('2')) == new Verdict.Ready()
    }

    def "an answer that comes after the end of its container proves nothing"() {
        given:
        def watch = watch(TCP)
        watch.state(running())
        watch.state(endedAndStartedAgain(1))

        when:
        watch.answer(Answer.ready('TCP port 80 is open'), at('1'))

        then:
        !(watch.next(at('1')) instanceof Verdict.Ready)
    }

    def "a container that is down is not asked"() {
        given:
        def watch = watch(TCP)

        when:
        watch.state(endedAndStartedAgain(1))

        then:
        watch.next(at('1')) == new Verdict.Wait(BEGIN + LONG)

        when:
        watch.state(running())

        then:
        watch.next(at('1')) == new Verdict.Probe()
    }

    def "a one-shot that its policy starts again may still succeed"() {
        given:
        def watch = watch(Readiness.RUNNING, true)
        watch.state(endedAndStartedAgain(1))
        watch.state(running())

        when:
        watch.state(ended(0))

        then:
        watch.next(at('1')) == new Verdict.Ready()
    }

    private static ReadinessWatch watch(Readiness readiness, boolean oneShot = false) {
        new ReadinessWatch(target(readiness, oneShot), BEGIN, BEGIN + LONG, ProbePace.NOW)
    }
}

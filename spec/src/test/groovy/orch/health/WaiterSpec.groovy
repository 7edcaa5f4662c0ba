package orch.health

import static orch.health.Moments.BEGIN
import static orch.health.Moments.at
import static orch.health.Moments.created
import static orch.health.Moments.duration
import static orch.health.Moments.ended
import static orch.health.Moments.pace
import static orch.health.Moments.running
import static orch.health.Moments.target

import java.time.Duration
import java.util.concurrent.BlockingQueue
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import orch.health.ContainerState.Health
import orch.health.Moments.MovedClock
import orch.model.OrchException
import orch.model.Readiness
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(20)
class WaiterSpec extends Specification {
    static final Readiness COMMAND = Readiness.Command.shell('pg_isready', pace())
    static final Readiness HTTP = new Readiness.Http('/health', 80, 0, pace('5', 100))

    def clock = new MovedClock()
    def engine = new ScriptedEngine(clock)
    def waiter = new Waiter(engine, clock)
    List<Heard> news = []

    def "a container that is ready when the wait begins is not waited for"() {
        given:
        engine.state = running(Health.HEALTHY)

        when:
        await(target(COMMAND))

        then:
        clock.now == BEGIN
        engine.probes == 0
    }

    def "an event ends the wait at its moment"() {
        given:
        engine.state = running(Health.STARTING)
        engine.event('7', running(Health.HEALTHY))
        engine.answers = { Answer.notReady('pg_isready exited 2') }

        when:
        await(target(COMMAND))

        then:
        clock.now == at('7')
    }

    def "a probe ends the wait as soon as it finds the container ready"() {
        given:
        engine.answers = { clock.now < at('2') ? Answer.notReady('GET /health: 503') : Answer.ready('GET /health: 200') }

        when:
        await(target(HTTP))

        then:
        clock.now >= at('2')
        clock.now < at('3.1')
    }

    def "a command inside is first tried after the time that the load allows, a check from outside at once"() {
        given:
        engine.answers = { Answer.ready('ok') }

        when:
        await(target(readiness), '30', '0.5')

        then:
        clock.now == at(moment)

        where:
        readiness          || moment
        COMMAND            || '0.5'
        HTTP               || '0'
    }

    def "a container that ends fails the wait at once, with evidence and the next step"() {
        given:
        engine.answers = { Answer.notReady('connection refused') }
        engine.event('3', ended(2))
        engine.evidence = ['last output:', '  FATAL: no disk']

        when:
        await(target(HTTP))

        then:
        def failure = thrown(OrchException.Failed)
        failure.message == "service 'db' is not healthy: it ended with exit code 2"
        failure.evidence()[0] == 'container dev-db-1, waited for: GET /health on port 80'
        failure.evidence()[1] ==~ /last answers of \d+ probes:/
        failure.evidence()[-2..-1] == ['last output:', '  FATAL: no disk']
        failure.next().get().commandLine() == 'orch logs db'
        clock.now == at('3')
    }

    def "at the deadline the wait is over, and tells how long it took and what was last seen"() {
        given:
        engine.answers = { Answer.notReady('GET /health: 503') }
        engine.evidence = ['last output:', '  waiting for the database']

        when:
        await(target(HTTP), '30')

        then:
        def failure = thrown(OrchException.TimedOut)
        failure.message ==~ /service 'db' is not healthy after 30 s: GET \/health: 503 \(\d+ tries\)/
        failure.evidence()[-2..-1] == ['last output:', '  waiting for the database']
        failure.next().get().commandLine() == 'orch logs db'
        clock.now == at('30')
    }

    def "while it waits it says what it sees when that changes, and now and then while it does not"() {
        given:
        engine.answers = { Answer.notReady(clock.now < at('1') ? 'connection refused' : 'GET /health: 503') }

        when:
        await(target(HTTP), '10')

        then:
        thrown(OrchException.TimedOut)
        news*.answer() == ['connection refused'] + ['GET /health: 503'] * 5
        news*.phase().unique() == [ContainerState.Phase.RUNNING]
        news[0].tries() == 1
        news.last().tries() == engine.probes
        news*.waited()*.toMillis()*.intdiv(500) == [0, 2, 5, 10, 15, 20]
    }

    def "a wait in which nothing changes says just that nothing has answered yet"() {
        given:
        engine.event('2.4', running(Health.HEALTHY))
        engine.answers = { Answer.notReady('no answer yet') }

        when:
        await(target(COMMAND))

        then:
        news*.answer() == ['no answer yet']
    }

    def "a one-shot is waited for until it has ended"() {
        given:
        engine.event('42', ended(0))

        when:
        await(target(Readiness.RUNNING, true), '60')

        then:
        clock.now == at('42')
        engine.probes == 0
    }

    def "a container that ends again and again without a check fails, although it runs in between"() {
        given:
        def startedAgain = Moments.endedAndStartedAgain(1)
        engine.event('0.1', startedAgain)
        engine.event('0.2', running())
        engine.event('0.3', startedAgain)
        engine.event('0.5', running())
        engine.event('0.6', startedAgain)

        when:
        await(target(Readiness.RUNNING))

        then:
        def failure = thrown(OrchException.Failed)
        failure.message == "service 'db' is not healthy: it ended with exit code 1, 3 times in a row"
    }

    def "waiting costs nothing while nothing can happen: the queue is asked a few times, not in a loop"() {
        given:
        engine.event('0.1', Moments.endedAndStartedAgain(1))

        when:
        await(target(Readiness.RUNNING), '30')

        then:
        thrown(OrchException.TimedOut)
        engine.polls < 20
    }

    def "what no event tells is seen all the same, by a look now and then"() {
        given: 'a stream of events that tells nothing of the start'
        engine.state = created()
        engine.answers = { Answer.notReady('no answer') }
        engine.silently('1', running(Health.HEALTHY))

        when:
        await(target(COMMAND), '30', '60')

        then:
        clock.now <= at('3.1')
    }

    def "an engine that is away for a moment is asked again until the deadline"() {
        given:
        engine.answers = {
            if (clock.now < at('4')) {
                throw new OrchException.Unavailable('no engine answers', [], null)
            }
            Answer.ready('ok')
        }

        when:
        await(target(HTTP))

        then:
        clock.now >= at('4')
    }

    def "the engine's events are followed before the state is asked for, and no longer than the wait: #what"() {
        given:
        engine.state = state

        when:
        try {
            await(target(COMMAND))
        } catch (OrchException expected) {
            // the wait may fail: it must let go all the same
        }

        then:
        engine.calls.take(2) == ['follow c0ffee', 'state c0ffee']
        engine.calls.last() == 'forget c0ffee'

        where:
        what    | state
        'ready' | running(Health.HEALTHY)
        'failed' | created('no such program')
    }

    private void await(Target target, String seconds = '30', String firstProbe = '0') {
        waiter.await(target, BEGIN + duration(seconds), new ProbePace(duration(firstProbe), Optional.empty()), news::add)
    }

    /** An engine whose events come at given moments; waiting for them moves the clock. */
    static class ScriptedEngine implements Watched {
        final MovedClock clock
        ContainerState state = running()
        Closure<Answer> answers = { Answer.notReady('no answer') }
        List<String> evidence = []
        List<String> calls = []
        int probes = 0
        int polls = 0
        private final List<List> events = []
        private List silent

        ScriptedEngine(MovedClock clock) {
            this.clock = clock
        }

        void event(String seconds, ContainerState state) {
            events << [at(seconds), state]
        }

        @Override
        BlockingQueue<ContainerState> follow(String id) {
            calls << "follow $id".toString()
            new LinkedBlockingQueue<ContainerState>() {
                @Override
                ContainerState poll(long time, TimeUnit unit) {
                    next(Duration.ofMillis(unit.toMillis(time)))
                }
            }
        }

        /** A change of which no event tells. */
        void silently(String seconds, ContainerState state) {
            silent = [at(seconds), state]
        }

        private ContainerState next(Duration most) {
            polls++
            assert polls < 2000
            def until = clock.now + most
            if (events && events[0][0] <= until) {
                clock.now = [clock.now, events[0][0]].max()
                state = events.remove(0)[1]
                return state
            }
            clock.now = until
            null
        }

        @Override
        void forget(String id) {
            calls << "forget $id".toString()
        }

        @Override
        ContainerState state(String id) {
            calls << "state $id".toString()
            silent && silent[0] <= clock.now ? silent[1] : state
        }

        @Override
        Answer probe(Target target) {
            probes++
            answers()
        }

        @Override
        List<String> evidence(Target target) {
            evidence
        }
    }
}

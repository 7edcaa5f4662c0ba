package orch.health

import static orch.health.Moments.BEGIN
import static orch.health.Moments.LONG
import static orch.health.Moments.at
import static orch.health.Moments.duration
import static orch.health.Moments.pace
import static orch.health.Moments.running
import static orch.health.Moments.target

import java.time.Duration
import java.time.Instant
import orch.health.ContainerState.Health
import orch.model.Readiness
import spock.lang.Specification

class ProbingSpec extends Specification {
    def "the first probe comes after #first s, and is not taken before"() {
        given:
        def watch = watch(tcp(), duration(first))

        expect:
        watch.next(at(first)) == new Verdict.Probe()
        duration(first).zero || watch.next(at(first).minusMillis(1)) == new Verdict.Wait(at(first))

        where:
        first << ['0', '0.04', '2']
    }

    def "probes come in growing distances, from 50 ms to a second"() {
        expect:
        distances(watch(tcp(), Duration.ZERO), 12) == [50, 75, 112, 168, 253, 379, 569, 854, 1000, 1000, 1000, 1000]
    }

    def "with a check every #interval s probes are at most that far apart"() {
        expect:
        distances(watch(tcp(pace(interval, 1000)), Duration.ZERO), 10).last() == most

        where:
        interval || most
        '0.2'    || 200
        '1'      || 1000
        '30'     || 1000
    }

    def "a probe that is held back for the load of many starts keeps its distance, then finds the usual one"() {
        expect:
        distances(watch(tcp(), duration('0.4')), 5) == [400, 600, 900, 1000, 1000]
        distances(watch(tcp(), duration('3')), 3) == [3000, 1000, 1000]
    }

    def "while so many are still to start that the engine checks sooner than they are done, a command is left to it for three intervals"() {
        expect:
        watch(Readiness.Command.shell('true', pace(interval, 1)), duration(first), engine).next(at(first)) == verdict
        watch(Readiness.Command.shell('true', pace(interval, 1)), duration(first), engine).next(at(later)) == new Verdict.Probe()

        where: 'an engine may have a shorter interval for the time of the start'
        interval | engine          | first  | later  || verdict
        '1'      | null            | '0.24' | '0.24' || new Verdict.Probe()
        '1'      | null            | '0.25' | '3.25' || new Verdict.Wait(at('3.25'))
        '2'      | null            | '0.5'  | '6.5'  || new Verdict.Wait(at('6.5'))
        '1'      | duration('0.2') | '0.04' | '0.04' || new Verdict.Probe()
        '1'      | duration('0.2') | '0.05' | '0.65' || new Verdict.Wait(at('0.65'))
        '1'      | duration('2')   | '0.24' | '0.24' || new Verdict.Probe()
    }

    def "a container has failed when its checks from outside have failed for start period and all retries, and not before"() {
        given:
        def watch = watch(tcp(pace('2', 3, '4')), Duration.ZERO)

        when:
        watch.answer(Answer.notReady('connection refused'), at('1'))
        watch.answer(Answer.notReady('connection refused'), at('10'))

        then:
        !(watch.next(at('10')) instanceof Verdict.Failed)

        when:
        watch.answer(Answer.notReady('connection refused'), at('10.001'))

        then:
        watch.next(at('10.001')) == new Verdict.Failed('connection refused (3 tries in 10 s)')
    }

    def "where the engine checks, its verdict decides how long failures are borne"() {
        given:
        def watch = watch(Readiness.Command.shell('true', pace('1', 1)), Duration.ZERO)
        watch.state(running(Health.STARTING))

        when:
        watch.answer(Answer.notReady('true exited 1'), at('60'))

        then:
        !(watch.next(at('60')) instanceof Verdict.Failed)
    }

    def "a late answer that is good is good"() {
        given:
        def watch = watch(tcp(pace('1', 1)), Duration.ZERO)

        when:
        watch.answer(Answer.ready('open'), at('60'))

        then:
        watch.next(at('60')) == new Verdict.Ready()
    }

    def "an image's own check is asked by us as well as soon as it is known that there is one"() {
        given:
        def watch = watch(Readiness.BY_IMAGE, duration('0.04'))

        when:
        watch.state(running(Health.STARTING))

        then:
        watch.next(at('0.03')) == new Verdict.Wait(at('0.04'))
        watch.next(at('0.04')) == new Verdict.Probe()
    }

    def "#starting containers that start on #processors processors are asked first after #first ms, by the engine every #interval ms"() {
        expect:
        ProbePace.firstProbe(starting, processors) == Duration.ofMillis(first)
        ProbePace.startInterval(starting, processors, duration('30')) == Optional.of(Duration.ofMillis(interval))

        where:
        starting | processors || first | interval
        1        | 2          || 20    | 100
        5        | 2          || 100   | 100
        10       | 2          || 200   | 200
        50       | 2          || 1000  | 1000
        50       | 32         || 62    | 100
        0        | 2          || 0     | 100
        1        | 0          || 40    | 100
    }

    def "the engine checks #starting that start on #processors processors at #interval ms where it would every #regular s: #why"() {
        expect:
        ProbePace.startInterval(starting, processors, duration(regular)) == Optional.ofNullable(interval).map { Duration.ofMillis(it) }

        where:
        starting | processors | regular || interval | why
        12       | 2          | '1'     || 240      | 'they have started before one second has passed'
        13       | 2          | '1'     || 2080     | 'the first would be asked again while the last start'
        50       | 2          | '1'     || 8000     | 'the first would be asked again while the last start'
        50       | 2          | '4'     || 1000     | 'they have started before four seconds have passed'
        50       | 16         | '1'     || 125      | 'more processors start them sooner'
        1        | 2          | '0.09'  || null     | 'the regular distance is short enough'
    }

    /** How far apart the probes are that the watch asks for, in milliseconds. */
    private static List<Long> distances(ReadinessWatch watch, int count) {
        Instant now = at('5')
        assert watch.next(now) instanceof Verdict.Probe
        (1..count).collect {
            watch.answer(Answer.notReady('no'), now)
            def wait = watch.next(now)
            assert wait instanceof Verdict.Wait
            def distance = Duration.between(now, wait.until()).toMillis()
            now = wait.until()
            assert watch.next(now) instanceof Verdict.Probe
            distance
        }
    }

    private static Readiness tcp(Readiness.Pace pace = pace('5', 100)) {
        new Readiness.Tcp(80, pace)
    }

    private static ReadinessWatch watch(Readiness readiness, Duration first, Duration engineFirst = null) {
        def watch = new ReadinessWatch(target(readiness), BEGIN, BEGIN + LONG, new ProbePace(first, Optional.ofNullable(engineFirst)))
        watch.state(running())
        watch
    }
}

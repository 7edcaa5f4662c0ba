package orch.report

import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import orch.model.OrchException
import orch.model.Readiness
import orch.plan.Operation
import orch.plan.Progress
import orch.report.Case.Outcome
import spock.lang.Specification

class ServiceCasesSpec extends Specification {
    def now = Instant.EPOCH
    def clock = new Clock() {
        ZoneOffset zone = ZoneOffset.UTC

        Clock withZone(java.time.ZoneId ignored) { this }

        Instant instant() { now }
    }
    def cases = new ServiceCases(clock)

    private void after(int seconds, Progress progress) {
        now = now.plusSeconds(seconds)
        cases.on(progress)
    }

    private static Operation start(String service) {
        new Operation.StartContainer(service, "dev-$service-1", '', 'new')
    }

    private static Operation await(String service) {
        new Operation.AwaitReady(service, "dev-$service-1", '', new Readiness.Running(), false, 'new')
    }

    def "each service is a case, from its first operation to its last"() {
        given:
        cases.begin('start', 'dev', ['db', 'web'])

        when:
        after(1, new Progress.Started(start('db')))
        after(2, new Progress.Done(start('db'), Duration.ofSeconds(2)))
        after(3, new Progress.Done(await('db'), Duration.ofSeconds(3)))
        cases.end(Optional.empty())

        then: 'what was as wanted already took no time'
        cases.cases() == [new Case('dev', 'db', Duration.ofSeconds(5), Outcome.PASSED, '', ''), new Case('dev', 'web', Duration.ZERO, Outcome.PASSED, '', '')]
    }

    def "of a failure it is told who failed, who was ready, and who was not reached"() {
        given:
        cases.begin('start', 'dev', ['db', 'web', 'mail'])

        when:
        after(1, new Progress.Done(await('db'), Duration.ZERO))
        after(1, new Progress.Started(await('web')))
        after(1, new Progress.Failed(await('web'), 'web is sick'))
        cases.end(Optional.of(new OrchException.Failed('web is sick', ['GET /: 503'], null)))

        then:
        cases.cases()*.outcome() == [Outcome.PASSED, Outcome.FAILED, Outcome.SKIPPED]
        cases.cases()[1].message() == 'web is sick'
        cases.cases()[1].output().contains('GET /: 503')
    }

    def "a failure that is no service's is a case of its own"() {
        given:
        cases.begin('start', 'dev', ['db'])

        when:
        cases.end(Optional.of(new OrchException.Unavailable('no engine', [], null)))

        then:
        cases.cases().collect { [it.name(), it.outcome(), it.message()] } == [['db', Outcome.SKIPPED, 'not ready when start ended'], ['start', Outcome.BROKEN, 'no engine']]
    }

    def "a service that is started twice is two cases with two names"() {
        when:
        2.times {
            cases.begin('start', 'dev', ['db'])
            cases.end(Optional.empty())
        }

        then:
        cases.cases()*.name() == ['db', 'db (2)']
    }
}

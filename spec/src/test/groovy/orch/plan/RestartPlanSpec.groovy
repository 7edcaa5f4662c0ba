package orch.plan

import static orch.model.Examples.healthy
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import orch.engine.ContainerLabels
import orch.model.Readiness
import spock.lang.Specification

class RestartPlanSpec extends Specification {
    static final Readiness CHECK = Readiness.Command.shell('true', Readiness.Pace.DEFAULT)

    def stack = stack(
        service('db', readiness: CHECK),
        service('web', dependencies: [healthy('db')], readiness: CHECK),
        service('mail'))
    def state = EngineState.running(stack, shared())

    def "the same containers are stopped and started, nothing is removed or made"() {
        when:
        def steps = restart()

        then:
        steps.changes as Set == ['stop dev-web-1', 'stop dev-db-1', 'stop dev-mail-1',
                                 'start dev-web-1', 'start dev-db-1', 'start dev-mail-1'] as Set
        steps['start dev-db-1'].id() == EngineState.id('dev-db-1')
        steps.cause('stop dev-db-1') == 'restart was asked for'
    }

    def "everything is stopped before anything is started, dependants first; then dependencies first"() {
        when:
        def steps = restart()

        then:
        steps.isBefore('stop dev-web-1', 'stop dev-db-1')
        ['web', 'db', 'mail'].every { stopped -> ['web', 'db', 'mail'].every {
            steps.isBefore("stop dev-$stopped-1", "start dev-$it-1")
        } }
        steps.isBefore('start dev-db-1', 'start dev-web-1')
        !steps.isBefore('start dev-mail-1', 'start dev-web-1')
    }

    def "a dependant starts when its dependency is ready, as its labels tell"() {
        when:
        def steps = restart()

        then:
        steps.isBefore('await dev-db-1', 'start dev-web-1')
        steps['await dev-db-1'].readiness() == CHECK
        steps.cause('await dev-db-1') == 'until ready: true'
    }

    def "without waiting there are no waits, and the order stays"() {
        when:
        def steps = restart([], false)

        then:
        steps.waits.empty
        steps.isBefore('start dev-db-1', 'start dev-web-1')
    }

    def "one service alone is restarted"() {
        expect:
        restart(['web']).all == ['stop dev-web-1', 'start dev-web-1', 'await dev-web-1']
    }

    def "a container that does not run is only started"() {
        given:
        state.ended('dev-db-1', 1)

        expect:
        restart(['db']).all == ['start dev-db-1', 'await dev-db-1']
    }

    def "a one-shot is waited for until its end"() {
        given:
        def stack = stack(service('migrate', oneShot: true))
        state = EngineState.running(stack, shared())

        expect:
        restart()['await dev-migrate-1'].oneShot()
    }

    private Steps restart(List<String> services = [], boolean await = true) {
        Steps.of(Shutdown.restart(shared(), state.observed(), services, ContainerLabels.&readiness, await))
    }
}

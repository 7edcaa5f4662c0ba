package orch.plan

import static orch.model.Examples.changed
import static orch.model.Examples.completed
import static orch.model.Examples.healthy
import static orch.model.Examples.restarting
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import orch.model.Labels
import orch.model.Readiness
import orch.model.Stack
import spock.lang.Specification

class FoundStateSpec extends Specification {
    static final Readiness CHECK = Readiness.Command.shell('true', Readiness.Pace.DEFAULT)
    static final Readiness TCP = new Readiness.Tcp(80, Readiness.Pace.DEFAULT)

    def stack = stack(service('db', readiness: CHECK))

    def "a container that does not run is started, not replaced: #status"() {
        given:
        def state = EngineState.running(stack, shared()).but('dev-db-1', state: word, status: status)

        when:
        def steps = plan(stack, state)

        then:
        steps.all == ['start dev-db-1', 'await dev-db-1']
        steps.cause('start dev-db-1') == cause
        steps['start dev-db-1'].id() == EngineState.id('dev-db-1')

        where:
        word      | status                      || cause
        'exited'  | 'Exited (137) 2 hours ago'  || 'it does not run: exited (137) 2 hours ago'
        'exited'  | 'Exited (0) 2 hours ago'    || 'it does not run: exited (0) 2 hours ago'
        'created' | 'Created'                   || 'it does not run: created'
    }

    def "a paused container is stopped and started, since the engine does not start it as it is"() {
        given:
        def state = EngineState.running(stack, shared()).but('dev-db-1', state: 'paused', status: 'Up 2 hours (Paused)')

        when:
        def steps = plan(stack, state)

        then:
        steps.all == ['stop dev-db-1', 'start dev-db-1', 'await dev-db-1']
        steps.isBefore('stop dev-db-1', 'start dev-db-1')
    }

    def "a container that the engine is just starting again is waited for"() {
        given:
        def state = EngineState.running(stack, shared())
            .but('dev-db-1', state: 'restarting', status: 'Restarting (1) 3 seconds ago')

        when:
        def steps = plan(stack, state)

        then:
        steps.all == ['await dev-db-1']
        steps['await dev-db-1'].id() == EngineState.id('dev-db-1')
    }

    def "a container that is #word is replaced"() {
        given:
        def state = EngineState.running(stack, shared()).but('dev-db-1', state: word, status: word)

        when:
        def steps = plan(stack, state)

        then:
        steps.changes == ['stop dev-db-1', 'remove dev-db-1', 'create dev-db-1', 'start dev-db-1']
        steps.cause('create dev-db-1') == "it is $word"

        where:
        word << ['dead', 'removing']
    }

    def "a one-shot that ended with 0 is done: it is left alone, and what needs it starts at once"() {
        given:
        def stack = stack(service('migrate'), service('web', dependencies: [completed('migrate')]))
        def state = EngineState.running(stack, shared()).ended('dev-migrate-1', 0).without('dev-web-1')

        when:
        def steps = plan(stack, state)

        then:
        steps.all == ['create dev-web-1', 'start dev-web-1', 'await dev-web-1']
    }

    def "a one-shot that failed is started again, and what needs it waits for its end"() {
        given:
        def stack = stack(service('migrate'), service('web', dependencies: [completed('migrate')]))
        def state = EngineState.running(stack, shared()).ended('dev-migrate-1', 1).without('dev-web-1')

        when:
        def steps = plan(stack, state)

        then:
        steps.changes == ['start dev-migrate-1', 'create dev-web-1', 'start dev-web-1']
        steps.isBefore('await dev-migrate-1', 'start dev-web-1')
    }

    def "a one-shot that still runs is waited for, not started again"() {
        given:
        def stack = stack(service('migrate', oneShot: true))

        expect:
        plan(stack, EngineState.running(stack, shared())).all == ['await dev-migrate-1']
    }

    def "an untouched container with #what is waited for: #waits"() {
        given:
        def stack = stack(service('db', readiness: readiness))
        def state = EngineState.running(stack, shared()).but('dev-db-1', status: status)

        expect:
        plan(stack, state).all == (waits ? ['await dev-db-1'] : [])

        where:
        what                          | readiness          | status                            || waits
        'a check that passes'         | CHECK              | 'Up 3 minutes (healthy)'          || false
        'a check without verdict'     | CHECK              | 'Up 1 second (health: starting)'  || true
        'a check that fails'          | CHECK              | 'Up 3 minutes (unhealthy)'        || true
        'an image check that passes'  | Readiness.BY_IMAGE | 'Up 3 minutes (healthy)'          || false
        'an image check that fails'   | Readiness.BY_IMAGE | 'Up 3 minutes (unhealthy)'        || true
        'an image without check'      | Readiness.BY_IMAGE | 'Up 3 minutes'                    || false
        'running as its only check'   | Readiness.RUNNING  | 'Up 3 minutes'                    || false
        'a check that orch itself does' | TCP              | 'Up 3 minutes'                    || true
    }

    def "a service that starts waits for a dependency that runs and is not healthy yet"() {
        given:
        def stack = stack(service('db', readiness: CHECK), service('web', dependencies: [healthy('db')]))
        def state = EngineState.running(stack, shared())
            .but('dev-db-1', status: 'Up 1 second (health: starting)').without('dev-web-1')

        when:
        def waiting = plan(stack, state)
        def notWaiting = Steps.of(Planner.start(stack, shared(), state.observed(), [], false))

        then:
        waiting.isBefore('await dev-db-1', 'start dev-web-1')
        notWaiting.isBefore('await dev-db-1', 'start dev-web-1')
    }

    def "without waiting, nothing is waited for where nothing starts"() {
        given:
        def stack = stack(service('db', readiness: CHECK), service('web', dependencies: [healthy('db')]))
        def state = EngineState.running(stack, shared()).but('dev-db-1', status: 'Up 1 second (health: starting)')

        expect:
        Planner.start(stack, shared(), state.observed(), [], false).steps().empty
    }

    def "a dependant that asks for it is restarted when its dependency is started again"() {
        given:
        def stack = stack(service('db', readiness: CHECK), service('web', dependencies: [restarting('db')], readiness: CHECK))
        def state = EngineState.running(stack, shared()).ended('dev-db-1', 1)

        when:
        def steps = plan(stack, state)

        then:
        steps.changes == ['start dev-db-1', 'stop dev-web-1', 'start dev-web-1']
        steps.isBefore('await dev-db-1', 'stop dev-web-1')
    }

    def "a network that is gone is made again, with the container that was in it"() {
        given:
        def state = EngineState.running(stack, shared()).withoutNetwork('dev_default').without('dev-db-1')

        when:
        def steps = plan(stack, state)

        then:
        steps.isBefore('create network dev_default', 'create dev-db-1')
    }

    def "a container without a replica's number is the first"() {
        given:
        def state = EngineState.running(stack, shared()).withLabel('dev-db-1', Labels.REPLICA, '')

        expect:
        plan(stack, state).all.empty
    }

    def "containers of services that the stack does not have any more are left for cleanup"() {
        given:
        def before = stack(service('db', readiness: CHECK), service('old'))

        expect:
        plan(stack, EngineState.running(before, shared())).all.empty
    }

    private static Steps plan(Stack stack, EngineState state) {
        Steps.of(Planner.start(stack, shared(), state.observed(), [], true))
    }
}

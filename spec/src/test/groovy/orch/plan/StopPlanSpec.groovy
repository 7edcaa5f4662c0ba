package orch.plan

import static orch.model.Examples.dedicated
import static orch.model.Examples.healthy
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack
import static orch.model.Examples.volume

import orch.model.Identity
import spock.lang.Specification

class StopPlanSpec extends Specification {
    def stack = stack(
        service('db', mounts: [volume('pg-data')]),
        service('cache', dependencies: [healthy('db')]),
        service('web', dependencies: [healthy('cache')]))
    def state = EngineState.running(stack, shared())

    def "everything is stopped and removed, networks as well, volumes stay"() {
        when:
        def steps = stop(state)

        then:
        steps.all as Set == [
            'stop dev-web-1', 'stop dev-cache-1', 'stop dev-db-1', 'remove dev-web-1', 'remove dev-cache-1', 'remove dev-db-1',
            'remove network dev_default'] as Set
        steps.all.every { steps.cause(it) == 'stop was asked for' }
        steps.plan.changes().every { !it.losesData() }
    }

    def "dependants are stopped first"() {
        when:
        def steps = stop(state)

        then:
        steps.isBefore('stop dev-web-1', 'stop dev-cache-1')
        steps.isBefore('stop dev-cache-1', 'stop dev-db-1')
    }

    def "dependants are stopped first across a service that does not run"() {
        when:
        def steps = stop(state.ended('dev-cache-1', 0))

        then:
        !steps.all.contains('stop dev-cache-1')
        steps.isBefore('stop dev-web-1', 'stop dev-db-1')
    }

    def "what does not depend on each other stops at the same time"() {
        given:
        def pair = stack(service('a'), service('b'))

        when:
        def steps = stop(EngineState.running(pair, shared()))

        then:
        !steps.isBefore('stop dev-a-1', 'stop dev-b-1')
        !steps.isBefore('stop dev-b-1', 'stop dev-a-1')
    }

    def "a container is removed when it is stopped, a network when no container runs"() {
        when:
        def steps = stop(state)

        then:
        ['web', 'cache', 'db'].every { steps.isBefore("stop dev-$it-1", "remove dev-$it-1") }
        ['web', 'cache', 'db'].every { steps.isBefore("stop dev-$it-1", 'remove network dev_default') }
        !steps.isBefore('remove dev-db-1', 'remove network dev_default')
    }

    def "a container that is #word is #what"() {
        when:
        def steps = stop(state.but('dev-db-1', state: word, status: word))

        then:
        steps.all.contains('stop dev-db-1') == stopped
        steps.all.contains('remove dev-db-1')

        where:
        word         | stopped
        'exited'     | false
        'created'    | false
        'dead'       | false
        'restarting' | true
        'paused'     | true
        what = stopped ? 'stopped and removed' : 'removed without a stop'
    }

    def "volumes go only where that is asked for, after the containers, and the plan says that data is lost"() {
        when:
        def steps = stop(state, [], true)

        then:
        steps['remove volume dev_pg-data'].losesData()
        steps.isBefore('remove dev-db-1', 'remove volume dev_pg-data')
    }

    def "a network or volume of the same name that is not ours stays"() {
        given:
        def theirs = EngineState.running(stack(service('db')), shared())
            .network('dev_front', ['com.docker.compose.project': 'dev'])
            .volume('dev_pg-data', [:])
            .volume('dev_cache', dedicated().labels())

        expect:
        stop(theirs, [], true).all == ['stop dev-db-1', 'remove dev-db-1', 'remove network dev_default']
    }

    def "some services alone are stopped without networks and volumes"() {
        expect:
        stop(state, ['web', 'db'], true).all as Set ==
            ['stop dev-web-1', 'remove dev-web-1', 'stop dev-db-1', 'remove dev-db-1'] as Set
    }

    def "all replicas of a service are stopped, after all replicas of its dependants"() {
        given:
        def pair = stack(service('db', replicas: 2), service('web', replicas: 2, dependencies: [healthy('db')]))

        when:
        def steps = stop(EngineState.running(pair, shared()))

        then:
        [1, 2].every { db -> [1, 2].every { web -> steps.isBefore("stop dev-web-$web", "stop dev-db-$db") } }
    }

    def "where nothing is left there is nothing to do"() {
        expect:
        stop(new EngineState(shared())).all.empty
    }

    def "services that name each other as dependencies by hand-made labels are stopped all the same"() {
        given:
        state.withLabel('dev-db-1', 'orch.after', 'web')

        expect:
        stop(state).all.containsAll(['stop dev-web-1', 'stop dev-cache-1', 'stop dev-db-1'])
    }

    private static Steps stop(EngineState state, List<String> services = [], boolean volumes = false) {
        Steps.of(Shutdown.stop(state.identity, state.observed(), services, volumes, 'stop was asked for'))
    }
}

package orch.plan

import static orch.model.Examples.dedicated
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack
import static orch.model.Examples.volume

import spock.lang.Specification

/** The end of a dedicated copy. */
class DiscardPlanSpec extends Specification {
    def stack = stack(service('db', mounts: [volume('pg-data')]), service('web'))
    def state = EngineState.running(stack, dedicated())

    def "all of a copy goes, what still runs and volumes as well"() {
        when:
        def steps = discard(state)

        then:
        steps.all as Set == ['remove dev-k3x9p-db-1', 'remove dev-k3x9p-web-1', 'remove network dev-k3x9p_default',
                             'remove volume dev-k3x9p_pg-data'] as Set
        ['db', 'web'].every { steps["remove dev-k3x9p-$it-1".toString()].evenRunning() }
        ['db', 'web'].every { steps["remove dev-k3x9p-$it-1".toString()].withAnonymousVolumes() }
        steps.all.every { steps.cause(it) == 'its run has ended' }
    }

    def "networks and volumes go when no container is left"() {
        when:
        def steps = discard(state)

        then:
        ['db', 'web'].every { steps.isBefore("remove dev-k3x9p-$it-1", 'remove network dev-k3x9p_default') }
        ['db', 'web'].every { steps.isBefore("remove dev-k3x9p-$it-1", 'remove volume dev-k3x9p_pg-data') }
    }

    def "what is not the copy's stays, whatever it is called"() {
        given:
        def others = EngineState.running(stack(service('web')), dedicated())
            .network('dev-k3x9p_front', ['com.docker.compose.project': 'dev'])
            .volume('dev-k3x9p_cache', [:])
            .volume('dev-k3x9p_logs', shared().labels())
            .volume('dev-k3x9p_pg-data', dedicated('p8f2k').labels())

        expect:
        discard(others).all as Set == ['remove dev-k3x9p-web-1', 'remove network dev-k3x9p_default'] as Set
    }

    def "where nothing is left there is nothing to do"() {
        expect:
        discard(new EngineState(dedicated())).all.empty
    }

    def "a plan that removes a volume knows which: a later one of the same name is another"() {
        expect:
        [discard(state)['remove volume dev-k3x9p_pg-data'],
         Steps.of(Shutdown.stop(dedicated(), state.observed(), [], true, 'asked'))['remove volume dev-k3x9p_pg-data']]*.made() ==
            ['the first dev-k3x9p_pg-data'] * 2
    }

    private static Steps discard(EngineState state) {
        Steps.of(Shutdown.discard(state.identity, state.observed(), 'its run has ended'))
    }
}

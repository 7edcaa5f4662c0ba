package orch.plan

import static orch.model.Examples.HOST
import static orch.model.Examples.changed
import static orch.model.Examples.dedicated
import static orch.model.Examples.networks
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack
import static orch.model.Examples.volume

import orch.model.Network
import orch.model.OrchException
import orch.model.Stack
import orch.model.Volume
import spock.lang.Specification

class RefusalSpec extends Specification {
    def stack = stack(service('db', mounts: [volume('pg-data')]))

    def "a container's name that is held by #whom is refused, and the refusal names the holder"() {
        given:
        def state = new EngineState(shared()).squatter('dev-db-1', labels)

        when:
        plan(stack, state)

        then:
        def refusal = thrown(OrchException.Refused)
        refusal.message == "container 'dev-db-1' exists and is not ours; it was left as it is"
        refusal.evidence().take(3) == [holder, 'image nginx:1, up 2 hours', 'made 2025-11-21T10:00:00Z, id ' + EngineState.id('dev-db-1')[0..11]]

        where:
        whom                 | labels                                        || holder
        'a Compose project'  | ['com.docker.compose.project': 'shop']        || "held by Compose project 'shop'"
        'Testcontainers'     | ['org.testcontainers.sessionId': 'a1-b2']     || 'held by Testcontainers session a1-b2'
        'another host'       | otherHost()                                   || "held by orch stack 'dev' (shared, host other, /their/dev.groovy)"
        'nobody'             | [:]                                           || 'held by somebody who set no labels'
        'somebody'           | [team: 'payments']                            || 'held by somebody who set the labels {team=payments}'
    }

    def "what an orch with another state folder made is told with the way back to owning it"() {
        when:
        plan(stack, new EngineState(shared()).volume('dev_pg-data', otherHost()))

        then:
        def refusal = thrown(OrchException.Refused)
        refusal.evidence().last() == 'if this machine made it and lost its state folder: put other into the file host-id there'
    }

    def "a network's name that is held by #whom is refused"() {
        given:
        def state = new EngineState(shared()).network('dev_default', labels)

        when:
        plan(stack, state)

        then:
        def refusal = thrown(OrchException.Refused)
        refusal.message == "network 'dev_default' exists and is not ours; it was left as it is"
        refusal.evidence().take(2) == [holder, 'id ' + EngineState.id('dev_default')[0..11]]

        where:
        whom               | labels                                 || holder
        'a Compose project' | ['com.docker.compose.project': 'dev'] || "held by Compose project 'dev'"
        'a dedicated copy' | dedicated().labels()                   || "held by orch stack 'dev' (dedicated, host $HOST, ?)"
    }

    def "a volume's name that is held by #whom is refused: its data is theirs"() {
        given:
        def state = new EngineState(shared()).volume('dev_pg-data', labels)

        when:
        plan(stack, state)

        then:
        def refusal = thrown(OrchException.Refused)
        refusal.message == "volume 'dev_pg-data' exists and is not ours; it was left as it is"
        refusal.evidence().take(2) == [holder, 'made 2026-11-21T10:00:00Z']

        where:
        whom           | labels                             || holder
        'nobody'       | [:]                                || 'held by somebody who set no labels'
        'another host' | shared().labels() + ['orch.host': 'other'] || "held by orch stack 'dev' (shared, host other, ?)"
    }

    def "an external #what is used and never made"() {
        given:
        def state = new EngineState(shared()).network('their-net', [:]).volume('their-data', [:])

        when:
        def steps = plan(externals(), state)

        then:
        steps.changes == ['get image of db', 'create dev-db-1', 'start dev-db-1']

        where:
        what << ['network and volume']
    }

    def "an external #what that the engine does not have is the user's mistake, told at its line"() {
        when:
        plan(externals(), state)

        then:
        def refusal = thrown(OrchException.BadInput)
        refusal.message == "dev.groovy:3: service 'db' uses the external $what '$name', which the engine does not have"

        where:
        what      | name         | state
        'network' | 'their-net'  | new EngineState(shared()).volume('their-data', [:])
        'volume'  | 'their-data' | new EngineState(shared()).network('their-net', [:])
    }

    private static Stack externals() {
        stack(service('db', links: networks('back'), mounts: [volume('data')]),
            networks: [back: changed(Network.bridge('back'), external: 'their-net')],
            volumes: [data: changed(Volume.local('data'), external: 'their-data')])
    }

    private static Map<String, String> otherHost() {
        shared().labels() + ['orch.host': 'other', 'orch.source': '/their/dev.groovy']
    }

    private static Steps plan(Stack stack, EngineState state) {
        Steps.of(Planner.start(stack, shared(), state.observed(), [], true))
    }
}

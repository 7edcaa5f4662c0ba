package orch.plan

import static orch.model.Examples.changed
import static orch.model.Examples.networks
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack
import static orch.model.Examples.volume

import orch.model.Network
import orch.model.Volume
import spock.lang.Specification

class ObservedSpec extends Specification {
    def "a container that is #state as '#status' has exit code #code"() {
        given:
        def one = stack(service('db'))
        def container = EngineState.running(one, shared()).but('dev-db-1', state: state, status: status).observed().containers()[0]

        expect:
        container.exitCode() == Optional.ofNullable(code)

        where:
        state        | status                          || code
        'exited'     | 'Exited (0) 2 seconds ago'      || 0
        'exited'     | 'Exited (137) About an hour ago' || 137
        'running'    | 'Up 3 minutes (healthy)'        || null
        'restarting' | 'Restarting (1) 2 seconds ago'  || null
        'created'    | 'Created'                       || null
        'dead'       | 'Dead'                          || null
    }

    def "what is looked at is every name that the stack wants"() {
        given:
        def stack = stack(
            service('db', mounts: [volume('pg-data')], replicas: 2),
            service('web', links: networks('back', 'theirs')),
            networks: [back: Network.bridge('back'), theirs: changed(Network.bridge('theirs'), external: 'net-of-others')],
            volumes: [cache: Volume.local('cache')])

        when:
        def scope = Scope.of(shared(), stack)

        then:
        scope.containers() == ['dev-db-1', 'dev-db-2', 'dev-web-1'] as Set
        scope.networks() == ['dev_back', 'dev_default', 'net-of-others'] as Set
        scope.volumes() == ['dev_pg-data', 'dev_cache'] as Set
        scope.images()*.describe() == ['busybox:1']
    }

    def "without a stack only labels are looked at"() {
        expect:
        Scope.of(shared()) == new Scope(shared(), [] as Set, [] as Set, [] as Set, [] as Set, [:])
    }
}

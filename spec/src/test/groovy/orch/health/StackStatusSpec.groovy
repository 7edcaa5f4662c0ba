package orch.health

import orch.health.StackStatus.ContainerStatus
import orch.health.StackStatus.Health
import orch.health.StackStatus.ServiceStatus
import spock.lang.Specification

class StackStatusSpec extends Specification {
    def "a container that is #state and #health is well: #well"() {
        expect:
        container(state, health).well() == well

        where:
        state        | health           || well
        'running'    | Health.HEALTHY   || true
        'running'    | Health.NONE      || true
        'running'    | Health.STARTING  || false
        'running'    | Health.UNHEALTHY || false
        'exited'     | Health.COMPLETED || true
        'exited'     | Health.UNHEALTHY || false
        'exited'     | Health.NONE      || false
        'restarting' | Health.NONE      || false
        'paused'     | Health.HEALTHY   || false
    }

    def "a service of which #there of #wanted containers run well is well: #well"() {
        expect:
        service(wanted, [container('running', Health.HEALTHY)] * there).well() == well

        where:
        wanted | there || well
        1      | 1     || true
        2      | 1     || false
        1      | 0     || false
        0      | 0     || true
    }

    def "a service with one container that is not well is not well"() {
        expect:
        !service(2, [container('running', Health.HEALTHY), container('running', Health.STARTING)]).well()
    }

    def "a stack is healthy when all its services are"() {
        given:
        def well = service(1, [container('running', Health.HEALTHY)])
        def missing = service(1, [])

        expect:
        new StackStatus('dev', 'shared', Optional.empty(), '', [well, well]).healthy()
        !new StackStatus('dev', 'shared', Optional.empty(), '', [well, missing]).healthy()
    }

    private static ContainerStatus container(String state, Health health) {
        new ContainerStatus('c0ffee', 'dev-db-1', state, state, health, -1, '')
    }

    private static ServiceStatus service(int replicas, List<ContainerStatus> containers) {
        new ServiceStatus('db', 'running', Health.NONE, 'busybox:1', replicas, [], containers)
    }
}

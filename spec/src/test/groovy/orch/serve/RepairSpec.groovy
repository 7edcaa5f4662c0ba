package orch.serve

import java.time.Duration
import java.time.Instant
import orch.health.StackStatus
import orch.health.StackStatus.ContainerStatus
import orch.health.StackStatus.Health
import orch.health.StackStatus.ServiceStatus
import spock.lang.Specification

class RepairSpec extends Specification {
    private static ContainerStatus container(String name, String state, Health health) {
        new ContainerStatus("id-$name", name, state, '', health, -1, '')
    }

    private static ServiceStatus service(String name, int replicas, List<ContainerStatus> containers) {
        new ServiceStatus(name, 'running', Health.NONE, 'app:1', replicas, [], containers)
    }

    private static Repair of(ServiceStatus... services) {
        Repair.of(new StackStatus('dev', 'shared', Optional.empty(), '', services as List))
    }

    def "a stack that is well needs nothing"() {
        expect:
        of(service('db', 1, [container('db-1', 'running', Health.HEALTHY)]),
                service('job', 1, [container('job-1', 'exited', Health.COMPLETED)])) instanceof Repair.None
    }

    def "a stack that was stopped is left alone"() {
        expect:
        of() instanceof Repair.Stopped
    }

    def "a container that is #state and #health: #what"() {
        when:
        def needed = of(service('db', 1, [container('db-1', state, health)])) as Repair.Needed

        then:
        needed.start().keySet() as List == (what == 'is started' ? ['db'] : [])
        needed.restart().keySet() as List == (what == 'is restarted' ? ['db'] : [])
        needed.waits().keySet() as List == (what == 'is waited for' ? ['db'] : [])

        where:
        state        | health           || what
        'exited'     | Health.UNHEALTHY || 'is started'
        'created'    | Health.UNHEALTHY || 'is started'
        'dead'       | Health.UNHEALTHY || 'is started'
        'running'    | Health.UNHEALTHY || 'is restarted'
        'running'    | Health.STARTING  || 'is waited for'
        'restarting' | Health.UNHEALTHY || 'is waited for'
        'paused'     | Health.UNHEALTHY || 'is waited for'
    }

    def "a service of which a container is gone is started, whatever its others do"() {
        when:
        def needed = of(service('db', 2, [container('db-1', 'running', Health.UNHEALTHY)]), service('web', 1, [])) as Repair.Needed

        then:
        needed.start() == [db: 'its container is gone', web: 'its container is gone']
        needed.restart().isEmpty()
    }

    def "tries come at once, after a second, and then half as often each time, up to a minute"() {
        given:
        def now = Instant.EPOCH
        def tries = Tries.NONE

        expect:
        tries.mayBegin(now)
        (1..9).collect {
            tries = tries.again(now)
            Duration.between(now, tries.notBefore()).toSeconds()
        } == [1, 2, 4, 8, 16, 32, 60, 60, 60]
        !tries.mayBegin(now.plusSeconds(59))
        tries.mayBegin(now.plusSeconds(60))

        and: 'what is well for a minute begins anew'
        !tries.isOver(now.plusSeconds(60))
        tries.isOver(now.plusSeconds(61))
    }
}

package orch.repl

import static orch.health.StackStatus.Health.HEALTHY
import static orch.health.StackStatus.Health.STARTING
import static orch.health.StackStatus.Health.UNHEALTHY

import orch.health.StackStatus
import orch.health.StackStatus.ContainerStatus
import orch.health.StackStatus.Health
import orch.health.StackStatus.ServiceStatus
import spock.lang.Specification

/** The line at the bottom. */
class StatusTextSpec extends Specification {
    private static StackStatus stack(String name, Map<String, Health> services) {
        new StackStatus(name, 'shared', Optional.empty(), '', services.collect { service, health ->
            new ServiceStatus(service, 'running', health, '', 1, [],
                    [new ContainerStatus('id', service, 'running', '', health, 0, '')])
        })
    }

    private static String line(List<StackStatus> stacks, String current = null) {
        StatusText.of(new Live.Seen('engine 20.10', KnownNames.NONE, stacks), Optional.ofNullable(current))
    }

    def "it tells the engine, the stack, how well it is and what starts"() {
        expect:
        line([stack('dev', [db: HEALTHY, auth: STARTING])]) == ' engine 20.10 | dev | 1/2 healthy | starting: auth'
        line([stack('dev', [db: UNHEALTHY])], 'dev') == ' engine 20.10 | dev | 0/1 healthy | not well: db'
        line([]) == ' engine 20.10'
    }

    def "a service that waits for others is not called unwell, a copy is told from the stack that all share"() {
        given:
        def waiting = new ServiceStatus('web', 'created', UNHEALTHY, '', 1, [],
                [new ContainerStatus('id', 'web', 'created', '', UNHEALTHY, 0, '')])
        def shared = new StackStatus('dev', 'shared', Optional.empty(), '', [waiting])
        def copy = new StackStatus('dev', 'dedicated', Optional.of('k3x9z'), '', [])

        expect:
        line([shared, copy], 'dev') == ' engine 20.10 | dev | 0/1 healthy | not started: web'
        line([shared, copy], 'dev-k3x9z') == ' engine 20.10 | dev-k3x9z | 0/0 healthy'
    }

    def "of several stacks the one that is worked on counts, else all"() {
        given:
        def stacks = [stack('a', [x: HEALTHY]), stack('b', [y: UNHEALTHY])]

        expect:
        line(stacks, 'a') == ' engine 20.10 | a | 1/1 healthy'
        line(stacks) == ' engine 20.10 | 1/2 stacks healthy'
        line(stacks, 'c') == ' engine 20.10 | c | not started'
    }
}

package orch.report

import orch.health.StackStatus
import orch.health.StackStatus.ContainerStatus
import orch.health.StackStatus.Health
import orch.health.StackStatus.ServiceStatus
import orch.plan.Observed

/** Stacks as they might be, for reports about them. */
class Statuses {
    static StackStatus stack(Map<String, ?> how = [:], ServiceStatus... services) {
        new StackStatus(how.name ?: 'dev', how.env ?: 'shared', Optional.ofNullable(how.run), how.source ?: '',
            services as List)
    }

    /** A service with one container, unless told otherwise. */
    static ServiceStatus service(Map<String, ?> how = [:], String name) {
        def state = how.state ?: 'running'
        def health = how.health ?: Health.HEALTHY
        def containers = how.containers != null ? how.containers : [container("dev-$name-1", state, health)]
        new ServiceStatus(name, state, health, how.image ?: "$name:1", how.replicas ?: 1, how.ports ?: [], containers)
    }

    static ContainerStatus container(String name, String state = 'running', Health health = Health.HEALTHY) {
        new ContainerStatus('c0ffee', name, state, "Up 3 minutes", health, 2, '2026-11-21T10:00:00Z')
    }

    static Observed.Published port(int container, int host, String protocol = 'tcp') {
        new Observed.Published(container, host, '127.0.0.1', protocol)
    }
}

package orch.report

import static orch.model.Examples.healthy
import static orch.model.Examples.service
import static orch.model.Examples.shared
import static orch.model.Examples.stack

import java.time.Duration
import orch.health.Moments
import orch.model.Next
import orch.model.OrchException
import orch.model.Readiness
import orch.model.Service
import orch.plan.Observed
import orch.plan.Operation
import orch.plan.Plan
import orch.plan.Planner
import orch.plan.Progress

/** Plans, and what is told while they are carried out, for specs about those who show it. */
class Runs {
    static final Readiness CHECK = new Readiness.Http('/health', 80, 0, Readiness.Pace.DEFAULT)

    /** Two replicas of {@code web} and a {@code proxy}, in a row behind {@code db}. */
    static Plan start() {
        of(service('db', readiness: CHECK),
            service('web', readiness: CHECK, replicas: 2, dependencies: [healthy('db')]),
            service('proxy', dependencies: [healthy('web')]))
    }

    static Plan of(Service... services) {
        Planner.start(stack(services), shared(), Observed.NOTHING, [], true)
    }

    /** Tells of each step, in order, up to the first that is about this container and verb. */
    static void until(Plan plan, Progress.Listener listener, Moments.MovedClock clock, String verb, String subject) {
        listener.on(new Progress.Planned(plan))
        for (operation in plan.steps()*.operation()) {
            listener.on(new Progress.Started(operation))
            if (operation.verb() == verb && operation.subject() == subject) {
                return
            }
            clock.pass(Duration.ofMillis(100))
            listener.on(new Progress.Done(operation, Duration.ofMillis(100)))
        }
    }

    static Operation the(Plan plan, String verb, String subject) {
        plan.steps()*.operation().find { it.verb() == verb && it.subject() == subject }
    }

    static Progress.Waiting waiting(Plan plan, String container, String answer, int tries = 1) {
        new Progress.Waiting(the(plan, 'await', container) as Operation.AwaitReady, 'running', answer, tries, Duration.ofSeconds(tries))
    }

    /** The run fails, since this container does not become ready. */
    static void fail(Plan plan, Progress.Listener listener, String container, List<String> evidence = ['container it is']) {
        def wait = the(plan, 'await', container) as Operation.AwaitReady
        def problem = "service '${wait.service()}' is not healthy: GET /health: 503"
        listener.on(new Progress.Output(wait, ['starting', 'password is hunter22 <&>']))
        listener.on(new Progress.Failed(wait, problem))
        listener.on(new Progress.Finished(plan))
        def next = Next.verb('logs', wait.service())
        listener.on(new Progress.Ended(1, Optional.of(new OrchException.Failed(problem, evidence, next)), Optional.of(next)))
    }
}

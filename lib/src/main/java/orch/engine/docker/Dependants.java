package orch.engine.docker;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import orch.plan.Operation;
import orch.plan.Plan;

/** Who waited for a step that failed, in a plan. */
final class Dependants {
  private final Plan plan;

  Dependants(Plan plan) {
    this.plan = plan;
  }

  /**
   * The chain of services that were not started because of a step: those that waited for it, then
   * those that waited for them; empty when nobody did.
   */
  List<String> evidence(int failed) {
    List<Set<String>> chain = new ArrayList<>();
    Set<Integer> reached = new LinkedHashSet<>(Set.of(failed));
    Set<String> known = new LinkedHashSet<>(Set.of(service(plan.steps().get(failed).operation())));
    Set<Integer> ring = reached;
    while (!ring.isEmpty()) {
      Set<Integer> next = new LinkedHashSet<>();
      Set<String> services = new LinkedHashSet<>();
      for (int step = 0; step < plan.steps().size(); step++) {
        Plan.Step candidate = plan.steps().get(step);
        if (!reached.contains(step) && candidate.needs().stream().anyMatch(ring::contains)) {
          next.add(step);
          String service = service(candidate.operation());
          if (!service.isEmpty() && known.add(service)) {
            services.add(service);
          }
        }
      }
      reached.addAll(next);
      ring = next;
      if (!services.isEmpty()) {
        chain.add(services);
      }
    }
    return chain.isEmpty()
        ? List.of()
        : List.of(
            "not started, since they wait for it: "
                + chain.stream()
                    .map(services -> String.join(", ", services))
                    .collect(Collectors.joining("; and for those: ")));
  }

  private static String service(Operation operation) {
    if (operation instanceof Operation.CreateContainer create) {
      return create.service().name();
    } else if (operation instanceof Operation.StartContainer start) {
      return start.service();
    } else if (operation instanceof Operation.AwaitReady await) {
      return await.service();
    }
    return operation instanceof Operation.ProvideImage image ? image.service() : "";
  }
}

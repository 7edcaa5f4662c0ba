package orch.plan;

import java.util.LinkedHashSet;
import java.util.Set;
import orch.model.Identity;
import orch.model.OrchException;
import orch.model.Service;
import orch.model.Stack;

/**
 * What a start is planned from, and the plan that it becomes.
 *
 * @param stack what is wanted
 * @param identity whose it is
 * @param observed what the engine holds
 * @param plan receives the steps
 */
record Planning(Stack stack, Identity identity, Observed observed, Plan.Builder plan) {
  /** The mistake that a service names something external that is not there. */
  static OrchException.BadInput missingExternal(Service service, String what, String name) {
    return new OrchException.BadInput(
        service
            .origin()
            .at(
                "service '"
                    + service.name()
                    + "' uses the external "
                    + what
                    + " '"
                    + name
                    + "', which the engine does not have"));
  }

  /** These steps and one more. */
  static Set<Integer> with(Set<Integer> steps, int step) {
    Set<Integer> all = new LinkedHashSet<>(steps);
    all.add(step);
    return all;
  }
}

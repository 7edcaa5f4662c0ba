package orch.facade;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import orch.engine.Engine;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Stack;
import orch.plan.Observed;
import orch.plan.Scope;

/** The look at a stack when all of its waits are over. */
final class LastLook {
  private final Engine engine;

  LastLook(Engine engine) {
    this.engine = engine;
  }

  /**
   * A service can end right after it became ready, or while others were waited for: one last look
   * at all of them.
   */
  void stillWell(Stack stack, Identity identity, Set<String> services) {
    for (Observed.Container container : engine.observe(Scope.of(identity)).containers()) {
      String name = container.label(Labels.SERVICE);
      if (!services.contains(name) || container.running() || stack.isOneShot(stack.service(name))) {
        continue;
      }
      List<String> evidence = new ArrayList<>();
      evidence.add(
          "container "
              + container.name()
              + ": "
              + container.status().toLowerCase(java.util.Locale.ROOT));
      engine.logs(
          container.id(),
          new Engine.LogQuery(false, 10, 0, false),
          line -> evidence.add("  " + line.text()));
      throw new OrchException.Failed(
          "service '" + name + "' was ready and does not run any more",
          evidence,
          Next.verb("logs", name));
    }
  }
}

package orch.facade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import orch.engine.Engine;
import orch.engine.read.Inventory;
import orch.health.ContainerState.Health;
import orch.model.Identity;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Stack;
import orch.model.UsedContainer;

/** Looks at containers that a stack uses and does not own. */
final class UsedContainers {
  private final Engine engine;

  UsedContainers(Engine engine) {
    this.engine = engine;
  }

  /**
   * Checks that all of them are there, run, and are healthy where the stack wants that.
   *
   * @param identity whose things the stack's own are
   * @throws OrchException.BadInput where one does not exist, or is the stack's own
   * @throws OrchException.Failed where one is not well
   */
  void check(Stack stack, Identity identity) {
    for (UsedContainer used : stack.uses()) {
      Inventory.Inspected found =
          engine.inspect(used.name()).orElseThrow(() -> missing(stack, used));
      if (identity.owns(found.container().labels())) {
        throw new OrchException.BadInput(
            used.origin()
                .at(
                    "container '"
                        + used.name()
                        + "' is of stack '"
                        + stack.name()
                        + "' itself; uses is for containers of others"));
      }
      Optional<String> wrong = wrong(used, found);
      if (wrong.isPresent()) {
        throw new OrchException.Failed(
            used.origin().at(title(stack, used) + " " + wrong.get()), found.condition(), null);
      }
    }
  }

  /**
   * Checks once more, after the start.
   *
   * @throws OrchException.Failed where one is not well any more
   */
  void checkAgain(Stack stack) {
    List<String> lines = notWell(stack);
    if (!lines.isEmpty()) {
      throw new OrchException.Failed(
          lines.get(0) + " any more",
          lines.subList(1, lines.size()).stream().map(String::strip).toList(),
          null);
    }
  }

  /** A line, with its evidence below, for each that is not well now. */
  List<String> notWell(Stack stack) {
    List<String> lines = new ArrayList<>();
    for (UsedContainer used : stack.uses()) {
      Optional<Inventory.Inspected> found = engine.inspect(used.name());
      Optional<String> wrong = found.isEmpty() ? Optional.of("is gone") : wrong(used, found.get());
      if (wrong.isPresent()) {
        lines.add(title(stack, used) + " " + wrong.get());
        found.ifPresent(f -> f.condition().forEach(line -> lines.add("  " + line)));
      }
    }
    return lines;
  }

  private static String title(Stack stack, UsedContainer used) {
    return "container '" + used.name() + "', which stack '" + stack.name() + "' uses,";
  }

  private static Optional<String> wrong(UsedContainer used, Inventory.Inspected found) {
    Inventory.Container container = found.container();
    if (!container.running()) {
      return Optional.of("does not run");
    } else if (!used.healthy() || container.health() == Health.HEALTHY) {
      return Optional.empty();
    }
    return Optional.of(
        switch (container.health()) {
          case NONE -> "has no health check, so that nothing tells whether it is healthy";
          case STARTING -> "is not healthy yet";
          default -> "is not healthy";
        });
  }

  private OrchException.BadInput missing(Stack stack, UsedContainer used) {
    List<String> names =
        engine.inventory().containers().stream()
            .map(Inventory.Container::name)
            .sorted()
            .collect(Collectors.toList());
    return new OrchException.BadInput(
        used.origin()
            .at(
                title(stack, used)
                    + " does not exist on the engine"
                    + Names.didYouMean(used.name(), names)),
        List.of("orch neither makes nor starts what a stack only uses"),
        Next.verb("status"));
  }
}

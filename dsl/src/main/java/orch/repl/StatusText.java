package orch.repl;

import java.util.List;
import java.util.Optional;
import orch.health.StackStatus;
import orch.health.StackStatus.Health;
import orch.health.StackStatus.ServiceStatus;

/** The line at the bottom: engine, stack, how well it is, what is starting. */
final class StatusText {
  /** So many names are told; of more there is a number. */
  private static final int NAMED = 4;

  private StatusText() {}

  /**
   * The line.
   *
   * @param stack the one that is worked on, a copy with its run; empty: the only one, or the number
   *     of all
   */
  static String of(Live.Seen seen, Optional<String> stack) {
    StringBuilder text = new StringBuilder(" ").append(seen.engine());
    List<StackStatus> stacks = seen.stacks();
    Optional<StackStatus> shown =
        stacks.stream()
            .filter(s -> stack.isPresent() && s.prefix().equals(stack.get()))
            .findFirst()
            .or(
                () ->
                    stack.isEmpty() && stacks.size() == 1
                        ? Optional.of(stacks.get(0))
                        : Optional.empty());
    if (shown.isPresent()) {
      one(text, shown.get());
    } else if (stack.isPresent()) {
      text.append(" | ").append(stack.get()).append(" | not started");
    } else if (!stacks.isEmpty()) {
      long well = stacks.stream().filter(StackStatus::healthy).count();
      text.append(" | ").append(well).append('/').append(stacks.size()).append(" stacks healthy");
    }
    return text.toString();
  }

  private static void one(StringBuilder text, StackStatus stack) {
    long well = stack.services().stream().filter(ServiceStatus::well).count();
    text.append(" | ").append(stack.prefix()).append(" | ");
    text.append(well).append('/').append(stack.services().size()).append(" healthy");
    named(text, "starting", stack, s -> s.health() == Health.STARTING);
    named(text, "not started", stack, StatusText::waits);
    named(text, "not well", stack, s -> !s.well() && s.health() != Health.STARTING && !waits(s));
  }

  /** It was never started, as yet: that is nothing bad where it waits for others. */
  private static boolean waits(ServiceStatus service) {
    return service.state().equals("created") || service.containers().isEmpty();
  }

  private static void named(
      StringBuilder text,
      String what,
      StackStatus stack,
      java.util.function.Predicate<ServiceStatus> which) {
    List<String> names = stack.services().stream().filter(which).map(ServiceStatus::name).toList();
    if (!names.isEmpty()) {
      text.append(" | ").append(what).append(": ");
      text.append(String.join(", ", names.subList(0, Math.min(NAMED, names.size()))));
      text.append(names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
  }
}

package orch.check;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import orch.model.Names;
import orch.model.OrchException;
import orch.model.Stack;

/** All checks. */
public final class Checks {
  /** In the order in which they run when all are asked for: those that harm nothing first. */
  public static final List<Check> ALL =
      List.of(
          new ImageSize(),
          new Memory(),
          new IdleCpu(),
          new NetworkIsolation(),
          new Build(),
          new Startup(),
          new Volumes(),
          new Persistence(),
          new SharedStorage(),
          new MessageBus(),
          new Logs(),
          new RestartAfterKill(),
          new LoadBalancing(),
          new RunAndStop(),
          new Cleanup());

  private Checks() {}

  /** Their names. */
  public static List<String> names() {
    return ALL.stream().map(Check::name).toList();
  }

  /**
   * The check of that name.
   *
   * @throws OrchException.BadInput naming the nearest known one
   */
  public static Check named(String name) {
    return ALL.stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new OrchException.BadInput(
                    "there is no check '" + name + "'" + Names.didYouMean(name, names()),
                    List.of("there are: " + String.join(", ", names())),
                    null));
  }

  /**
   * Looks whether a check can be made with these arguments on this stack.
   *
   * @throws OrchException.BadInput when an argument is wrong
   */
  public static void verify(Check check, Arguments arguments, Stack stack) {
    arguments.allowOnly(new LinkedHashSet<>(check.arguments().keySet()));
    arguments.verify(stack);
  }

  /**
   * Runs one, {@link #verify verified} before.
   *
   * @param subject asked for when it begins: making a copy may fail, and that is a result
   * @param nonce see {@link Protocol#nonce}
   */
  public static CheckResult run(
      Check check,
      Arguments arguments,
      String stack,
      Supplier<Subject> subject,
      String nonce,
      Clock clock) {
    Protocol protocol = new Protocol(nonce);
    return protocol.record(
        stack, check.name(), () -> check.run(subject.get(), arguments, protocol), clock);
  }
}

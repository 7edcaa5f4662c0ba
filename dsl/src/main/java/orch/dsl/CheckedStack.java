package orch.dsl;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import orch.check.Subject;
import orch.engine.Engine;
import orch.facade.Orchestrator;
import orch.health.StackStatus;
import orch.model.Identity;
import orch.model.Stack;
import orch.plan.Observed;

/** A stack of a session as checks work on it. */
final class CheckedStack implements Subject {
  private final Session session;
  private final StackHandle handle;
  private final Stack stack;
  private final boolean ownCopy;

  /**
   * For this stack.
   *
   * @param ownCopy whether nobody misses what is in it
   */
  CheckedStack(Session session, StackHandle handle, Stack stack, boolean ownCopy) {
    this.session = session;
    this.handle = handle;
    this.stack = stack;
    this.ownCopy = ownCopy;
  }

  private Orchestrator orchestrator() {
    return session.orchestrator();
  }

  @Override
  public Stack stack() {
    return stack;
  }

  @Override
  public Identity identity() {
    return orchestrator().identity(stack.name(), handle.environment());
  }

  @Override
  public Engine engine() {
    return orchestrator().engine();
  }

  @Override
  public void start() {
    if (ownCopy) {
      session.proof().beforeDedicated();
    }
    orchestrator().start(stack, handle.environment(), List.of(), true, within());
  }

  @Override
  public void stop() {
    orchestrator().stop(identity(), List.of(), false, true);
  }

  @Override
  public void restart() {
    orchestrator().restart(identity(), List.of(), true, within());
  }

  @Override
  public void discard() {
    orchestrator().stop(identity(), List.of(), ownCopy, !ownCopy);
  }

  @Override
  public boolean ownCopy() {
    return ownCopy;
  }

  @Override
  public Subject lean() {
    return new CheckedStack(session, session.stacks().copyOf(handle), Lean.of(stack), true);
  }

  @Override
  public StackStatus status() {
    return orchestrator().status(Optional.of(stack.name()), true).stream()
        .filter(s -> s.run().equals(handle.environment().run()))
        .findFirst()
        .orElse(
            new StackStatus(
                stack.name(),
                handle.environment().kind(),
                handle.environment().run(),
                "",
                List.of()));
  }

  @Override
  public Duration within() {
    return session.within(handle.within());
  }

  @Override
  public List<Observed.Container> containers() {
    return orchestrator().containers(identity(), List.of()).stream()
        .sorted(Comparator.comparing(Observed.Container::name))
        .toList();
  }
}

package orch.dsl;

import java.util.List;
import java.util.Optional;
import orch.facade.Orchestrator;
import orch.facade.Untouched;
import orch.model.OrchException;

/**
 * Proves around a session that what is not ours was left alone: from its first dedicated copy on,
 * or from its beginning where that was asked for. Used by one thread at a time.
 */
final class Proof {
  private final Session session;
  private Optional<Untouched> running = Optional.empty();
  private volatile Optional<OrchException> harm = Optional.empty();

  Proof(Session session) {
    this.session = session;
  }

  /** Begins where every script is to be proven. */
  void beforeScript() {
    if (session.settings().proveUntouched().orElse(false)) {
      begin();
    }
  }

  /** Begins unless that is forbidden, or done already. */
  void beforeDedicated() {
    if (session.settings().proveUntouched().orElse(true)) {
      begin();
    }
  }

  private void begin() {
    if (running.isEmpty()) {
      running = Optional.of(session.orchestrator().untouched());
    }
  }

  /** Ends, after everything that the session removes is gone. Throws nothing. */
  void end(Orchestrator orchestrator, List<StackHandle> stacks) {
    try {
      List<String> used =
          stacks.stream()
              .filter(StackHandle::isDedicated)
              .flatMap(handle -> usedNotWell(orchestrator, handle).stream())
              .toList();
      boolean verbose = session.settings().verbose();
      harm =
          running.isPresent()
              ? running.get().end(verbose, used).map(OrchException.class::cast)
              : Untouched.harmed(List.of(), used).map(OrchException.class::cast);
    } catch (OrchException e) {
      // that others were left alone could not be shown: that is a failure as well
      harm = Optional.of(e);
    } finally {
      running.ifPresent(Untouched::close);
    }
  }

  private static List<String> usedNotWell(Orchestrator orchestrator, StackHandle handle) {
    return handle
        .described()
        .map(stack -> orchestrator.usedNotWell(stack, handle.environment()))
        .orElse(List.of());
  }

  /** The error, once: a signal may end the session while its script fails. */
  synchronized Optional<OrchException> harm() {
    Optional<OrchException> told = harm;
    harm = Optional.empty();
    return told;
  }
}

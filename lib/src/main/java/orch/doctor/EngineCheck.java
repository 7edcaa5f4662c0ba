package orch.doctor;

import java.util.List;
import java.util.Set;
import orch.engine.EngineInfo;
import orch.health.Finding;
import orch.model.Next;
import orch.model.OrchException;

/** The engine that was found, or why there is none. */
final class EngineCheck implements Check {
  static final String NAME = "engine";

  /** Steps that ask what is wrong, which is what this answers. */
  private static final Set<Next> ASKING = Set.of(Next.verb("version"), Next.verb("doctor"));

  private final EngineInfo info;

  EngineCheck(EngineInfo info) {
    this.info = info;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    return List.of(
        Finding.ok(
            NAME,
            "engine "
                + info.version()
                + " answers at "
                + info.address()
                + " (chosen by "
                + info.address().found()
                + ")"));
  }

  /** The finding where none could be used. */
  static Finding missing(OrchException failure) {
    String evidence =
        failure.getMessage()
            + (failure.evidence().isEmpty() ? "" : ": " + String.join("; ", failure.evidence()));
    return failure
        .next()
        .filter(next -> !ASKING.contains(next))
        .map(next -> Finding.error(NAME, evidence, next))
        .orElse(
            Finding.error(
                NAME,
                evidence,
                "start the engine there, or name another with --engine URL or ORCH_ENGINE; with"
                    + " neither set, orch start sets one up (Debian or Ubuntu, as root)"));
  }
}

package orch.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import orch.engine.EngineMachine;
import orch.health.Finding;

/** Whether the engine's clock and this machine's tell the same time. */
final class ClockCheck implements Check {
  /** Log lines and ages begin to look wrong. */
  static final Duration SOME = Duration.ofSeconds(2);

  /** Certificates, tokens and waits that compare times fail. */
  static final Duration MUCH = Duration.ofSeconds(30);

  private static final String NAME = "clock";

  private final EngineMachine engine;

  ClockCheck(EngineMachine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    if (engine.time().isEmpty()) {
      return List.of();
    }
    Duration drift = drift(engine.time().get());
    String seconds = String.format(Locale.ROOT, "%.1f s", Math.abs(drift.toMillis()) / 1000.0);
    if (drift.abs().compareTo(SOME) <= 0) {
      return List.of(
          Finding.ok(NAME, "the engine's clock and this machine's are less than 2 s apart"));
    }
    String evidence =
        "the engine's clock is "
            + seconds
            + (drift.isNegative() ? " behind" : " ahead of")
            + " this machine's";
    String remedy =
        "set both clocks by a time server (timedatectl set-ntp true); a virtual machine that slept"
            + " must be started again";
    return List.of(
        drift.abs().compareTo(MUCH) > 0
            ? Finding.error(NAME, evidence, remedy)
            : Finding.warning(NAME, evidence, remedy));
  }

  /**
   * The engine looked at its clock at some moment of the request: only what lies outside of it is
   * drift.
   */
  private Duration drift(Instant time) {
    if (time.isBefore(engine.asked())) {
      return Duration.between(engine.asked(), time);
    }
    return time.isAfter(engine.answered())
        ? Duration.between(engine.answered(), time)
        : Duration.ZERO;
  }
}

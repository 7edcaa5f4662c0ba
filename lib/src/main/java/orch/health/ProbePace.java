package orch.health;

import java.time.Duration;
import java.util.Optional;

/**
 * How soon after its start a container is asked by a command run inside it. Such a check costs the
 * engine tens of milliseconds of processor time, so with many containers starting at once, asking
 * early and often makes the start slower (measured: 50 services on 2 processors lost 3 s at 100
 * ms). Checks over HTTP and TCP from outside cost next to nothing and are not held back.
 *
 * @param first how long after now a command inside is tried first by us
 * @param engineFirst how long after its start the engine itself tries it, where that is sooner than
 *     the check's own interval
 */
public record ProbePace(Duration first, Optional<Duration> engineFirst) {
  /** Without holding anything back. */
  public static final ProbePace NOW = new ProbePace(Duration.ZERO, Optional.empty());

  private static final Duration LEAST = Duration.ofMillis(100);

  /** Processor time of one check inside a container, measured on engines 20.10 and 26.1. */
  private static final int COST_MILLIS = 40;

  /**
   * The distance of the engine's own checks while containers start: 100 ms, or more where that many
   * checks would take all of the processors.
   *
   * @param starting containers that start at the same time
   * @param processors of the engine's machine
   */
  public static Duration startInterval(int starting, int processors) {
    Duration scaled = firstProbe(starting, processors);
    return scaled.compareTo(LEAST) < 0 ? LEAST : scaled;
  }

  /**
   * How long after its start a container is asked first by us: 40 ms for each that starts now,
   * itself among them, shared by the processors. The last one of many is asked as soon as a single
   * one.
   */
  public static Duration firstProbe(int starting, int processors) {
    return Duration.ofMillis((long) COST_MILLIS * starting / Math.max(1, processors));
  }
}

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
 * @param engineFirst how long after its start the engine itself tries it, where that is not the
 *     check's own interval
 */
public record ProbePace(Duration first, Optional<Duration> engineFirst) {
  /** Without holding anything back. */
  public static final ProbePace NOW = new ProbePace(Duration.ZERO, Optional.empty());

  private static final Duration LEAST = Duration.ofMillis(100);

  /** Processor time of one check inside a container, measured on engines 20.10 and 26.1. */
  private static final int COST_MILLIS = 40;

  /** Starting a container takes the engine as much processor time as this many checks, or more. */
  static final int CHECKS_IN_A_START = 4;

  /**
   * The distance of the engine's own checks while containers start, where it should be another than
   * the regular one: 100 ms, or more where that many checks would take all of the processors. Where
   * starting all takes longer than the regular distance, it is twice that long: those that run
   * already would be asked again and again while the others start, and each of them is asked once
   * by us (50 services on 2 processors, a check each second: a fifth of the whole start).
   *
   * @param starting containers that start at the same time
   * @param processors of the engine's machine
   * @param regular distance of the checks later on
   */
  public static Optional<Duration> startInterval(int starting, int processors, Duration regular) {
    Duration scaled = firstProbe(starting, processors);
    Duration all = scaled.multipliedBy(CHECKS_IN_A_START);
    if (all.compareTo(regular) > 0) {
      return Optional.of(all.multipliedBy(2));
    }
    return Optional.of(scaled.compareTo(LEAST) < 0 ? LEAST : scaled)
        .filter(interval -> interval.compareTo(regular) < 0);
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

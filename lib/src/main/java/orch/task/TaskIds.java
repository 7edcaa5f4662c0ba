package orch.task;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Names for tasks: ten letters and digits that sort as they were made, to the millisecond across
 * machines and strictly within a process. Safe for use by several threads.
 */
final class TaskIds {
  /** Without letters that look like digits or like each other. */
  private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";

  /** 2025-01-01, so that eight letters reach until 2059. */
  private static final long BEGIN = 1_735_689_600_000L;

  private final Clock clock;
  private final RandomGenerator random;
  private long last;

  TaskIds(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  synchronized String next() {
    last = Math.max(last + 1, clock.millis() - BEGIN);
    StringBuilder id = new StringBuilder();
    for (int shift = 35; shift >= 0; shift -= 5) {
      id.append(LETTERS.charAt((int) (last >> shift & 31)));
    }
    return id.append(LETTERS.charAt(random.nextInt(32)))
        .append(LETTERS.charAt(random.nextInt(32)))
        .toString();
  }
}

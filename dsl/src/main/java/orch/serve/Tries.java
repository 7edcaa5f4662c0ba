package orch.serve;

import java.time.Duration;
import java.time.Instant;

/**
 * How often something was tried in a row, and when its turn comes again: at once the first time,
 * then after a second, each further time after twice as long.
 *
 * @param count how often it was tried since it was last well for long
 * @param notBefore when it may be tried again
 * @param last when it was last tried
 */
record Tries(int count, Instant notBefore, Instant last) {
  /** Never tried. */
  static final Tries NONE = new Tries(0, Instant.MIN, Instant.MIN);

  /** The longest wait between two tries. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  /** What was well for so long since the last try begins anew. */
  static final Duration CALM = Duration.ofMinutes(1);

  /** Tried once more, now. */
  Tries again(Instant now) {
    return new Tries(count + 1, now.plus(pause(count + 1)), now);
  }

  /** The wait behind a try, counted from 1. */
  private static Duration pause(int tried) {
    Duration pause = Duration.ofSeconds(1L << Math.min(tried - 1, 10));
    return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
  }

  /** Whether its turn has come. */
  boolean mayBegin(Instant now) {
    return !now.isBefore(notBefore);
  }

  /** Whether it is over, for something that is well now. */
  boolean isOver(Instant now) {
    return count == 0 || last.plus(CALM).isBefore(now);
  }
}

package orch.report.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A container in the table.
 *
 * @param name on the engine
 * @param phase how far it is
 * @param word what happens to it: {@code creating}, {@code ready}
 * @param begin when the first thing was done about it
 * @param since when this word began to be true
 * @param detail why, or how far: the last answer of a probe, bytes of an image; may be empty
 * @param waitsFor the others that must be ready before it is started; may be empty
 * @param open operations on it that are to come or under way
 */
record Row(
    String name,
    Phase phase,
    String word,
    Instant begin,
    Instant since,
    String detail,
    String waitsFor,
    int open) {
  /** Words of a container that has not been started. */
  private static final Set<String> NOT_STARTED = Set.of("waits", "has image", "created");

  /** How far it is. */
  enum Phase {
    /** Nothing is done about it at the moment. */
    WAITS,
    /** Something is. */
    WORKS,
    /** All is done. */
    DONE,
    /** Something failed. */
    FAILED,
    /** Something else failed before all was done. */
    GIVEN_UP
  }

  static Row planned(String name, String waitsFor, Instant now) {
    return new Row(name, Phase.WAITS, "waits", now, now, waitsFor, waitsFor, 0);
  }

  /** With one more operation to come. */
  Row awaiting() {
    return new Row(name, phase, word, begin, since, detail, waitsFor, open + 1);
  }

  /** Something begins; a word that goes on being true keeps its time. */
  Row works(String doing, String why, Instant now) {
    boolean first = phase == Phase.WAITS && word.equals("waits");
    return new Row(name, Phase.WORKS, doing, first ? now : begin, now, why, waitsFor, open);
  }

  Row detailed(String why) {
    return new Row(name, phase, word, begin, since, why, waitsFor, open);
  }

  /** An operation is over. */
  Row done(String state, Instant now) {
    boolean last = open <= 1;
    Phase next = last ? Phase.DONE : Phase.WAITS;
    return new Row(name, next, state, begin, now, last ? "" : waitsFor, waitsFor, open - 1);
  }

  Row failed(String problem, Instant now) {
    return new Row(name, Phase.FAILED, "failed", begin, now, problem, waitsFor, open);
  }

  /** What was not done by the end of its plan will not be. */
  Row ended(Instant now) {
    return switch (phase) {
      case WAITS ->
          new Row(
              name,
              Phase.GIVEN_UP,
              NOT_STARTED.contains(word) ? "not started" : word,
              begin,
              now,
              detail,
              waitsFor,
              open);
      case WORKS -> new Row(name, Phase.GIVEN_UP, "given up", begin, now, detail, waitsFor, open);
      default -> this;
    };
  }

  boolean isOver() {
    return phase != Phase.WAITS && phase != Phase.WORKS;
  }

  /** While it works, since when; afterwards, how long all of it took. */
  Duration time(Instant now) {
    return isOver() ? Duration.between(begin, since) : Duration.between(since, now);
  }
}

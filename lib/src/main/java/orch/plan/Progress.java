package orch.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import orch.model.Next;
import orch.model.OrchException;

/** What happens while a plan is carried out, for those who show it. */
public sealed interface Progress {
  /** A plan begins; others may be under way at the same time. */
  record Planned(Plan plan) implements Progress {}

  /** A plan is over, done or not. */
  record Finished(Plan plan) implements Progress {}

  /** An operation begins. */
  record Started(Operation operation) implements Progress {}

  /** An operation is done. */
  record Done(Operation operation, Duration took) implements Progress {}

  /** An operation failed; the error itself is thrown. */
  record Failed(Operation operation, String problem) implements Progress {}

  /** News within a long operation: a build's step, another way to an image; or news of none. */
  record Note(String subject, String text) implements Progress {}

  /**
   * What a wait sees: told when it changes, and every few seconds while it does not.
   *
   * @param operation the wait
   * @param state the container's: {@code created}, {@code running}, {@code ended}, {@code gone}
   * @param answer what was last found, in a few words: {@code GET /health: 503}
   * @param tries probes of our own so far
   * @param waited since the wait began
   */
  record Waiting(
      Operation.AwaitReady operation, String state, String answer, int tries, Duration waited)
      implements Progress {}

  /**
   * More of an image is here.
   *
   * @param operation for which it is pulled
   * @param image its reference
   * @param bytes of all layers, as far as they are known
   * @param total likewise; it grows while layers become known
   */
  record Pulled(Operation.ProvideImage operation, String image, long bytes, long total)
      implements Progress {}

  /** The last lines that a container has printed whose wait failed. */
  record Output(Operation.AwaitReady operation, List<String> lines) implements Progress {
    /** Copies the lines. */
    public Output {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The command is over; the last that is told.
   *
   * @param exitCode of the process; 130 for any signal
   * @param error what it failed with, where it failed
   * @param next what to type next, as it fits where it will be typed
   */
  record Ended(int exitCode, Optional<OrchException> error, Optional<Next> next)
      implements Progress {}

  /** Receives progress, from several threads at once. */
  interface Listener {
    /** Must return soon and not throw. */
    void on(Progress progress);

    /** Tells each of these, in this order. */
    static Listener toAll(List<? extends Listener> listeners) {
      List<Listener> all = List.copyOf(listeners);
      return all.size() == 1 ? all.get(0) : progress -> all.forEach(one -> one.on(progress));
    }
  }
}

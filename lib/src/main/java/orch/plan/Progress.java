package orch.plan;

import java.time.Duration;

/** What happens while a plan is carried out, for those who show it. */
public sealed interface Progress {
  /** An operation begins. */
  record Started(Operation operation) implements Progress {}

  /** An operation is done. */
  record Done(Operation operation, Duration took) implements Progress {}

  /** An operation failed; the error itself is thrown. */
  record Failed(Operation operation, String problem) implements Progress {}

  /** News within a long operation: bytes of a pull, a build's step, what is waited for. */
  record Note(String subject, String text) implements Progress {}

  /** Receives progress, from several threads at once. */
  interface Listener {
    /** Must return soon and not throw. */
    void on(Progress progress);
  }
}

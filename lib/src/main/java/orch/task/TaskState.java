package orch.task;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where a task stands. Which state may follow which is this table, and nothing else. */
public enum TaskState {
  /** Kept, and waiting for its turn. */
  QUEUED,
  /** Its image is got and its container made; nothing of it has run. */
  PULLING,
  /** Its container is there and is about to be started, or just was. */
  STARTING,
  /** Its container runs, as far as is known. */
  RUNNING,
  /** It ended with exit code 0. */
  SUCCEEDED,
  /** It ended with another exit code, or could not be started. */
  FAILED,
  /** It was asked to stop and has stopped, or it never began. */
  CANCELLED,
  /** Its container was removed by force. */
  KILLED,
  /** It took longer than it may and was stopped. */
  TIMED_OUT,
  /** Nobody can tell how it ended. */
  LOST;

  /** The states that may follow. Those that lead back to the queue say in the history why. */
  public Set<TaskState> next() {
    return switch (this) {
      case QUEUED -> EnumSet.of(PULLING, CANCELLED, KILLED);
      case PULLING -> EnumSet.of(QUEUED, STARTING, FAILED, CANCELLED, KILLED, TIMED_OUT, LOST);
      case STARTING -> EnumSet.of(RUNNING, FAILED, CANCELLED, KILLED, TIMED_OUT, LOST);
      case RUNNING -> EnumSet.of(SUCCEEDED, FAILED, CANCELLED, KILLED, TIMED_OUT, LOST);
      // tried again, because its retries or a person say so
      case SUCCEEDED, FAILED, CANCELLED, KILLED, TIMED_OUT, LOST -> EnumSet.of(QUEUED);
    };
  }

  /** Whether it has ended; only a person or its retries make it begin again. */
  public boolean isFinal() {
    return ordinal() >= SUCCEEDED.ordinal();
  }

  /** Whether somebody is at work on it. */
  public boolean isActive() {
    return this == PULLING || this == STARTING || this == RUNNING;
  }

  /** As users read and type it: {@code timed-out}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As users read it: scripts print states. */
  @Override
  public String toString() {
    return word();
  }

  /** The state of that word, if there is one. */
  public static Optional<TaskState> of(String word) {
    return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
  }
}

package orch.task;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orch.engine.TaskContainers;
import orch.model.OrchException;

/**
 * How a container that runs is made to end: asked by its stop signal and forced after its grace
 * time, or forced at once. Used by the thread of its attempt, and by the one that asks.
 */
final class Ending {
  /** Exit codes above tell of signals. */
  private static final int FIRST_SIGNAL = 128;

  private final TaskContainers containers;
  private final TaskSpec spec;
  private final CountDownLatch over = new CountDownLatch(1);
  private TaskState asked;
  private String why = "";
  private String outcome;
  private boolean forced;
  private String running;

  Ending(TaskContainers containers, TaskSpec spec) {
    this.containers = containers;
    this.spec = spec;
  }

  /** Asks for it; only force goes over what was asked for before. */
  synchronized void ask(TaskState how, String reason) {
    if (asked == null || how == TaskState.KILLED && asked != TaskState.KILLED) {
      asked = how;
      why = reason;
      if (running != null) {
        begin();
      }
    }
  }

  /** The container runs from now on. */
  synchronized void runs(String id) {
    boolean first = running == null;
    running = id;
    if (first && asked != null) {
      begin();
    }
  }

  /** The container has ended, and what was to be done about it is done. */
  void over() {
    over.countDown();
  }

  /** The state that was asked for. */
  synchronized Optional<TaskState> asked() {
    return Optional.ofNullable(asked);
  }

  synchronized String why() {
    return why;
  }

  /** What was done to the container, if anything was before it ended by itself. */
  synchronized Optional<String> outcome(int exitCode) {
    // a process that heeds the signal may end as it likes
    return exitCode > FIRST_SIGNAL || forced
        ? Optional.ofNullable(outcome)
        : Optional.ofNullable(outcome)
            .map(
                text ->
                    text.replaceFirst("stopped by (\\w+)$", "exit code " + exitCode + " after $1"));
  }

  private void begin() {
    Thread thread = new Thread(asked == TaskState.KILLED ? this::force : this::stop, "task-end");
    thread.setDaemon(true);
    thread.start();
  }

  private void force() {
    send("KILL", true, "killed");
  }

  private void stop() {
    String signal = spec.stopSignal().replaceFirst("^SIG", "");
    Duration grace = spec.grace();
    if (!send(signal, false, "stopped by SIG" + signal)) {
      return;
    }
    try {
      if (!over.await(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        String seconds = (grace.toMillis() / 1000.0) + " s";
        send("KILL", true, "it ignored SIG" + signal + " for " + seconds + ", so it was killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Under the lock: an end that is being looked at is either by itself or by this. */
  private synchronized boolean send(String signal, boolean force, String text) {
    try {
      boolean ran = containers.signal(running, signal);
      outcome = ran ? why + ": " + text : outcome;
      forced |= ran && force;
      return ran;
    } catch (IOException | OrchException e) {
      // the engine is away: whoever finds the task later finds the wish as well
      return false;
    }
  }
}

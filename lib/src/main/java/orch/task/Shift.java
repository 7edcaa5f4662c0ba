package orch.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import orch.engine.TaskContainers;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.ProcessLock;

/**
 * The time that this process is at work on the queue, one process of a machine at a time: a lock
 * says whose it is, and goes with its holder. Safe for use by several threads.
 */
final class Shift implements AutoCloseable {
  private final TaskStore store;
  private final Supplier<TaskContainers> engine;
  private final Workplace place;
  private final TaskService.Successor successor;
  private final Clock clock;
  private volatile Worker worker;
  private volatile boolean closed;
  private volatile RuntimeException trouble;
  private Thread thread;

  /** Closes the store in the end. */
  Shift(
      TaskStore store,
      Supplier<TaskContainers> engine,
      Workplace place,
      TaskService.Successor successor,
      Clock clock) {
    this.store = store;
    this.engine = engine;
    this.place = place;
    this.successor = successor;
    this.clock = clock;
  }

  /** Whether there is anything to do for this machine. */
  boolean hasWork() {
    return store.hasWork(place.host(), place.engine());
  }

  /** Something may have changed. */
  void look() {
    Worker working = worker;
    if (working != null) {
      working.look();
    }
  }

  /** Throws what ended the work of this process, if anything has. */
  void check() {
    if (trouble != null) {
      throw trouble;
    }
  }

  /** Works on a thread of its own, or as soon as the process that is at work has died. */
  synchronized void begin() {
    if (thread == null || !thread.isAlive()) {
      trouble = null;
      thread = new Thread(this::keepWorking, "tasks");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void keepWorking() {
    try {
      while (!closed) {
        work();
        TimeUnit.MILLISECONDS.sleep(200);
      }
    } catch (RuntimeException e) {
      trouble = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Works until there is nothing to do; returns at once where another process is at work. */
  void work() {
    while (!closed && (hasWork() || Files.exists(unfinished()))) {
      Optional<ProcessLock> lock = ProcessLock.tryTake(lockFile());
      if (lock.isEmpty()) {
        return;
      }
      // whoever adds a task after the last look finds the lock free, and looks itself
      try {
        Worker working = new Worker(store, engine.get(), place, clock);
        worker = working;
        if (!Files.exists(unfinished())) {
          Files.createFile(unfinished());
        }
        if (working.run(() -> !closed)) {
          Files.deleteIfExists(unfinished());
        }
      } catch (IOException e) {
        throw new OrchException.Unavailable(
            "the engine broke off", List.of(String.valueOf(e.getMessage())), Next.verb("doctor"));
      } finally {
        worker = null;
        lock.get().close();
      }
    }
  }

  /** Has another process work, unless one does or nothing is to be done. */
  void handOver() {
    if ((hasWork() || Files.exists(unfinished())) && isIdle()) {
      successor.takeOver();
    }
  }

  private boolean isIdle() {
    Optional<ProcessLock> lock = ProcessLock.tryTake(lockFile());
    lock.ifPresent(ProcessLock::close);
    return lock.isPresent();
  }

  private Path lockFile() {
    return file(".lock");
  }

  /**
   * There from the beginning of a shift until nothing is left of it on the engine: one that was
   * killed behind the end of its last task has left a container, and no task says so.
   */
  private Path unfinished() {
    return file(".unfinished");
  }

  private Path file(String kind) {
    String of = Integer.toHexString(place.engine().hashCode());
    return place.folder().resolve("worker-" + store.id() + "-" + of + kind);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Worker working = worker;
    look();
    Thread ending = thread;
    if (ending != null) {
      try {
        do {
          ending.join(5_000);
          // a task that has ended has its last command run
        } while (ending.isAlive() && working != null && working.isFinishing());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      handOver();
    } finally {
      store.close();
    }
  }
}

package orch.task;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import orch.engine.TaskContainers;
import orch.own.RecentTasks;

/**
 * Works off the queue: the one process of a machine that makes, follows and ends the containers of
 * a store on one engine. Whoever makes one holds the lock that says so.
 */
final class Worker {
  /** How long it may take until a wish is seen that another process has written. */
  private static final long TICK_MILLIS = 100;

  private static final Duration KEEP_EVERY = Duration.ofSeconds(10);

  private final TaskStore store;
  private final TaskContainers containers;
  private final Workplace place;
  private final Clock clock;
  private final Recovery recovery;
  private final Map<String, Attempt> running = new ConcurrentHashMap<>();
  private final AtomicInteger ending = new AtomicInteger();
  private final Semaphore news = new Semaphore(0);
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "task");
            thread.setDaemon(true);
            return thread;
          });
  private Instant kept = Instant.EPOCH;
  private long limit = -1;
  private volatile RuntimeException trouble;

  Worker(TaskStore store, TaskContainers containers, Workplace place, Clock clock) {
    this.store = store;
    this.containers = containers;
    this.place = place;
    this.clock = clock;
    this.recovery = new Recovery(store, containers, place, this::endsLater);
  }

  /** Something may have changed: it looks at once. */
  void look() {
    news.release();
  }

  /**
   * Takes up what a dead orch has left, then works until there is nothing to do.
   *
   * @param goesOn asked again and again; false ends it early, with its containers left running
   * @return whether nothing is left, of tasks and of their containers
   */
  boolean run(BooleanSupplier goesOn) throws IOException {
    for (Task task : recovery.run(clock.instant())) {
      follow(task);
    }
    while (goesOn.getAsBoolean()
        && (!running.isEmpty() || store.hasWork(place.host(), place.engine()))) {
      if (trouble != null) {
        throw trouble;
      }
      keep();
      heed();
      take();
      pause();
    }
    while (isFinishing()) {
      pause();
    }
    boolean done = running.isEmpty() && !store.hasWork(place.host(), place.engine());
    if (done) {
      // what the engine made for an orch that died while it asked for it
      recovery.sweep(Set.of());
    }
    threads.shutdown();
    return done;
  }

  /** Whether some have ended whose last commands, or removals, are on their way. */
  boolean isFinishing() {
    return ending.get() > 0 || running.values().stream().anyMatch(Attempt::isFinishing);
  }

  /** What follows from an end may take a minute. */
  private void endsLater(Task task) {
    ending.incrementAndGet();
    threads.execute(
        () -> {
          ended(place, task);
          ending.decrementAndGet();
          look();
        });
  }

  private void follow(Task task) {
    Attempt attempt = new Attempt(store, containers, place, clock, task);
    running.put(task.id(), attempt);
    threads.execute(
        () -> {
          try {
            attempt.run();
          } catch (RuntimeException e) {
            // the store does not answer: what runs is found by whoever works on it next
            trouble = e;
          } finally {
            running.remove(task.id(), attempt);
            look();
          }
        });
  }

  private void keep() {
    Instant now = clock.instant();
    if (store.isShared() && kept.plus(KEEP_EVERY).isBefore(now)) {
      kept = now;
      store.keep(place.host(), JdbcTaskStore.LEASE);
      recovery.abandoned(now);
    }
  }

  /** Does what others wish for, and ends what takes too long. */
  private void heed() {
    for (Task task : store.wishes(place.host())) {
      boolean kill = task.wish().orElseThrow() == Task.Wish.KILL;
      TaskState how = kill ? TaskState.KILLED : TaskState.CANCELLED;
      Attempt attempt = running.get(task.id());
      if (attempt != null) {
        attempt.end(how, kill ? "asked to kill it" : "asked to cancel it");
      } else if (task.state() == TaskState.QUEUED) {
        endQueued(store, task, how).ifPresent(this::endsLater);
      }
    }
    running.values().stream()
        .filter(Attempt::isLate)
        .forEach(attempt -> attempt.end(TaskState.TIMED_OUT, "it took longer than it may"));
  }

  /**
   * Ends a task of which nothing runs; empty where its turn came first, and then the wish stays.
   */
  static Optional<Task> endQueued(TaskStore store, Task task, TaskState how) {
    Task ended = task.in(how, task.result().because("it had not begun"));
    try {
      store.move(task, ended);
      return Optional.of(ended);
    } catch (TaskStore.Moved e) {
      return Optional.empty();
    }
  }

  /** A task has ended for good: whoever kept that tells those who want to know. */
  static void ended(Workplace place, Task task) {
    new RecentTasks(place.folder()).note(task.id(), task.about());
    FinishCommand.run(task);
  }

  private void take() {
    while (running.size() < place.atOnce()) {
      Optional<Task> taken = store.take(place.host(), place.engine(), freeMemory());
      if (taken.isEmpty()) {
        return;
      }
      follow(taken.get());
    }
  }

  /** A task that wants more than there is at all runs alone. */
  private long freeMemory() {
    long used = running.values().stream().mapToLong(one -> one.task().spec().memory()).sum();
    return running.isEmpty() ? Long.MAX_VALUE : used == 0 ? mostMemory() : mostMemory() - used;
  }

  private long mostMemory() {
    if (limit < 0) {
      try {
        limit = place.memory() > 0 ? place.memory() : containers.memory() / 5 * 4;
      } catch (IOException e) {
        return 0;
      }
    }
    return limit;
  }

  private void pause() {
    try {
      if (news.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        news.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package orch.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import orch.engine.TaskContainers;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.RecentTasks;

/**
 * Tasks, for all who have to do with them: submits, cancels, kills, lists, follows, and sees to it
 * that somebody works on them. Safe for use by several threads.
 */
public final class TaskService implements AutoCloseable {
  private static final long POLL_MILLIS = 40;

  private final TaskStore store;
  private final Supplier<TaskContainers> engine;
  private final Workplace place;
  private final Clock clock;
  private final TaskIds ids;
  private final RecentTasks recent;
  private final Shift shift;

  /** Has another process work on what this one leaves. */
  public interface Successor {
    /** Starts it; it comes to nothing where one is at work already. */
    void takeOver();
  }

  /**
   * Over a store, which it closes.
   *
   * @param engine asked for when it is first needed
   */
  public TaskService(
      TaskStore store,
      Supplier<TaskContainers> engine,
      Workplace place,
      Successor successor,
      Clock clock) {
    this.store = store;
    this.engine = engine;
    this.place = place;
    this.clock = clock;
    this.ids = new TaskIds(clock, new SecureRandom());
    this.recent = new RecentTasks(place.folder());
    this.shift = new Shift(store, engine, place, successor, clock);
  }

  /** An id for a task to come, for those who must note it down before they submit it. */
  public String reserve() {
    return ids.next();
  }

  /** The task of this very id, if there is one. */
  public Optional<Task> lookup(String id) {
    return store.find(id);
  }

  /** Keeps a task; it is in the queue when this returns. */
  public Task submit(TaskSpec spec) {
    return submit(reserve(), spec);
  }

  /** Keeps a task under an id that was reserved for it. */
  public Task submit(String id, TaskSpec spec) {
    Task task =
        new Task(
            id,
            spec,
            TaskState.QUEUED,
            0,
            0,
            Optional.empty(),
            false,
            clock.instant(),
            clock.instant(),
            "",
            store.isShared() ? "" : place.engine(),
            Task.Result.NONE);
    store.add(task);
    recent.note(task.id(), task.about());
    shift.look();
    return task;
  }

  /**
   * The task that a text means: an id, a beginning of just one, or a name, whose newest is meant.
   *
   * @throws OrchException.BadInput when it means none or several
   */
  public Task find(String text) {
    Optional<Task> exact = store.find(text);
    if (exact.isPresent()) {
      return exact.get();
    }
    List<String> like = text.isEmpty() ? List.of() : store.idsLike(text);
    if (like.size() == 1) {
      return store.find(like.get(0)).orElseThrow();
    } else if (like.size() > 1) {
      throw new OrchException.BadInput(
          "'" + text + "' is the beginning of several tasks: " + String.join(", ", like),
          List.of(),
          Next.verb("task", "list"));
    }
    List<Task> inSight = store.list(Set.of());
    return inSight.stream()
        .filter(task -> task.name().equals(text))
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                new OrchException.BadInput(
                    "there is no task '"
                        + text
                        + "'"
                        + Names.didYouMean(
                            text,
                            inSight.stream()
                                .flatMap(task -> Stream.of(task.name(), task.id()))
                                .toList()),
                    List.of(),
                    Next.verb("task", "list")));
  }

  /** Its history, oldest first. */
  public List<Transition> history(Task task) {
    return store.history(task.id());
  }

  /** The steps of all tasks from this moment on, in the order of their times. */
  public List<TaskStep> stepsSince(Instant moment) {
    return store.stepsSince(moment);
  }

  /** Tasks in sight, oldest first; only of these states, if any are named. */
  public List<Task> list(Set<TaskState> states) {
    return store.list(states);
  }

  /** Archived tasks, newest first. */
  public List<Task> archived(int most) {
    return store.archived(most);
  }

  /** Asks a task to stop; one in the queue has ended when this returns. See {@link #await}. */
  public Task cancel(Task task) {
    return wish(task, Task.Wish.CANCEL, TaskState.CANCELLED);
  }

  /** Has a task's container removed by force. See {@link #await}. */
  public Task kill(Task task) {
    return wish(task, Task.Wish.KILL, TaskState.KILLED);
  }

  private Task wish(Task task, Task.Wish wish, TaskState how) {
    if (task.state().isFinal()) {
      throw new OrchException.BadInput(
          "task " + task.id() + " has ended: " + task.state().word(),
          List.of(task.result().reason()),
          Next.verb("task", "show", task.id()));
    }
    store.wish(task.id(), wish);
    Task now = store.find(task.id()).orElseThrow();
    if (now.state() == TaskState.QUEUED) {
      Worker.endQueued(store, now, how).ifPresent(end -> Worker.ended(place, end));
    }
    shift.look();
    return store.find(task.id()).orElseThrow();
  }

  /**
   * Puts a task that has ended into the queue again, with all its retries.
   *
   * @throws OrchException.BadInput when it has not ended
   */
  public Task retry(Task task) {
    if (!task.state().isFinal()) {
      throw new OrchException.BadInput(
          "task " + task.id() + " has not ended: " + task.state().word(),
          List.of(),
          Next.verb("task", "wait", task.id()));
    }
    Task queued = task.queued(clock.instant(), 0, store.isShared() ? "" : place.engine());
    queued = queued.in(TaskState.QUEUED, queued.result().because("asked to try it again"));
    store.move(task, queued);
    recent.note(queued.id(), queued.about());
    return queued;
  }

  /** Puts out of sight what ended longer ago than this; how many that were. */
  public int archive(Duration older) {
    return outOfSight(store.archive(older));
  }

  private int outOfSight(int count) {
    List<Task> left = store.list(Set.of());
    Map<String, String> latest = new LinkedHashMap<>();
    for (int i = left.size() - 1; i >= 0; i--) {
      latest.put(left.get(i).id(), left.get(i).about());
    }
    recent.replace(latest);
    return count;
  }

  /** Puts these out of sight. */
  public int archive(List<String> taskIds) {
    return outOfSight(store.archive(taskIds));
  }

  /**
   * Waits until a task has ended for good.
   *
   * @throws OrchException.TimedOut when that takes longer
   */
  public Task await(Task task, Optional<Duration> within) {
    long begin = System.nanoTime();
    for (Task now = task; ; now = store.find(task.id()).orElseThrow()) {
      if (now.state().isFinal()) {
        return now;
      }
      shift.check();
      if (within.isPresent() && System.nanoTime() - begin > within.get().toNanos()) {
        throw new OrchException.TimedOut(
            "task " + task.id() + " has not ended within " + within.get().toSeconds() + " s",
            List.of("it is " + now.state().word() + ": " + now.result().reason()),
            Next.verb("task", "show", task.id()));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }

  /**
   * Passes on what a task prints, of its last attempt.
   *
   * @param follow whether to go on until it has ended for good, and through its retries
   */
  public Task follow(Task task, boolean follow, Consumer<String> lines) {
    new LogFollower(store, engine, place, TaskService::pause).pass(task, follow, lines);
    return store.find(task.id()).orElseThrow();
  }

  /** Whether the store answered when it was asked last. */
  public boolean answers() {
    return store.answers();
  }

  /** It is about to be closed: a store that has gone is not waited for any more. */
  public void hurry() {
    store.hurry();
  }

  /** Whether there is anything to do for this machine. */
  public boolean hasWork() {
    return shift.hasWork();
  }

  /**
   * Sees to it that somebody works: this process, on a thread of its own, or another one that is at
   * work already. It begins with what a dead orch has left.
   */
  public void recover() {
    shift.begin();
  }

  /** Throws what the work of this process on tasks has come to grief over, if it has. */
  public void check() {
    shift.check();
  }

  /** Works until there is nothing to do; returns at once where another process is at work. */
  public void work() {
    shift.work();
  }

  /** Has another process work, unless one does or nothing is to be done. */
  public void handOver() {
    shift.handOver();
  }

  /** What an attempt has printed, where it is kept. */
  static List<String> kept(Path log) throws IOException {
    return Files.exists(log) ? Files.readAllLines(log, StandardCharsets.UTF_8) : List.of();
  }

  /** Lets go; containers go on, and another process follows them. */
  @Override
  public void close() {
    shift.close();
  }
}

package orch.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where tasks are kept. Each change is on the disk when its call returns. Safe for use by several
 * threads and processes.
 */
public interface TaskStore extends AutoCloseable {
  /** Names this store, on the labels of containers. */
  String id();

  /** Whether several machines may work on it. */
  boolean isShared();

  /** Adds a task that is in the queue. */
  void add(Task task);

  /**
   * Takes the task whose turn it is out of the queue.
   *
   * @param owner the machine that will work on it
   * @param engine the engine that will run it; tasks bound to another one are left
   * @param freeMemory bytes; the task whose turn it is waits until it has as much
   * @return the task, now being pulled; empty when there is none to take now
   */
  Optional<Task> take(String owner, String engine, long freeMemory);

  /**
   * Changes the state of a task, if it still is what the caller thinks.
   *
   * @param before the task as the caller knows it
   * @param after what it is to be, step by step; the reason of each is its cause
   * @throws Moved when it is no longer as before
   * @throws IllegalArgumentException when a step is not in the table of states
   */
  void move(Task before, Task... after);

  /** Notes what somebody wants of a task; nothing when it has ended. */
  void wish(String taskId, Task.Wish wish);

  /** One task by its id. */
  Optional<Task> find(String taskId);

  /** The ids that begin so, archived ones too, 20 at most. */
  List<String> idsLike(String beginning);

  /** Its history, oldest first. */
  List<Transition> history(String taskId);

  /** The steps of all tasks from this moment on, in the order of their times. */
  List<TaskStep> stepsSince(Instant moment);

  /**
   * Tasks in sight, oldest first.
   *
   * @param states only these; empty: all
   */
  List<Task> list(Set<TaskState> states);

  /** Archived tasks, newest first, so many at most. */
  List<Task> archived(int most);

  /** Tasks on which this machine is at work, or was when it died, with this engine. */
  List<Task> activeOf(String owner, String engine);

  /**
   * Whether there is anything to do for this machine and engine, now or later; the tasks of others
   * that fell silent count.
   */
  boolean hasWork(String owner, String engine);

  /** Tasks in the queue, and those of this machine, of which somebody wants something. */
  List<Task> wishes(String owner);

  /**
   * Puts tasks that have ended out of sight.
   *
   * @param older than this since they have ended
   * @return how many
   */
  int archive(Duration older);

  /** Puts these out of sight, where they have ended. */
  int archive(Collection<String> taskIds);

  /** Says that a machine still works on its tasks, for so long. */
  void keep(String owner, Duration lease);

  /** Tasks on which other machines work that have not said so in time. */
  List<Task> abandoned(String owner);

  /** Whether it answered when it was asked last. */
  boolean answers();

  /** It is about to be closed: a server that has gone is not waited for any more. */
  void hurry();

  @Override
  void close();

  /** Thrown where somebody else has changed a task in the meantime. */
  final class Moved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Moved(String taskId) {
      super("task " + taskId + " has moved", null, false, false);
    }
  }
}

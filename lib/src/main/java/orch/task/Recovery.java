package orch.task;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import orch.engine.TaskContainers;

/**
 * What becomes of tasks whose orch has died. By what the store says of a task, the most is known
 * that can have happened:
 *
 * <ul>
 *   <li>pulling: its container may be there but was never started, so it is removed and the task is
 *       in the queue again;
 *   <li>starting, running: its container is there, so it is waited for; or it is not, so nobody can
 *       say whether it ran, and the task is lost; so it is where it had a copy of a stack, which
 *       ended with the orch that made it;
 *   <li>ended: its container may still be there, and is removed.
 * </ul>
 */
final class Recovery {
  private final TaskStore store;
  private final TaskContainers containers;
  private final Workplace place;
  private final Consumer<Task> ends;

  /**
   * Of one store on one engine.
   *
   * @param ends is told of those that have ended for good
   */
  Recovery(TaskStore store, TaskContainers containers, Workplace place, Consumer<Task> ends) {
    this.store = store;
    this.containers = containers;
    this.place = place;
    this.ends = ends;
  }

  /**
   * Looks at all that this machine left. Only one process of a machine may do this at a time, and
   * none of its tasks may be worked on meanwhile.
   *
   * @return the tasks that go on in their containers
   */
  List<Task> run(Instant now) throws IOException {
    List<Task> active = store.activeOf(place.host(), place.engine());
    List<Task> goOn = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (Task task : active) {
      if (task.state() == TaskState.PULLING) {
        containers.remove(task.containerName());
        String cause = "orch died before its container was started";
        Task queued = task.queued(now, task.failures(), engine());
        store.move(task, queued.in(TaskState.QUEUED, queued.result().because(cause)));
      } else if (task.spec().need().filter(TaskSpec.Need::dedicated).isPresent()) {
        containers.remove(task.containerName());
        lost(task, "the copy of the stack that it needs went with the orch that made it", now);
      } else {
        // whoever follows it finds out that its container is gone, if it is
        goOn.add(task);
        kept.add(task.result().container());
      }
    }
    sweep(kept);
    return goOn;
  }

  /** Removes the containers of this machine and store that nobody follows. */
  void sweep(Set<String> kept) throws IOException {
    for (Map.Entry<String, Map<String, String>> found :
        new HashMap<>(containers.labelled(TaskLabels.ours(store.id(), place.host()))).entrySet()) {
      if (!kept.contains(found.getKey()) && isOver(found.getValue())) {
        containers.remove(found.getKey());
      }
    }
  }

  /** Whether no task of another engine's address has it: that one is not looked at here. */
  private boolean isOver(Map<String, String> labels) {
    Optional<Task> task = store.find(labels.getOrDefault(TaskLabels.TASK, ""));
    String attempt = labels.getOrDefault(TaskLabels.ATTEMPT, "");
    return task.filter(known -> known.state().isActive())
        .filter(known -> Integer.toString(known.attempt()).equals(attempt))
        .isEmpty();
  }

  private String engine() {
    return store.isShared() ? "" : place.engine();
  }

  /** Tasks of machines that have not been heard of for long; their containers cannot be seen. */
  void abandoned(Instant now) {
    for (Task task : store.abandoned(place.host())) {
      try {
        lost(task, "machine " + task.owner() + " no longer says that it works on it", now);
      } catch (TaskStore.Moved e) {
        // it has been heard of, or another machine was quicker
      }
    }
  }

  private void lost(Task task, String cause, Instant now) {
    Task lost = task.in(TaskState.LOST, task.result().because(cause));
    if (task.state() == TaskState.PULLING || !task.hasRetries()) {
      store.move(task, lost);
      ends.accept(lost);
    } else {
      store.move(task, lost, again(lost, place.engine(), store.isShared(), now));
    }
  }

  /** The task in the queue again after one more failure, with its back-off. */
  static Task again(Task failed, String engine, boolean shared, Instant now) {
    int failures = failed.failures() + 1;
    Instant moment = now.plus(failed.spec().backoffAfter(failures));
    Task queued = failed.queued(moment, failures, shared ? "" : engine);
    String cause =
        "retry " + failures + " of " + failed.spec().retries() + ": " + failed.result().reason();
    return queued.in(TaskState.QUEUED, queued.result().because(cause));
  }
}

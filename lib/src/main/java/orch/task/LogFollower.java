package orch.task;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orch.engine.TaskContainers;
import orch.engine.TaskContainers.Condition;
import orch.model.Next;
import orch.model.OrchException;

/**
 * What a task prints: from its container as long as there is one, then from the file in which it is
 * kept, which has the same lines. Used by one thread.
 */
final class LogFollower {
  private final TaskStore store;
  private final Supplier<TaskContainers> engine;
  private final Workplace place;
  private final Runnable pause;
  private int attempt;
  private int passed;

  LogFollower(TaskStore store, Supplier<TaskContainers> engine, Workplace place, Runnable pause) {
    this.store = store;
    this.engine = engine;
    this.place = place;
    this.pause = pause;
  }

  void pass(Task task, boolean follow, Consumer<String> lines) {
    for (Task now = task; ; now = store.find(task.id()).orElseThrow()) {
      if (now.attempt() != attempt) {
        fromFile(attempt, now, lines);
        attempt = now.attempt();
        passed = 0;
      }
      if (now.state() == TaskState.RUNNING) {
        fromContainer(now, follow, lines);
      }
      if (now.state().isFinal()) {
        fromFile(now.attempt(), now, lines);
        return;
      } else if (!follow) {
        return;
      }
      pause.run();
    }
  }

  private void fromContainer(Task task, boolean follow, Consumer<String> lines) {
    int skip = passed;
    int[] seen = {0};
    HiddenSecrets hidden = new HiddenSecrets(task.spec(), place.secrets());
    try {
      TaskContainers containers = engine.get();
      Optional<Condition> condition = containers.condition(task.result().container());
      if (condition.isEmpty()) {
        return;
      }
      containers.output(
          task.result().container(),
          condition.get().terminal(),
          follow,
          line -> {
            if (++seen[0] > skip) {
              lines.accept(hidden.in(line));
              passed++;
            }
          });
    } catch (IOException | OrchException e) {
      // it is being removed, and then the file has it
    }
  }

  private void fromFile(int of, Task task, Consumer<String> lines) {
    if (of == 0) {
      return;
    }
    try {
      String name = task.id() + "-" + of + ".log";
      List<String> kept = TaskService.kept(place.folder().resolve("logs").resolve(name));
      kept.stream().skip(passed).forEach(lines);
      passed = kept.size();
    } catch (IOException e) {
      throw new OrchException.Failed(
          "the output of task " + task.id() + " cannot be read",
          List.of(OrchException.reason(e)),
          Next.verb("task", "show", task.id()));
    }
  }
}

package orch.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.read.Json;
import orch.facade.Orchestrator;
import orch.task.Task;
import orch.task.TaskService;
import orch.task.Transition;

/** What a server serves. Safe for use by several threads. */
public interface Site {
  /** The tasks of this machine. */
  TaskService tasks();

  /** The stacks of this machine. */
  Orchestrator orchestrator();

  /** The stacks that are to be kept healthy. */
  List<Kept> kept();

  /** Work items, where there are any. */
  Optional<WorkDesk> work();

  /**
   * Keeps a task that a client describes.
   *
   * @throws orch.model.OrchException.BadInput when the description is wrong
   */
  Task submit(Json description);

  /** A task as its JSON. */
  Map<String, Object> tree(Task task);

  /** One step of a task's life as its JSON. */
  Map<String, Object> tree(Transition step);

  /** Sources below it are told relative to it. */
  Path folder();

  /** A text without secrets. */
  String masked(String text);
}

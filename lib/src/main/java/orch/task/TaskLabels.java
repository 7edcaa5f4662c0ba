package orch.task;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The labels of a task's container. None of them is a label of stacks, so that nothing that looks
 * after stacks takes it for one.
 */
public final class TaskLabels {
  /** The task's id. */
  public static final String TASK = "orch.task";

  /** Which of the task's containers it is, from 1. */
  public static final String ATTEMPT = "orch.task.attempt";

  /** The store that has the task. */
  public static final String STORE = "orch.task.store";

  /** The machine that made it. */
  public static final String HOST = "orch.task.host";

  private TaskLabels() {}

  /** What tells the containers that a machine made for a store. */
  static Map<String, String> ours(String store, String host) {
    return Map.of(STORE, store, HOST, host);
  }

  static Map<String, String> of(Task task, String store, String host) {
    Map<String, String> labels = new LinkedHashMap<>(ours(store, host));
    labels.put(TASK, task.id());
    labels.put(ATTEMPT, Integer.toString(task.attempt()));
    labels.put("orch.task.name", task.name());
    return labels;
  }
}

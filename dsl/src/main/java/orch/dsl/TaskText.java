package orch.dsl;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.report.JsonText;
import orch.report.Style;
import orch.report.Table;
import orch.task.Task;
import orch.task.TaskState;
import orch.task.Transition;

/** Tasks for people, or as JSON. */
final class TaskText {
  private final Style style;
  private final boolean json;

  TaskText(Style style, boolean json) {
    this.style = style;
    this.json = json;
  }

  /** The text of a task or of several; empty for anything else. */
  Optional<String> text(Object result) {
    return result instanceof Task task ? Optional.of(one(task, List.of())) : Optional.empty();
  }

  String list(List<Task> tasks) {
    if (json) {
      return JsonText.tree(Map.of("tasks", tasks.stream().map(TaskText::tree).toList())) + "\n";
    } else if (tasks.isEmpty()) {
      return "no tasks\n";
    }
    Table table = new Table();
    for (Task task : tasks) {
      table.row(
          style.strong(task.id()),
          task.name(),
          state(task.state()),
          task.queuedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
          style.faint(task.result().reason()));
    }
    return table.text();
  }

  private String state(TaskState state) {
    return switch (state) {
      case SUCCEEDED -> style.good(state.word());
      case FAILED, TIMED_OUT, LOST, KILLED -> style.bad(state.word());
      default -> state.word();
    };
  }

  /** One task with its history. */
  String one(Task task, List<Transition> history) {
    if (json) {
      Map<String, Object> tree = tree(task);
      if (!history.isEmpty()) {
        tree.put("transitions", history.stream().map(TaskText::tree).toList());
      }
      return JsonText.tree(tree) + "\n";
    }
    Task.Result result = task.result();
    StringBuilder text = new StringBuilder();
    text.append(style.strong("task " + task.id())).append("  ").append(task.name());
    text.append("  ").append(state(task.state())).append("  ").append(result.reason());
    text.append('\n');
    Table table = new Table();
    row(table, "attempt", Integer.toString(task.attempt()));
    row(table, "image", result.image());
    row(table, "container", result.container());
    row(table, "exit code", result.exitCode().map(String::valueOf).orElse(""));
    row(table, "output", result.log());
    text.append(table.text());
    Table steps = new Table();
    for (Transition step : history) {
      steps.row("  " + step.at().truncatedTo(ChronoUnit.MILLIS), state(step.to()), step.cause());
    }
    return text.append(steps.text()).toString();
  }

  private static void row(Table table, String name, String value) {
    if (!value.isEmpty()) {
      table.row("  " + name, value);
    }
  }

  static Map<String, Object> tree(Task task) {
    Task.Result result = task.result();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("id", task.id());
    tree.put("name", task.name());
    tree.put("state", task.state().word());
    tree.put("reason", result.reason());
    tree.put("attempt", (long) task.attempt());
    tree.put("exitCode", result.exitCode().map(Integer::longValue).orElse(null));
    tree.put("outOfMemory", result.outOfMemory());
    tree.put("image", result.image());
    tree.put("container", result.container());
    tree.put("log", result.log());
    tree.put("queuedAt", task.queuedAt().toString());
    tree.put("startedAt", result.started().map(Instant::toString).orElse(null));
    tree.put("endedAt", result.ended().map(Instant::toString).orElse(null));
    tree.put("archived", task.archived());
    return tree;
  }

  static Map<String, Object> tree(Transition step) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("from", step.from().map(TaskState::word).orElse(null));
    tree.put("to", step.to().word());
    tree.put("at", step.at().toString());
    tree.put("attempt", (long) step.attempt());
    tree.put("cause", step.cause());
    return tree;
  }
}

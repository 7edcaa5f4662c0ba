package orch.dsl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import orch.model.Durations;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.task.Task;
import orch.task.TaskService;
import orch.task.TaskState;

/** {@code orch task ACTION ...}. */
final class TaskCommand {
  private static final List<String> ACTIONS =
      List.of("run", "list", "show", "logs", "cancel", "kill", "retry", "archive", "wait", "work");

  private static final int MOST_ARCHIVED = 1_000;

  private final Session session;
  private final Tasks tasks;
  private final Map<String, ?> options;

  TaskCommand(Session session, Map<String, ?> options) {
    this.session = session;
    this.tasks = session.tasks();
    this.options = options;
  }

  private boolean has(String option) {
    return Boolean.TRUE.equals(options.get(option));
  }

  private Optional<String> text(String option) {
    return Optional.ofNullable(options.get(option)).map(String::valueOf);
  }

  /** Does it; the exit code. */
  int run(List<String> words) {
    String action = words.isEmpty() ? "list" : words.get(0);
    List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
    if (!ACTIONS.contains(action)) {
      throw new OrchException.BadInput(
          "'" + action + "' is nothing that is done with tasks" + Names.didYouMean(action, ACTIONS),
          List.of("there are: " + String.join(", ", ACTIONS)),
          Next.verb("help", "task"));
    }
    return switch (action) {
      case "run" -> submit(rest);
      case "list" -> list(rest);
      case "archive" -> archive(rest);
      case "work" -> work();
      default -> of(action, one(action, rest));
    };
  }

  private TaskService service() {
    return tasks.service();
  }

  private Task one(String action, List<String> words) {
    if (words.size() != 1) {
      throw new OrchException.BadInput(
          "task " + action + " takes one task", List.of(), Next.verb("task", "list"));
    }
    return service().find(words.get(0));
  }

  private int of(String action, Task task) {
    return switch (action) {
      case "show" -> shown(task);
      case "logs" -> logs(task);
      case "cancel" -> stopped(service().cancel(task));
      case "kill" -> stopped(service().kill(task));
      case "retry" -> started(List.of(service().retry(task)), end -> {});
      default -> waited(task);
    };
  }

  private int submit(List<String> words) {
    if (words.isEmpty()) {
      throw new OrchException.BadInput(
          "task run needs a file, or the name of a task", List.of(), Next.verb("help", "task"));
    }
    List<String> arguments = words.subList(1, words.size());
    List<TaskScope> scopes =
        session.describeTasks(tasks.file(words.get(0)), words.get(0), arguments);
    if (has("detach")) {
      scopes.forEach(scope -> scope.end().needsNobody());
    }
    Map<String, TaskScope> describedBy = new HashMap<>();
    List<Task> submitted = new ArrayList<>();
    for (TaskScope scope : scopes) {
      Task task = tasks.submit(scope);
      describedBy.put(task.id(), scope);
      submitted.add(task);
    }
    return started(submitted, end -> describedBy.get(end.id()).end().of(end));
  }

  private int started(List<Task> submitted, Consumer<Task> ends) {
    if (has("detach")) {
      service().handOver();
      show(submitted);
      return 0;
    }
    int code = 0;
    List<Task> ended = new ArrayList<>();
    for (Task task : submitted) {
      Task end = tasks.run(task);
      ended.add(end);
      ends.accept(end);
      code = Math.max(code, code(end));
      if (!session.settings().json()) {
        session.surroundings().err().println(line(end));
      }
    }
    if (session.settings().json()) {
      show(ended);
    } else if (code != 0) {
      ended.forEach(TaskHandle::ended);
    }
    return code;
  }

  private static String line(Task task) {
    return "task " + task.id() + " " + task.state().word() + ": " + task.result().reason();
  }

  private static int code(Task task) {
    return switch (task.state()) {
      case SUCCEEDED -> 0;
      case TIMED_OUT -> 4;
      default -> 1;
    };
  }

  private void show(Collection<Task> some) {
    if (some.size() == 1 && session.settings().json()) {
      session.print(text().one(some.iterator().next(), List.of()));
    } else if (session.settings().json()) {
      session.print(text().list(List.copyOf(some)));
    } else {
      some.forEach(task -> session.show(task.id()));
    }
  }

  private TaskText text() {
    return new TaskText(session.surroundings().outStyle(), session.settings().json());
  }

  private int list(List<String> words) {
    if (!words.isEmpty()) {
      throw new OrchException.BadInput(
          "task list takes no '" + words.get(0) + "'",
          List.of("one task is shown by: orch task show ID"),
          null);
    }
    Set<TaskState> states = EnumSet.noneOf(TaskState.class);
    for (String word : text("state").map(all -> all.split(",")).orElse(new String[0])) {
      List<String> known = EnumSet.allOf(TaskState.class).stream().map(TaskState::word).toList();
      states.add(
          TaskState.of(word)
              .orElseThrow(
                  () ->
                      new OrchException.BadInput(
                          "a task is never '" + word + "'" + Names.didYouMean(word, known),
                          List.of("there are: " + String.join(", ", known)),
                          null)));
    }
    session.print(
        text().list(has("archived") ? service().archived(MOST_ARCHIVED) : service().list(states)));
    service().handOver();
    return 0;
  }

  private int shown(Task task) {
    service().handOver();
    session.print(text().one(task, service().history(task)));
    return 0;
  }

  private int logs(Task task) {
    if (has("follow")) {
      service().recover();
    }
    service().follow(task, has("follow"), line -> session.show(line));
    return 0;
  }

  private int stopped(Task task) {
    service().recover();
    Task ended = service().await(task, session.settings().timeout());
    if (session.settings().json()) {
      session.print(text().one(ended, service().history(ended)));
    } else {
      session.show(line(ended));
    }
    return 0;
  }

  private int waited(Task task) {
    service().recover();
    Task ended = service().await(task, session.settings().timeout());
    if (session.settings().json()) {
      session.print(text().one(ended, service().history(ended)));
      return code(ended);
    }
    TaskHandle.ended(ended);
    session.show(line(ended));
    return 0;
  }

  private int archive(List<String> words) {
    List<String> ids = words.stream().map(word -> service().find(word).id()).toList();
    int count =
        ids.isEmpty()
            ? service().archive(text("older").map(TaskCommand::age).orElse(Duration.ZERO))
            : service().archive(ids);
    session.print(
        session.settings().json()
            ? "{\"archived\":" + count + "}\n"
            : "archived " + count + (count == 1 ? " task\n" : " tasks\n"));
    return 0;
  }

  private static Duration age(String text) {
    if (text.matches("\\d{1,5}d")) {
      return Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)));
    } else if (!text.matches("\\d.*(ms|s|m|h)")) {
      throw new OrchException.BadInput("--older '" + text + "' is no age: 7d, 12h, 30m or 90s");
    }
    return Durations.parse("--older", text);
  }

  private int work() {
    service().work();
    return 0;
  }
}

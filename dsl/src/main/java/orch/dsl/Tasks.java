package orch.dsl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.EngineDiscovery;
import orch.engine.TaskContainers;
import orch.engine.http.EngineAddress;
import orch.model.OrchException;
import orch.own.HostId;
import orch.own.Runs;
import orch.own.Secrets;
import orch.own.StateFolder;
import orch.task.Databases;
import orch.task.Task;
import orch.task.TaskService;
import orch.task.TaskSpec;
import orch.task.TaskStore;
import orch.task.Workplace;

/** A session's way to tasks; the store is opened when it is first needed. */
final class Tasks implements AutoCloseable {
  private final Session session;
  private final Surroundings surroundings;
  private TaskContainers containers;
  private TaskService service;

  Tasks(Session session) {
    this.session = session;
    this.surroundings = session.surroundings();
  }

  /** What tasks are to be done with. */
  synchronized TaskService service() {
    if (service == null) {
      StateFolder state = StateFolder.of(surroundings.environment(), surroundings.home());
      Path folder = state.folderOf("tasks", "logs", "any").getParent().getParent();
      Clock clock = surroundings.clock();
      String url = surroundings.environment().getOrDefault("ORCH_STORE", "");
      TaskStore store =
          url.isEmpty()
              ? Databases.sqlite(folder.resolve("tasks.db"), clock)
              : Databases.postgresql(url, clock);
      Workplace place =
          new Workplace(
              HostId.of(state),
              address().map(EngineAddress::toString).orElse(""),
              folder,
              atOnce(),
              memory(),
              secret -> texts(state, secret),
              new TaskStacks(session));
      TaskSuccessor successor = new TaskSuccessor(surroundings, address(), folder);
      service = new TaskService(store, this::containers, place, successor, clock);
    }
    return service;
  }

  /** The shared stack's secret, and those that its living copies have in its place. */
  private List<String> texts(StateFolder state, TaskSpec.Secret wanted) {
    List<String> texts = new ArrayList<>();
    texts.add(new Secrets(state).get(wanted.stack(), wanted.name()).text());
    address()
        .map(engine -> new Runs(state, engine.url(), surroundings.clock(), ""))
        .ifPresent(
            runs ->
                runs.all().stream()
                    .filter(run -> run.stack().equals(wanted.stack()))
                    .flatMap(run -> runs.secrets(run.prefix()).stream())
                    .filter(secret -> secret.name().equals(wanted.name()))
                    .forEach(secret -> texts.add(secret.text())));
    texts.forEach(surroundings.masking()::add);
    return texts;
  }

  private Optional<EngineAddress> address() {
    Map<String, String> variables = new HashMap<>(surroundings.environment());
    session.settings().engine().ifPresent(engine -> variables.put("ORCH_ENGINE", engine));
    return new EngineDiscovery(variables, surroundings.home()).find();
  }

  private int atOnce() {
    String given = surroundings.environment().getOrDefault("ORCH_TASKS_AT_ONCE", "");
    if (given.isEmpty()) {
      return Math.max(2, Runtime.getRuntime().availableProcessors());
    } else if (!given.matches("[1-9]\\d{0,3}")) {
      throw new OrchException.BadInput(
          "ORCH_TASKS_AT_ONCE '" + given + "' is no number of tasks from 1 to 9999");
    }
    return Integer.parseInt(given);
  }

  private long memory() {
    String given = surroundings.environment().getOrDefault("ORCH_TASKS_MEMORY", "");
    if (!given.isEmpty() && !given.matches("\\d{1,9}[kmgKMG]")) {
      throw new OrchException.BadInput("ORCH_TASKS_MEMORY '" + given + "' is no size: 512m or 4g");
    } else if (given.isEmpty()) {
      return 0;
    }
    int shift = 10 * ("kmg".indexOf(Character.toLowerCase(given.charAt(given.length() - 1))) + 1);
    return Long.parseLong(given.substring(0, given.length() - 1)) << shift;
  }

  synchronized TaskContainers containers() {
    if (containers == null) {
      containers = session.reading().engine().taskContainers();
    }
    return containers;
  }

  /** Keeps a task. It begins now, unless this process ends before. */
  Task submit(TaskScope scope) {
    return service().submit(scope.spec(containers()));
  }

  /** Works until a task has ended, and passes its output on. */
  Task run(Task task) {
    service().recover();
    Task ended = service().follow(task, true, this::line);
    return service().await(ended, session.settings().timeout());
  }

  /** Works until a task has ended. */
  Task await(Task task) {
    service().recover();
    return service().await(task, session.settings().timeout());
  }

  /** A line of a task's output: the result, unless that is JSON. */
  void line(String text) {
    String masked = surroundings.masking().mask(text);
    (session.settings().json() ? surroundings.err() : surroundings.out()).println(masked);
  }

  /** The file that describes tasks, for people who name it or a task of the folder. */
  Path file(String named) {
    Path folder = surroundings.folder();
    List<String> tried =
        named.contains("/") || named.endsWith(".groovy")
            ? List.of(named)
            : List.of("tasks/" + named + ".groovy", "tasks.groovy", "stack.groovy");
    return tried.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new OrchException.BadInput(
                    "there is no task '" + named + "' in this folder",
                    List.of("looked for " + String.join(", ", tried)),
                    null));
  }

  /** It is about to be closed: a store that has gone is not waited for any more. */
  synchronized void hurry() {
    if (service != null) {
      service.hurry();
    }
  }

  @Override
  public synchronized void close() {
    if (service != null) {
      service.close();
    }
  }
}

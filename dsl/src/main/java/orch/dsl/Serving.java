package orch.dsl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.read.Json;
import orch.facade.Orchestrator;
import orch.model.Names;
import orch.model.OrchException;
import orch.own.StateFolder;
import orch.serve.Decisions;
import orch.serve.Events;
import orch.serve.FrontLoader;
import orch.serve.Kept;
import orch.serve.Server;
import orch.serve.ServerSettings;
import orch.serve.Site;
import orch.serve.Token;
import orch.serve.WorkDesk;
import orch.task.Task;
import orch.task.TaskService;
import orch.task.Transition;

/**
 * A session as a server serves it. Scripts are read by one thread at a time, which holds the
 * session; all else needs no lock.
 */
final class Serving implements Site {
  private final Session session;
  private final Surroundings surroundings;
  private final Tasks tasks;
  private final Orchestrator orchestrator;
  private final Map<String, TaskScope> own;
  private final Optional<WorkDesk> work;
  private final List<Kept> kept = new ArrayList<>();

  private Serving(Session session, ServeScope scope, Events events) {
    this.session = session;
    this.surroundings = session.surroundings();
    this.tasks = session.tasks();
    this.orchestrator = session.orchestrator();
    this.own = session.describedTasks();
    this.work =
        scope
            .work()
            .map(list -> new ServedWork(session.works(), list, events, surroundings.clock()));
    scope.kept().forEach((file, within) -> kept.add(kept(file, within)));
  }

  /** Serves until somebody ends it. */
  static void run(Session session, ServeScope scope) {
    session.acts();
    ServerSettings settings = settings(session, scope);
    Surroundings surroundings = session.surroundings();
    StateFolder state = StateFolder.of(surroundings.environment(), surroundings.home());
    Events events = new Events();
    Serving site = new Serving(session, scope, events);
    // asked for now, so that what is wrong with it is said at once
    site.tasks();
    Decisions decisions =
        new Decisions(
            state.folderOf("serve", "decisions.log"),
            line -> surroundings.err().println(surroundings.masking().mask(line)),
            events,
            surroundings.clock());
    try (Server server =
        new Server(site, settings, FrontLoader.opener(), events, decisions, surroundings.clock())) {
      session.endsFirst(server::close);
      server.start();
      session.show(server.url());
      server.await();
    }
  }

  private static ServerSettings settings(Session session, ServeScope scope) {
    Surroundings surroundings = session.surroundings();
    Optional<Path> file =
        scope
            .token()
            .or(
                () ->
                    Optional.ofNullable(surroundings.environment().get("ORCH_TOKEN_FILE"))
                        .filter(text -> !text.isEmpty())
                        .map(surroundings.folder()::resolve));
    var listen = ServerSettings.address(scope.listen());
    boolean asked = scope.isWithToken() || file.isPresent() || !listen.isLoopbackAddress();
    Optional<String> token =
        asked
            ? Optional.of(
                Token.read(file, StateFolder.of(surroundings.environment(), surroundings.home())))
            : Optional.empty();
    token.ifPresent(surroundings.masking()::add);
    return new ServerSettings(listen, scope.port(), java.util.Set.copyOf(scope.names()), token);
  }

  private Kept kept(Path file, Optional<Duration> within) {
    StackHandle handle = read(file);
    return new Kept(
        handle.getName(),
        () -> read(file).file(),
        within.orElseGet(() -> session.within(handle.within())));
  }

  /** The file as it is now. */
  private StackHandle read(Path file) {
    synchronized (session) {
      StackHandle handle = session.choice().readAnew(file);
      if (handle.isDedicated()) {
        throw new OrchException.BadInput(
            "stack '" + handle.getName() + "' is dedicated: a server keeps shared ones",
            List.of("read from " + file),
            null);
      }
      return handle;
    }
  }

  @Override
  public TaskService tasks() {
    return tasks.service();
  }

  @Override
  public Orchestrator orchestrator() {
    return orchestrator;
  }

  @Override
  public List<Kept> kept() {
    return List.copyOf(kept);
  }

  @Override
  public Optional<WorkDesk> work() {
    return work;
  }

  @Override
  public Task submit(Json description) {
    Json named = description.at("task");
    if (named.isMissing()) {
      return tasks.submit(TaskRequest.scope(session, description));
    } else if (!(named.value() instanceof String name) || description.members().size() > 1) {
      throw new OrchException.BadInput("'task' is the name of a task of the server, and alone");
    } else {
      return tasks.submit(described(name));
    }
  }

  /** A task of the server's script, else of the folder's {@code tasks.groovy}. */
  private TaskScope described(String name) {
    Path file = surroundings.folder().resolve("tasks.groovy");
    if (own.containsKey(name)) {
      return own.get(name);
    } else if (Files.isRegularFile(file)) {
      Names.checked("task", name);
      synchronized (session) {
        return session.describeTasks(file, name, List.of()).get(0);
      }
    }
    throw new OrchException.BadInput(
        "the server describes no task '" + name + "'",
        List.of("looked for it in its script, and for " + file),
        null);
  }

  @Override
  public Map<String, Object> tree(Task task) {
    return TaskText.tree(task);
  }

  @Override
  public Map<String, Object> tree(Transition step) {
    return TaskText.tree(step);
  }

  @Override
  public Path folder() {
    return surroundings.folder();
  }

  @Override
  public String masked(String text) {
    return surroundings.masking().mask(text);
  }
}

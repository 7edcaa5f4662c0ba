package orch.dsl;

import groovy.lang.Closure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.StateFolder;
import orch.task.TaskSpec;
import orch.work.CsvSource;
import orch.work.Decision;
import orch.work.SheetsLoader;
import orch.work.WorkItem;
import orch.work.WorkService;
import orch.work.WorkSource;
import orch.work.WorkStatus;

/** A session's way to lists of work. */
final class Works implements AutoCloseable {
  private static final List<String> ACTIONS = List.of("once", "status");
  private static final String FILE = "work.groovy";

  private final Session session;
  private final Surroundings surroundings;
  private final List<WorkHandle> described = new ArrayList<>();
  private final List<WorkService> open = new CopyOnWriteArrayList<>();

  Works(Session session) {
    this.session = session;
    this.surroundings = session.surroundings();
  }

  /** Reads a {@code work} block. */
  WorkHandle describe(String file, Closure<?> block) {
    Path path = session.scripts().resolve(file);
    WorkScope scope = new WorkScope(session, "work '" + file + "'");
    scope.run(block);
    scope.complete();
    WorkHandle handle = new WorkHandle(session, path.toString(), scope);
    described.add(handle);
    return handle;
  }

  /** Does {@code orch work ...}; the exit code. */
  int command(List<String> words) {
    session.acts();
    List<String> rest = new ArrayList<>(words);
    String action = !rest.isEmpty() && ACTIONS.contains(rest.get(0)) ? rest.remove(0) : "run";
    boolean named = !rest.isEmpty();
    WorkHandle handle = handle(named ? rest.remove(0) : FILE, named, rest);
    if (action.equals("status")) {
      session.show(status(handle));
      return 0;
    }
    WorkService.Tally tally = action.equals("once") ? once(handle) : run(handle);
    session.show(tally);
    return tally.failed() + tally.unreadable() > 0 ? 1 : 0;
  }

  private WorkHandle handle(String name, boolean named, List<String> arguments) {
    Path path = surroundings.folder().resolve(name);
    if (!Files.isRegularFile(path)) {
      String near = named ? Names.didYouMean(name, ACTIONS) : "";
      throw new OrchException.BadInput(
          "there is no " + name + " in this folder" + near,
          List.of("it describes a list: work('priorities.csv') { task { item -> image 'app:1' } }"),
          Next.verb("help", "work"));
    }
    described.clear();
    session.scripts().describe(ScriptFile.read(path), arguments);
    if (described.size() != 1) {
      throw new OrchException.BadInput(
          name + " describes " + (described.isEmpty() ? "no list" : "several lists") + " of work",
          List.of("one is described by: work('priorities.csv') { task { item -> ... } }"),
          null);
    }
    return described.get(0);
  }

  WorkService.Tally once(WorkHandle handle) {
    try (WorkService service = open(handle, true, decision -> {})) {
      return service.once();
    }
  }

  WorkService.Tally run(WorkHandle handle) {
    try (WorkService service = open(handle, true, decision -> {})) {
      return service.run();
    }
  }

  WorkStatus status(WorkHandle handle) {
    WorkService service = open(handle, false, decision -> {});
    try {
      return service.status();
    } finally {
      service.close();
      open.remove(service);
    }
  }

  /**
   * What works on a list, or only looks at it; whoever asks for it closes it.
   *
   * @param news receives each decision, which is printed as well
   */
  WorkService open(WorkHandle handle, boolean works, Consumer<Decision> news) {
    StateFolder state = StateFolder.of(surroundings.environment(), surroundings.home());
    WorkSource source = source(handle, state);
    if (works) {
      tell("works on " + source.name());
    }
    WorkService service =
        new WorkService(
            source,
            session.tasks().service(),
            state,
            handle.scope().terms(),
            item -> spec(handle.scope(), item),
            surroundings.clock(),
            decision -> {
              tell(decision.logged());
              news.accept(decision);
            });
    open.add(service);
    return service;
  }

  private WorkSource source(WorkHandle handle, StateFolder state) {
    return handle
        .scope()
        .sheet()
        .<WorkSource>map(
            sheet ->
                SheetsLoader.open(
                    new SheetsLoader.Place(
                        sheet.spreadsheet(), sheet.worksheet(), sheet.credentials(), sheet.url()),
                    handle.scope().terms().every(),
                    surroundings.clock()))
        .orElseGet(
            () -> new CsvSource(Path.of(handle.file()), state, surroundings.clock(), this::tell));
  }

  void tell(String line) {
    surroundings.err().println(surroundings.masking().mask(line));
  }

  /** What is to be done about an item. A session is used by one thread at a time. */
  private TaskSpec spec(WorkScope scope, WorkItem item) {
    synchronized (session) {
      TaskScope task = new TaskScope(session, taskName(item.project()));
      Path folder = scope.folder(item.project()).orElse(null);
      task.run(scope.task(), new ListedItem(item, folder));
      if (folder != null) {
        task.usualWorkspace(folder);
      }
      return task.spec(session.tasks().containers());
    }
  }

  /** The project's name as far as containers may have it. */
  private static String taskName(String project) {
    String name = project.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return name.isEmpty() ? "item" : name.substring(0, Math.min(63, name.length()));
  }

  @Override
  public void close() {
    open.forEach(WorkService::close);
  }
}

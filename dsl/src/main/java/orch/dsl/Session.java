package orch.dsl;

import groovy.lang.Closure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import orch.facade.Cleanup;
import orch.facade.Orchestrator;
import orch.health.StackStatus;
import orch.model.OrchException;
import orch.model.Stack;
import orch.own.Run;
import orch.own.Secrets;
import orch.plan.Plan;
import orch.script.ScriptStore;

/**
 * One run of orch: the scripts that are read, the stacks they describe, and the way to the engine.
 * Used by one thread.
 */
public final class Session implements AutoCloseable {
  private final Settings settings;
  private final Surroundings surroundings;
  private final SessionScripts scripts;
  private final SessionStacks stacks;
  private final StackChoice choice;

  /** Plans that were done: those very ones, not their like. */
  private final Set<Plan> carriedOut = Collections.newSetFromMap(new IdentityHashMap<>());

  private final AtomicBoolean closed = new AtomicBoolean();
  private final Proof proof = new Proof(this);
  private Orchestrator orchestrator;
  private final List<CommandRun> commands = new CopyOnWriteArrayList<>();
  private StackWatcher watcher = StackWatcher.NONE;
  private Optional<Path> facts = Optional.empty();
  private Optional<Object> shown = Optional.empty();
  private boolean swept;
  private final Map<String, TaskScope> described = new java.util.LinkedHashMap<>();
  private Tasks tasks;
  private Works works;
  private volatile Runnable first = () -> {};

  /** A session. */
  public Session(Settings settings, Surroundings surroundings, ScriptStore store, Secrets secrets) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.scripts = new SessionScripts(this, store);
    this.stacks = new SessionStacks(this, secrets);
    this.choice = new StackChoice(this, secrets);
  }

  /** From now on this plan is told as one that was done. */
  Plan carriedOut(Plan plan) {
    carriedOut.add(plan);
    return plan;
  }

  /** Reads a {@code task} block. */
  TaskHandle task(String name, Closure<?> block) {
    TaskScope scope = new TaskScope(this, name);
    scope.run(block);
    scope.service();
    described.put(name, scope);
    return new TaskHandle(this, name, scope);
  }

  /** The way to lists of work. */
  Works works() {
    works = works == null ? new Works(this) : works;
    return works;
  }

  /** The way to tasks. */
  synchronized Tasks tasks() {
    acts();
    tasks = tasks == null ? new Tasks(this) : tasks;
    return tasks;
  }

  /**
   * The tasks that a file describes: the one of that name, if there is one, else all.
   *
   * @param arguments of the script
   */
  List<TaskScope> describeTasks(Path path, String name, List<String> arguments) {
    ScriptFile file = ScriptFile.read(path);
    described.clear();
    scripts.describe(file, arguments);
    boolean named = described.containsKey(name);
    if (described.isEmpty()
        || !named
            && path.equals(surroundings.folder().resolve("tasks.groovy"))
            && !StackChoice.isFile(name)) {
      throw new OrchException.BadInput(
          file.name() + " describes no task" + (described.isEmpty() ? "" : " '" + name + "'"),
          described.isEmpty()
              ? List.of("a task is described by: task('name') { ... }")
              : List.of("there are: " + String.join(", ", described.keySet())),
          null);
    }
    return named ? List.of(described.get(name)) : List.copyOf(described.values());
  }

  /** The tasks that its scripts have described so far. */
  Map<String, TaskScope> describedTasks() {
    return Map.copyOf(described);
  }

  /** What is ended before all else when the session is closed. */
  void endsFirst(Runnable end) {
    first = end;
  }

  /** Prints a text as it is, with secrets masked. */
  void print(String text) {
    surroundings.out().print(surroundings.masking().mask(text));
    surroundings.out().flush();
  }

  /** From now on what checks have shown is appended to this file. */
  void facts(Path file) {
    facts = Optional.of(file);
  }

  /** The file for what checks have shown. */
  Optional<Path> facts() {
    return facts;
  }

  /** A command that is ended when the session is. */
  CommandRun command(List<String> words) {
    CommandRun run = new CommandRun(surroundings, words);
    commands.add(run);
    return run;
  }

  /** How stacks are: those of a name, else the one that was asked for, else all. */
  List<StackStatus> statuses(List<String> names) {
    acts();
    Optional<String> name =
        names.stream().findFirst().or(() -> settings.stacks().stream().findFirst());
    if (name.isPresent() && StackChoice.isFile(name.get())) {
      return List.of(choice.described(surroundings.folder().resolve(name.get())).status());
    }
    Optional<StackHandle> named = name.map(choice::running);
    return orchestrator().status(named.map(StackHandle::getName), true).stream()
        // the name of a copy means that one, the name of a stack all of its copies
        .filter(status -> name.isEmpty() || named.get().isNamed(name.get(), status))
        .toList();
  }

  /** Plans a clean-up and, unless it is only to be told, carries it out. */
  List<Plan> cleanup(boolean all, boolean dryRun) {
    acts();
    Optional<Stack> stack =
        choice.defaultFile().isPresent() ? choice.stack().described() : Optional.empty();
    Cleanup cleanup = (dryRun ? reading() : orchestrator()).cleanup();
    List<Plan> plans = cleanup.plans(stack, all);
    if (!dryRun) {
      plans.forEach(plan -> cleanup.clean(plan, settings.timeout()));
    }
    return plans;
  }

  /** The way to the engine, after what dead runs have left there is removed. */
  public Orchestrator orchestrator() {
    Orchestrator found = reading();
    if (!swept) {
      swept = true;
      for (Run run : found.runs().sweep()) {
        surroundings.err().println("orch: removed what a run left that died: " + run.describe());
      }
      found.settle();
    }
    return found;
  }

  /** From now on tells of what is done with stacks. */
  public void tell(StackWatcher watcher) {
    this.watcher = watcher;
  }

  StackWatcher watcher() {
    return watcher;
  }

  /** Does something with a stack, and tells of its beginning and its end. */
  Plan watched(String action, StackHandle stack, List<String> services, Supplier<Plan> work) {
    acts();
    StackWatcher.Subject subject = stack.subject();
    watcher.begins(action, subject, services);
    Plan plan;
    try {
      plan = work.get();
    } catch (RuntimeException e) {
      watcher.failed(subject, e);
      throw e;
    }
    if (watcher != StackWatcher.NONE) {
      String host = orchestrator().engine().info().address().host();
      watcher.done(subject, statusNow(stack), host);
    }
    return plan;
  }

  /** A report does without what can no longer be asked. */
  private static Optional<StackStatus> statusNow(StackHandle stack) {
    try {
      return Optional.of(stack.status());
    } catch (OrchException e) {
      return Optional.empty();
    }
  }

  /** Removes what dead runs have left, and does nothing else. */
  public void sweep() {
    orchestrator();
  }

  /** The way to the engine for those who must not change anything on it. */
  Orchestrator reading() {
    return reading(true);
  }

  /** As above; the engine is set up only where that is asked for here as well. */
  public Orchestrator reading(boolean setUp) {
    if (orchestrator == null) {
      orchestrator = surroundings.engines().connect(setUp);
    }
    return orchestrator;
  }

  /** The proof that others were left alone. */
  Proof proof() {
    return proof;
  }

  /** The error, once, where the session has ended and something that is not ours came to harm. */
  public Optional<OrchException> harm() {
    return proof.harm();
  }

  /** Its scripts. */
  public SessionScripts scripts() {
    return scripts;
  }

  /** Its stacks. */
  public SessionStacks stacks() {
    return stacks;
  }

  /** The stack that is meant where none is named, or just by a word. */
  public StackChoice choice() {
    return choice;
  }

  /** Called by everything that acts on a stack. */
  void acts() {
    scripts.acts();
  }

  Settings settings() {
    return settings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /**
   * The form of its own that a result has; empty where it has none.
   *
   * @param json whether as one JSON document
   */
  public Optional<String> form(Object result, boolean json) {
    return new Results(surroundings, json, carriedOut::contains).form(result);
  }

  /** The result that was printed last. */
  public Optional<Object> lastShown() {
    return shown;
  }

  /** Prints a result: as text, or as JSON where that was asked for. */
  public void show(Object result) {
    shown = Optional.ofNullable(result);
    new Results(surroundings, settings.json(), carriedOut::contains).show(result);
  }

  /**
   * How long waits may take: as asked for on the command line, else as the stack says, else a
   * minute.
   */
  Duration within(Optional<Duration> ofStack) {
    return settings.timeout().or(() -> ofStack).orElse(StackScope.DEFAULT_WITHIN);
  }

  /** Removes the dedicated copies that this session made, and lets go of the engine. */
  @Override
  public void close() {
    if (tasks != null) {
      tasks.hurry();
    }
    try {
      closeWork();
    } finally {
      closeStacks();
    }
  }

  /** What fails in one of them keeps none of the others. */
  private void closeWork() {
    try {
      if (works != null) {
        works.close();
      }
    } finally {
      try {
        first.run();
      } finally {
        if (tasks != null) {
          tasks.close();
        }
      }
    }
  }

  private void closeStacks() {
    Orchestrator opened = orchestrator;
    if (opened == null || !closed.compareAndSet(false, true)) {
      return;
    }
    try {
      commands.forEach(CommandRun::end);
      opened.end(
          stacks.stream()
              .filter(StackHandle::isDedicated)
              .map(stack -> opened.identity(stack.getName(), stack.environment()))
              .toList());
    } finally {
      proof.end(opened, stacks.stream().toList());
      opened.engine().close();
    }
  }
}

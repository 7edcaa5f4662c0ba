package orch.dsl;

import groovy.lang.Binding;
import groovy.lang.Closure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import orch.compose.ComposeLoader;
import orch.facade.Cleanup;
import orch.facade.Orchestrator;
import orch.health.StackStatus;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.Mount;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Origin;
import orch.model.Stack;
import orch.model.StackFiles;
import orch.model.Value;
import orch.own.Run;
import orch.own.Secrets;
import orch.own.StateFolder;
import orch.plan.Plan;
import orch.script.Libraries;
import orch.script.ScriptStore;
import org.codehaus.groovy.runtime.metaclass.MethodSelectionException;

/**
 * One run of orch: the scripts that are read, the stacks they describe, and the way to the engine.
 * Used by one thread.
 */
public final class Session implements AutoCloseable {
  private final Settings settings;
  private final Surroundings surroundings;
  private final ScriptStore store;
  private final Secrets secrets;
  private final Binding variables = new Binding();
  private final List<OrchScript> scripts = new ArrayList<>();
  private final List<StackHandle> stacks = new CopyOnWriteArrayList<>();

  /** Copies that are for one command. */
  private final List<StackHandle> copies = new CopyOnWriteArrayList<>();

  /** Scripts whose words others may use for as long as the session lasts. */
  private final Set<OrchScript> used = new java.util.HashSet<>();

  private Optional<StackHandle> preferred = Optional.empty();

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
  private boolean copying;
  private boolean describing;
  private final Map<String, TaskScope> described = new java.util.LinkedHashMap<>();
  private Tasks tasks;
  private Works works;
  private volatile Runnable first = () -> {};
  private Optional<StackScope> reading = Optional.empty();

  /** A session. */
  public Session(Settings settings, Surroundings surroundings, ScriptStore store, Secrets secrets) {
    this.settings = settings;
    this.surroundings = surroundings;
    this.store = store;
    this.secrets = secrets;
  }

  /**
   * Runs a script.
   *
   * @param compiled its classes
   * @param options by name
   * @return what its last statement gave
   */
  public Object run(
      ScriptFile file,
      ScriptStore.Compiled compiled,
      Map<String, Object> options,
      List<String> arguments) {
    if (scripts.isEmpty()) {
      proof.beforeScript();
    }
    OrchScript script = (OrchScript) compiled.create();
    script.setBinding(variables);
    script.prepare(this, file, options, arguments);
    scripts.add(script);
    try {
      return script.run();
    } catch (MethodSelectionException | NullPointerException e) {
      throw script.misused(e);
    }
  }

  /**
   * Runs a line that was typed: its variables stay, and it is forgotten itself unless it defines
   * something.
   *
   * @param defines whether methods or classes of it may be used later
   * @return what its last statement gave
   */
  public Object line(ScriptFile line, ScriptStore.Compiled compiled, boolean defines) {
    int before = scripts.size();
    try {
      return run(line, compiled, Map.of(), List.of());
    } finally {
      List<OrchScript> added = scripts.subList(Math.min(before, scripts.size()), scripts.size());
      OrchScript own = added.isEmpty() ? null : added.get(0);
      added.removeIf(script -> !(used.contains(script) || defines && script == own));
    }
  }

  /** The variables of all its scripts. */
  @SuppressWarnings("unchecked")
  public Map<String, Object> variables() {
    return variables.getVariables();
  }

  /** The stack that was described last, if any. */
  public Optional<StackHandle> lastStack() {
    return stacks.isEmpty() ? Optional.empty() : Optional.of(stacks.get(stacks.size() - 1));
  }

  /** From now on this plan is told as one that was done. */
  Plan carriedOut(Plan plan) {
    carriedOut.add(plan);
    return plan;
  }

  /** From now on this is the stack that is worked on unless another one is asked for. */
  public void prefer(StackHandle handle) {
    preferred = Optional.of(handle);
  }

  /** Whether it has made dedicated copies that are for more than one command. */
  public boolean hasCopies() {
    return stacks.stream().anyMatch(s -> s.isDedicated() && s.isStarted() && !copies.contains(s));
  }

  /** The data that goes when this session is closed: named volumes of its dedicated copies. */
  public List<String> dataOfCopies() {
    return stacks.stream()
        .filter(s -> s.isDedicated() && s.isStarted())
        .flatMap(s -> s.described().stream())
        .flatMap(
            stack ->
                stack.services().values().stream()
                    .flatMap(service -> service.mounts().stream())
                    .filter(Mount.VolumeMount.class::isInstance)
                    .map(mount -> ((Mount.VolumeMount) mount).volume())
                    .map(
                        volume ->
                            "volume '" + volume + "' of the copy of stack '" + stack.name() + "'"))
        .distinct()
        .toList();
  }

  /** Runs a script for what it defines; its stacks are described, nothing is done to them. */
  private StackHandle describe(ScriptFile file) {
    int before = stacks.size();
    boolean outer = describing;
    describing = true;
    try {
      run(file, store.compiled(file.name(), file.text()), Map.of(), List.of());
    } catch (Described e) {
      // the script went on to do something with what it had described
    } finally {
      describing = outer;
    }
    List<StackHandle> described = stacks.subList(before, stacks.size());
    if (described.size() != 1) {
      String names = described.stream().map(StackHandle::getName).collect(Collectors.joining(", "));
      throw new OrchException.BadInput(
          file.name()
              + " describes "
              + (described.isEmpty() ? "no stack" : "several stacks: " + names),
          List.of("a file for --stack describes just one"),
          null);
    }
    return described.get(0);
  }

  /** Thrown where a script that is only read for its description would act. */
  private static final class Described extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Described() {
      super(null, null, false, false);
    }
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

  /** Runs a file for what it describes, and does nothing else that it says. */
  void describeOnly(Path path, List<String> arguments) {
    ScriptFile file = ScriptFile.read(path);
    describing = true;
    try {
      run(file, store.compiled(file.name(), file.text()), Map.of(), arguments);
    } catch (Described e) {
      // the script went on to do something with what it had described
    } finally {
      describing = false;
    }
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
    describing = true;
    try {
      run(file, store.compiled(file.name(), file.text()), Map.of(), arguments);
    } catch (Described e) {
      // the script went on to do something with what it had described
    } finally {
      describing = false;
    }
    boolean named = described.containsKey(name);
    if (described.isEmpty()
        || !named && path.equals(surroundings.folder().resolve("tasks.groovy")) && !isFile(name)) {
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

  /** The stack of a file as it is now, for one who goes on without this session's knowing. */
  StackHandle readAnew(Path file) {
    int before = scripts.size();
    StackHandle handle = described(file);
    stacks.remove(handle);
    scripts.subList(before, scripts.size()).clear();
    return handle;
  }

  /** What is ended before all else when the session is closed. */
  void endsFirst(Runnable end) {
    first = end;
  }

  /** A stack that a task needs: its own copy, or the one that all use. */
  StackHandle needed(String fileOrName, boolean dedicated) {
    boolean outer = copying;
    copying = dedicated;
    try {
      return isFile(fileOrName)
          ? described(surroundings.folder().resolve(fileOrName))
          : running(fileOrName);
    } finally {
      copying = outer;
    }
  }

  /** Prints a text as it is, with secrets masked. */
  void print(String text) {
    surroundings.out().print(surroundings.masking().mask(text));
    surroundings.out().flush();
  }

  /** Called by everything that acts on a stack. */
  void acts() {
    if (describing) {
      throw new Described();
    }
  }

  /** Runs another script, so that its methods and variables can be used. */
  Object use(String file) {
    if (Libraries.areCoordinates(file)) {
      return useLibrary(file);
    }
    Path path = resolve(file);
    String shared = store.libraries().shared().get(file.replaceFirst("\\.groovy$", ""));
    if (!Files.isRegularFile(path) && shared != null) {
      return useShared(file.replaceFirst("\\.groovy$", ""), shared);
    }
    if (!Files.isRegularFile(path)) {
      throw new OrchException.BadInput(here().at("there is no file " + path));
    }
    ScriptFile script = ScriptFile.read(path);
    run(script, store.compiled(script.name(), script.text()), Map.of(), List.of());
    used.add(scripts.get(scripts.size() - 1));
    return scripts.get(scripts.size() - 1);
  }

  /** The library's classes are there already; the scripts that it shares are run. */
  private Object useLibrary(String coordinates) {
    List<Path> jars = store.library(coordinates);
    if (jars.isEmpty()) {
      throw new OrchException.BadInput(
          here()
              .at(
                  "use '"
                      + coordinates
                      + "' stands at the top level of a script, as a plain text"));
    }
    Object last = null;
    for (Map.Entry<String, String> shared : Libraries.shared(jars.get(0)).entrySet()) {
      last = useShared(shared.getKey(), shared.getValue());
    }
    return last;
  }

  private Object useShared(String name, String text) {
    ScriptFile script =
        new ScriptFile(name + ".groovy", Optional.empty(), surroundings.folder(), text);
    run(script, store.compiled(script.name(), text), Map.of(), List.of());
    return scripts.get(scripts.size() - 1);
  }

  /** Reads a {@code stack} block and, where it says so, makes it run. */
  StackHandle stack(ScriptFile file, Optional<String> name, Closure<?> block) {
    String known = name.orElseGet(file::stackName);
    return stack(file, new StackScope(this, known), block);
  }

  /** Reads a block that describes a stack and, where it says so, makes it run. */
  StackHandle stack(ScriptFile file, StackScope scope, Closure<?> block) {
    reading = Optional.of(scope);
    try {
      scope.run(block);
    } finally {
      reading = Optional.empty();
    }
    Stack stack = scope.stack(new Origin(file.path().map(Path::toString).orElse(file.name()), 0));
    Environment environment =
        isDedicated(scope.isDedicated()) ? new Environment.Dedicated(nonce()) : Environment.SHARED;
    StackHandle handle =
        new StackHandle(this, stack.name(), Optional.of(stack), environment, scope.ensure());
    stacks.add(handle);
    if (scope.ensure().isPresent() && !describing) {
      handle.ensureHealthy();
      show(handle.glance());
    }
    return handle;
  }

  /** The command line goes before the block. */
  private boolean isDedicated(Optional<Boolean> asDescribed) {
    return copying || settings.env().map("dedicated"::equals).orElse(asDescribed.orElse(false));
  }

  /** Five letters and digits: enough that copies on one engine do not meet. */
  private static String nonce() {
    String letters = "abcdefghijkmnpqrstuvwxyz23456789";
    SecureRandom random = new SecureRandom();
    StringBuilder nonce = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      nonce.append(letters.charAt(random.nextInt(letters.length())));
    }
    return nonce.toString();
  }

  /**
   * The stack that the settings name, or the one of the working folder: a copy where they say so.
   *
   * @param change made to the description before anything is done with it
   */
  public StackHandle stack(UnaryOperator<Stack> change) {
    StackHandle chosen = chosenStack();
    StackHandle changed = chosen.changed(change);
    stacks.remove(chosen);
    stacks.add(changed);
    return changed;
  }

  /** A private copy of {@link #chosenStack}. */
  StackHandle chosenCopy() {
    if (settings.env().equals(Optional.of(Environment.SHARED.kind()))) {
      throw new OrchException.BadInput(
          "this works on a dedicated copy; '--env shared' contradicts that");
    }
    copying = true;
    try {
      StackHandle copy = chosenStack();
      copies.add(copy);
      return copy;
    } finally {
      copying = false;
    }
  }

  /** A private copy of a stack that was described, for as long as the session lasts. */
  StackHandle copyOf(StackHandle handle) {
    StackHandle copy = handle.in(this, new Environment.Dedicated(nonce()));
    copies.add(copy);
    // not last: errors speak of the stack that the user named
    stacks.add(0, copy);
    return copy;
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

  /** The stack that was asked for, or the one of the working folder. */
  StackHandle chosenStack() {
    List<String> asked = settings.stacks();
    if (asked.size() > 1) {
      return compose(asked);
    }
    if (asked.size() == 1 && !isFile(asked.get(0))) {
      return running(asked.get(0));
    }
    if (asked.isEmpty() && preferred.isPresent()) {
      StackHandle stack = preferred.get();
      boolean copy = isDedicated(Optional.of(false));
      if (stack.isDedicated() && !copy) {
        // it belongs to who made it
        return stack;
      }
      stacks.add(stack.in(this, copy ? new Environment.Dedicated(nonce()) : Environment.SHARED));
      return stacks.get(stacks.size() - 1);
    }
    Optional<Path> file = defaultFile();
    if (file.isEmpty() && ComposeFiles.areNamed(surroundings)) {
      return compose(List.of());
    }
    if (file.isEmpty()) {
      throw new OrchException.BadInput(
          "no stack is named, and there is none in this folder",
          List.of(
              "looked for " + String.join(", ", StackFiles.NAMES),
              "name one with --stack FILE or --stack NAME"),
          Next.verb("status"));
    }
    return asked.isEmpty() && !ScriptFile.isScript(file.get())
        ? compose(List.of())
        : described(file.get());
  }

  /** The stack of a file, be it a script or a Compose file. */
  private StackHandle described(Path file) {
    return ScriptFile.isScript(file)
        ? describe(ScriptFile.read(file))
        : compose(List.of(file.toString()));
  }

  /** The stack of a script, or of Compose files that are merged in their order. */
  StackHandle stackOf(List<Path> files) {
    return files.size() == 1
        ? described(files.get(0))
        : compose(files.stream().map(Path::toString).toList());
  }

  /** The stack of Compose files; none: those that the folder has. */
  private StackHandle compose(List<String> files) {
    Stack stack = new ComposeFiles(surroundings).stack(files);
    Environment environment =
        isDedicated(Optional.empty()) ? new Environment.Dedicated(nonce()) : Environment.SHARED;
    StackHandle handle =
        new StackHandle(this, stack.name(), Optional.of(stack), environment, Optional.empty());
    stacks.add(handle);
    return handle;
  }

  /** The stack that was asked for, or that the folder has, as a Compose file. */
  ComposeConfig config(ComposeLoader.Options options) {
    Optional<Path> file = defaultFile();
    boolean running = settings.stacks().size() == 1 && !isFile(settings.stacks().get(0));
    if (running || file.isPresent() && ScriptFile.isScript(file.get())) {
      return ComposeConfig.of(chosenStack(), surroundings);
    }
    return new ComposeFiles(surroundings).config(settings.stacks(), options);
  }

  /** The file that was asked for, else the first of the usual ones that exists. */
  private Optional<Path> defaultFile() {
    return settings.stacks().stream()
        .findFirst()
        .filter(Session::isFile)
        .map(surroundings.folder()::resolve)
        .or(() -> StackFiles.in(surroundings.folder()));
  }

  private static boolean isFile(String text) {
    return text.contains("/") || text.matches(".*\\.(groovy|ya?ml)");
  }

  private StateFolder state() {
    return StateFolder.of(surroundings.environment(), surroundings.home());
  }

  private StackHandle running(String name) {
    Map<String, Identity> known = reading().known();
    Identity identity = known.get(name);
    if (identity == null && state().names("snapshots").contains(name)) {
      // nothing of it is left but what was saved, which is enough to put it back
      identity = reading().identity(name, Environment.SHARED);
    }
    if (identity == null) {
      throw new OrchException.BadInput(
          "no stack '"
              + name
              + "' on this engine"
              + orch.model.Names.didYouMean(name, known.keySet()),
          List.of(
              known.isEmpty()
                  ? "no stack of ours exists there"
                  : "there are: " + String.join(", ", known.keySet())),
          Next.verb("status"));
    }
    // without its file nothing else says which secrets its output may hold
    List<Value.Secret> kept =
        identity.environment().run().isPresent()
            ? reading().runs().secrets(identity)
            : secrets.all(identity.stack());
    kept.forEach(secret -> surroundings.masking().add(secret.text()));
    StackHandle handle =
        new StackHandle(
            this, identity.stack(), Optional.empty(), identity.environment(), Optional.empty());
    stacks.add(handle);
    return handle;
  }

  /**
   * A next step so that it means this session's stack when it is typed in the same folder; none for
   * a dedicated copy, which is gone by then.
   */
  public Optional<Next> addressed(Next next) {
    if (stacks.isEmpty()) {
      return Optional.of(next);
    }
    StackHandle last = stacks.get(stacks.size() - 1);
    if (last.isDedicated()) {
      return Optional.empty();
    }
    Optional<Path> file = last.source().filter(Files::isRegularFile);
    boolean byFolder =
        settings.stacks().isEmpty() && file.isPresent() && file.equals(defaultFile());
    Path folder = surroundings.folder();
    return Optional.of(
        byFolder
            ? next
            : next.onStack(
                file.map(f -> f.startsWith(folder) ? folder.relativize(f) : f)
                    .map(Path::toString)
                    .orElse(last.getName())));
  }

  /** How stacks are: those of a name, else the one that was asked for, else all. */
  List<StackStatus> statuses(List<String> names) {
    acts();
    Optional<String> name =
        names.stream().findFirst().or(() -> settings.stacks().stream().findFirst());
    if (name.isPresent() && isFile(name.get())) {
      return List.of(described(surroundings.folder().resolve(name.get())).status());
    }
    Optional<StackHandle> named = name.map(this::running);
    return orchestrator().status(named.map(StackHandle::getName), true).stream()
        // the name of a copy means that one, the name of a stack all of its copies
        .filter(status -> name.isEmpty() || named.get().isNamed(name.get(), status))
        .toList();
  }

  /** What a file says of a stack of this name: one that was read, else the chosen one's. */
  Optional<Stack> describedNamed(String name) {
    if (stacks.stream().noneMatch(stack -> stack.described().isPresent())
        && defaultFile().isPresent()) {
      try {
        chosenStack();
      } catch (OrchException.BadInput e) {
        // what runs can be drawn without its file
      }
    }
    return stacks.stream()
        .flatMap(stack -> stack.described().stream())
        .filter(stack -> stack.name().equals(name))
        .findFirst();
  }

  /** Plans a clean-up and, unless it is only to be told, carries it out. */
  List<Plan> cleanup(boolean all, boolean dryRun) {
    acts();
    Optional<Stack> stack =
        defaultFile().isPresent() ? chosenStack().described() : Optional.empty();
    Cleanup cleanup = (dryRun ? reading() : orchestrator()).cleanup();
    List<Plan> plans = cleanup.plans(stack, all);
    if (!dryRun) {
      plans.forEach(plan -> cleanup.clean(plan, settings.timeout()));
    }
    return plans;
  }

  /**
   * The stack that was asked for or that the folder has, if any.
   *
   * @param engineThere whether one can be asked: only it knows stacks by name
   */
  Optional<StackHandle> stackToLookAt(boolean engineThere) {
    acts();
    boolean byName = settings.stacks().stream().anyMatch(stack -> !isFile(stack));
    boolean known = byName ? engineThere : defaultFile().isPresent();
    return known ? Optional.of(chosenStack()) : Optional.empty();
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

  /** The path of a file as an error names it, where it is one that was read. */
  public Optional<Path> path(String named) {
    return scripts.stream()
        .map(OrchScript::file)
        .filter(file -> file.name().equals(named))
        .findFirst()
        .map(file -> file.path())
        .orElseGet(() -> Optional.of(surroundings.folder().resolve(named)))
        .filter(Files::isRegularFile);
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

  Settings settings() {
    return settings;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** The scripts that run, the innermost last. */
  List<OrchScript> scripts() {
    return scripts;
  }

  /** The line of the innermost script that is being read. */
  Origin here() {
    return Position.here(fileNames()).orElse(Origin.UNKNOWN);
  }

  /** The line of a script from which an exception came. */
  public Optional<Origin> position(Throwable thrown) {
    return Position.of(thrown, fileNames());
  }

  private Set<String> fileNames() {
    return scripts.stream().map(script -> script.file().name()).collect(Collectors.toSet());
  }

  /** The error with file and line in front, unless it has them. */
  OrchException.BadInput located(OrchException.BadInput e) {
    boolean has = fileNames().stream().anyMatch(name -> e.getMessage().startsWith(name + ":"));
    return has
        ? e
        : new OrchException.BadInput(
            here().at(e.getMessage()), e.evidence(), e.next().orElse(null));
  }

  /** A path as the script means it in which it is written. */
  Path resolve(String path) {
    String name = here().file();
    Path folder = surroundings.folder();
    for (OrchScript script : scripts) {
      if (script.file().name().equals(name)) {
        folder = script.file().folder();
      }
    }
    return folder.resolve(path).normalize();
  }

  Value.Secret secret(String stack, String name) {
    Value.Secret secret =
        reading
            .filter(scope -> isDedicated(scope.isDedicated()))
            .map(scope -> scope.ownSecret(name))
            .orElseGet(() -> secrets.get(stack, name));
    reading.ifPresent(StackScope::secretGiven);
    surroundings.masking().add(secret.text());
    return secret;
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
      proof.end(opened, stacks);
      opened.engine().close();
    }
  }
}

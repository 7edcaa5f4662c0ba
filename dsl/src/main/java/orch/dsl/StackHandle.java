package orch.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import orch.engine.Engine;
import orch.engine.Tty;
import orch.facade.Addresses;
import orch.facade.Cleanup;
import orch.facade.Orchestrator;
import orch.facade.PlanCheck;
import orch.facade.StackSnapshots;
import orch.health.StackStatus;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.Mount;
import orch.model.Names;
import orch.model.Network;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Stack;
import orch.model.Value;
import orch.plan.Observed;
import orch.plan.Plan;
import orch.snapshot.Snapshot;
import orch.snapshot.Snapshots;

/** A stack in the hands of a script: described by a file, or only known to run. */
public final class StackHandle {
  private final Session session;
  private final String name;
  private Optional<Stack> stack;
  private final Environment environment;
  private final Optional<Duration> within;
  private boolean started;
  private Optional<String> filledFrom = Optional.empty();

  StackHandle(
      Session session,
      String name,
      Optional<Stack> stack,
      Environment environment,
      Optional<Duration> within) {
    this.session = session;
    this.name = name;
    this.stack = stack;
    this.environment = environment;
    this.within = within;
  }

  /** The stack's name. */
  public String getName() {
    return name;
  }

  private Orchestrator orchestrator() {
    session.acts();
    return session.orchestrator();
  }

  /**
   * Whose containers are meant.
   *
   * @throws OrchException.BadInput when it is a copy that nobody has made: its name says which one
   */
  private Identity identity() {
    Identity identity = orchestrator().identity(name, environment);
    if (isDedicated() && stack.isPresent() && !started) {
      List<String> copies =
          session.orchestrator().known().values().stream()
              .filter(known -> known.stack().equals(name) && known.environment().run().isPresent())
              .map(Identity::prefix)
              .toList();
      throw new OrchException.BadInput(
          "which dedicated copy of stack '" + name + "' is meant?",
          List.of(
              copies.isEmpty()
                  ? "there is none"
                  : "name it with --stack: " + String.join(", ", copies)),
          Next.verb("status"));
    }
    return identity;
  }

  /** The name by which it is found again: that of a copy tells its run as well. Asks nobody. */
  public String reachedAs() {
    return environment.run().map(run -> name + "-" + run).orElse(name);
  }

  /** The same stack, described otherwise. */
  StackHandle changed(UnaryOperator<Stack> change) {
    return new StackHandle(session, name, stack.map(change), environment, within);
  }

  /**
   * The engine's name of one of its networks, which others can join.
   *
   * @throws OrchException.BadInput when the stack has none of that name
   */
  public String networkName(String network) {
    Network found = file().networks().get(network);
    if (found == null) {
      throw new OrchException.BadInput(
          "stack '"
              + name
              + "' has no network '"
              + network
              + "'"
              + Names.didYouMean(network, file().networks().keySet()));
    }
    return found.engineName(orchestrator().identity(name, environment));
  }

  /** The engine's names of the networks that are made and removed with it. */
  public List<String> networkNames() {
    Identity identity = orchestrator().identity(name, environment);
    return file().networks().values().stream()
        .filter(network -> network.external().isEmpty())
        .map(network -> network.engineName(identity))
        .toList();
  }

  /** The stack as its file describes it, where there is one. */
  Optional<Stack> described() {
    return stack;
  }

  /** How long a script waits for it that says so. */
  Optional<Duration> within() {
    return within;
  }

  /** The file that describes it, where it is one. */
  Optional<Path> source() {
    return stack.map(s -> Path.of(s.origin().file())).filter(Path::isAbsolute);
  }

  /** Which copy it is. */
  Environment environment() {
    return environment;
  }

  /** Whether a status is of what was asked for by that name. */
  boolean isNamed(String asked, StackStatus status) {
    return asked.equals(name) || status.run().equals(environment.run());
  }

  /** What reports know of it. */
  StackWatcher.Subject subject() {
    return new StackWatcher.Subject(name, isDedicated(), stack);
  }

  /** Whether this session has made it run, or has begun to. */
  boolean isStarted() {
    return started;
  }

  /** The same stack, or a copy of it, in the hands of another session. */
  StackHandle in(Session other, Environment instance) {
    return new StackHandle(other, name, stack, instance, within);
  }

  /** Whether it is a private copy, which goes when the command ends. */
  boolean isDedicated() {
    return environment.run().isPresent();
  }

  /**
   * Services that have no volume or folder, a line for each: what they write is gone with their
   * containers.
   */
  public List<String> withoutVolumes() {
    return file().services().values().stream()
        .filter(s -> s.mounts().stream().allMatch(Mount.TmpfsMount.class::isInstance))
        .map(
            s ->
                "service '"
                    + s.name()
                    + "' has no volume: what it writes is gone with its container")
        .toList();
  }

  Stack file() {
    return stack.orElseThrow(
        () ->
            new OrchException.BadInput(
                "stack '" + name + "' is known by name only; this needs the file that describes it",
                List.of("name it with --stack FILE"),
                Next.verb("status", name)));
  }

  /**
   * Makes it as described and waits until it is healthy; services: only those, with what they
   * depend on.
   */
  @Word(
      value =
          "makes it as described and waits until it is healthy; with names: those and what they depend on",
      example = "stack.start('auth', wait: false, within: 30.seconds)")
  public Plan start(Object... services) {
    return start(Map.of(), services);
  }

  /**
   * As above; {@code wait: false} does not wait, {@code within:} is the longest wait, {@code from:}
   * the snapshot that fills a dedicated copy's volumes.
   */
  public Plan start(Map<String, ?> how, Object... services) {
    Duration longest = how.get("within") instanceof Duration given ? given : session.within(within);
    boolean await = !Boolean.FALSE.equals(how.get("wait"));
    Optional<String> from = Optional.ofNullable(how.get("from")).map(Object::toString);
    if (from.isPresent() && !isDedicated()) {
      throw new OrchException.BadInput(
          "a snapshot fills the volumes of a dedicated copy; stack '" + name + "' is shared",
          List.of("--env dedicated makes a copy; rollback changes the shared one"),
          Next.verb("rollback", from.get()));
    }
    List<String> names = OrchScript.texts(services);
    return session.watched("start", this, names, () -> start(names, await, longest, from));
  }

  private Plan start(
      List<String> services, boolean await, Duration longest, Optional<String> from) {
    Orchestrator orchestrator = orchestrator();
    Optional<String> filling = from.filter(snapshot -> !filledFrom.equals(from));
    filling.ifPresent(this::takeSecretsOf);
    started = true;
    if (isDedicated()) {
      session.proof().beforeDedicated();
    }
    Plan plan = orchestrator.start(file(), environment, services, await, longest, filling);
    filledFrom = filling.or(() -> filledFrom);
    return plan;
  }

  /** Services may have kept their secrets in the data that they are to find. */
  private void takeSecretsOf(String snapshot) {
    List<Value.Secret> secrets = snapshots().find(snapshot).secrets();
    secrets.forEach(secret -> session.surroundings().masking().add(secret.text()));
    stack = stack.map(described -> described.withSecrets(secrets));
  }

  /** Makes it as described and waits until all of it is healthy. */
  @Word(
      value = "makes it as described and waits until all of it is healthy",
      example = "stack.ensureHealthy within: 60.seconds")
  public Plan ensureHealthy() {
    return start();
  }

  /** As above; {@code within:} is the longest wait. */
  public Plan ensureHealthy(Map<String, ?> how) {
    return start(how);
  }

  /** What {@link #start} would do. */
  @Word(
      value =
          "what start would do, and why; changes nothing; its save('FILE') keeps it for orch apply",
      example = "show stack.plan()")
  public PlannedStart plan(Object... services) {
    session.acts();
    List<String> names = OrchScript.texts(services);
    AtomicReference<Observed> seen = new AtomicReference<>();
    Plan plan =
        session
            .reading()
            .plan(
                file(),
                environment,
                names,
                true,
                (found, planner) -> {
                  seen.set(found);
                  return planner.get();
                });
    return new PlannedStart(session, this, names, seen.get(), plan);
  }

  /** Makes it so as a plan says that was kept; {@code given} is the longest wait. */
  Plan carryOut(List<String> services, boolean await, Optional<Duration> given, PlanCheck check) {
    return session.watched(
        "apply",
        this,
        services,
        () -> {
          started = true;
          Duration longest = given.orElseGet(() -> session.within(within));
          return orchestrator().start(file(), services, await, longest, check);
        });
  }

  /** Stops and removes containers and, for the whole stack, networks; volumes stay. */
  @Word(
      value =
          "stops and removes containers and networks; volumes: true also volumes, which are saved before unless snapshot: false",
      example = "stack.stop(volumes: true)")
  public Plan stop(Object... services) {
    return stop(Map.of(), services);
  }

  /**
   * As above; {@code volumes: true} removes the volumes as well, after an automatic snapshot unless
   * {@code snapshot: false}.
   */
  public Plan stop(Map<String, ?> how, Object... services) {
    boolean volumes = Boolean.TRUE.equals(how.get("volumes"));
    boolean keep = !Boolean.FALSE.equals(how.get("snapshot"));
    return session.carriedOut(
        orchestrator().stop(identity(), OrchScript.texts(services), volumes, keep));
  }

  /** Stops and starts the same containers and waits until they are healthy. */
  @Word(
      value = "stops and starts the same containers and waits until they are healthy",
      example = "stack.restart('auth')")
  public Plan restart(Object... services) {
    return restart(Map.of(), services);
  }

  /** As above; {@code wait: false} does not wait, {@code within:} is the longest wait. */
  public Plan restart(Map<String, ?> how, Object... services) {
    Duration longest = how.get("within") instanceof Duration given ? given : session.within(within);
    boolean await = !Boolean.FALSE.equals(how.get("wait"));
    List<String> names = OrchScript.texts(services);
    return session.watched(
        "restart", this, names, () -> orchestrator().restart(identity(), names, await, longest));
  }

  /** How it is. */
  @Word(value = "how it is", example = "stack.status().healthy()")
  public StackStatus status() {
    return status(true);
  }

  /** As above, for a text that tells neither of restarts nor since when a container runs. */
  StackStatus glance() {
    return status(session.settings().json());
  }

  private StackStatus status(boolean details) {
    return orchestrator().status(Optional.of(name), details).stream()
        .filter(s -> s.env().equals(environment.kind()) && s.run().equals(environment.run()))
        .findFirst()
        .orElse(new StackStatus(name, environment.kind(), environment.run(), "", List.of()));
  }

  /** What its services have printed, as lines with the service in front where there are several. */
  @Word(
      value = "what its services have printed, as text",
      example = "stack.logs('auth').contains('ready')")
  public String logs(Object... services) {
    return new ServiceLogs(session.surroundings(), orchestrator().engine())
        .text(containers(services));
  }

  /**
   * Prints output of its services; {@code follow:}, {@code tail:}, {@code since:} (a duration),
   * {@code timestamps:}.
   */
  public void printLogs(Map<String, ?> how, Object... services) {
    new ServiceLogs(session.surroundings(), orchestrator().engine())
        .print(containers(services), how);
  }

  private List<Observed.Container> containers(Object... services) {
    return orchestrator().containers(identity(), OrchScript.texts(services));
  }

  /** Runs a command in a service and gives its exit code and output. */
  @Word(
      value = "runs a command in a service; the result has code, out and err",
      example = "stack.exec('auth', 'id').out")
  public ExecResult exec(CharSequence service, Object... command) {
    return ExecResult.of(orchestrator().engine(), one(service).id(), OrchScript.texts(command));
  }

  /**
   * Runs a command in a service on our own input and output, or on the user's terminal where both
   * are on one; gives its exit code.
   */
  public int attach(CharSequence service, Object... command) {
    Optional<Tty> terminal = session.surroundings().terminal();
    if (terminal.isPresent()) {
      String type = session.surroundings().environment().getOrDefault("TERM", "");
      return orchestrator()
          .engine()
          .exec(one(service).id(), OrchScript.texts(command), type, terminal.get());
    }
    InputStream in = session.surroundings().in();
    return orchestrator()
        .engine()
        .exec(
            one(service).id(),
            OrchScript.texts(command),
            in,
            new Engine.Output() {
              @Override
              public void out(byte[] bytes) {
                session.surroundings().out().write(bytes, 0, bytes.length);
                session.surroundings().out().flush();
              }

              @Override
              public void err(byte[] bytes) {
                session.surroundings().err().write(bytes, 0, bytes.length);
                session.surroundings().err().flush();
              }
            });
  }

  /** Runs a command on this machine while it is healthy; gives the command's exit code. */
  @Word(
      value =
          "makes it healthy, runs a command on this machine with its addresses in the environment; gives the exit code",
      example = "theCopy.run(['./test.sh'], envFile: 'addresses.env', logs: 'logs')")
  public int run(Map<String, ?> how, Collection<?> command) {
    CommandRun run = session.command(OrchScript.texts(command));
    Optional<Path> envFile = path(how.get("envFile"));
    Optional<Path> logs = path(how.get("logs"));
    run.check();
    envFile.ifPresent(CommandRun::checkFile);
    logs.ifPresent(CommandRun::checkFolder);
    start(how.get("from") == null ? Map.of() : Map.of("from", how.get("from")));
    List<Observed.Container> containers = containers();
    Engine engine = orchestrator().engine();
    Map<String, String> variables = Addresses.variables(containers, engine.info().address().host());
    envFile.ifPresent(file -> CommandRun.writeVariables(file, variables));
    int code = run.run(variables);
    session.watcher().ran(subject(), run.toString(), code);
    if (code != 0) {
      Path kept = run.keepLogs(engine, this::containers, logs, identity().prefix());
      session
          .surroundings()
          .err()
          .println(
              "orch: '"
                  + run
                  + "' ended with exit code "
                  + code
                  + "; logs of all services: "
                  + kept);
    }
    return code;
  }

  private Optional<Path> path(Object given) {
    return Optional.ofNullable(given)
        .map(Object::toString)
        .map(session.surroundings().folder()::resolve);
  }

  private Observed.Container one(CharSequence service) {
    return containers(service.toString()).stream()
        .filter(Observed.Container::running)
        .findFirst()
        .orElseThrow(
            () ->
                new OrchException.Failed(
                    "service '" + service + "' of stack '" + name + "' does not run",
                    List.of(),
                    Next.verb("status", name)));
  }

  /** One of its services. */
  @Word(
      value = "one of its services: the url or port at which the host reaches it",
      example = "stack.service('auth').url(8080)")
  public ServiceHandle service(CharSequence service) {
    stack.ifPresent(s -> s.service(service.toString()));
    return new ServiceHandle(session, service.toString(), () -> one(service));
  }

  /** Saves all volumes of it under a name, and has its services run again as before. */
  @Word(
      value =
          "saves its volumes, or those named, under a name; services that write are stopped meanwhile, or frozen with pause: true",
      example = "stack.snapshot('seeded', 'pg-data', pause: true)")
  public Snapshot snapshot(CharSequence snapshot, Object... volumes) {
    return snapshot(Map.of(), snapshot, volumes);
  }

  /** As above; {@code pause: true} freezes the services in place of stopping them. */
  public Snapshot snapshot(Map<String, ?> how, CharSequence snapshot, Object... volumes) {
    boolean pause = Boolean.TRUE.equals(how.get("pause"));
    return snapshots()
        .save(
            new Snapshots.Request(
                Optional.of(snapshot.toString()),
                OrchScript.texts(volumes),
                pause ? Snapshot.Writers.PAUSE : Snapshot.Writers.STOP,
                Snapshots.ASKED_FOR),
            session.within(within));
  }

  /** Puts its volumes back to what they were. */
  @Word(
      value =
          "puts its volumes, or those named, back to what they were; what they hold now is saved before unless snapshot: false",
      example = "stack.rollback('seeded')")
  public Optional<Snapshot> rollback(CharSequence snapshot, Object... volumes) {
    return rollback(Map.of(), snapshot, volumes);
  }

  /** As above; {@code snapshot: false} does not save before what the volumes hold now. */
  public Optional<Snapshot> rollback(Map<String, ?> how, CharSequence snapshot, Object... volumes) {
    Optional<Snapshot> before =
        snapshots()
            .rollback(
                snapshot.toString(),
                OrchScript.texts(volumes),
                !Boolean.FALSE.equals(how.get("snapshot")),
                session.within(within));
    takeSecretsOf(snapshot.toString());
    return before;
  }

  /** What was saved of it. */
  @Word(
      value =
          "its snapshots, the newest first; find, remove, prune, export and importFrom do the rest",
      example = "stack.snapshots().find('seeded').volumeNames()")
  public StackSnapshots snapshots() {
    return orchestrator().snapshots(orchestrator().identity(name, environment), stack);
  }

  /**
   * Removes what is ours and dead: containers of services that are no longer described; all:
   * everything but volumes.
   */
  @Word(
      value = "removes containers of services that have left the stack",
      example = "stack.cleanup()")
  public List<Plan> cleanup() {
    Cleanup cleanup = orchestrator().cleanup();
    List<Plan> plans =
        cleanup.plans(stack, false).stream()
            .filter(p -> p.identity().stack().equals(name))
            .toList();
    plans.forEach(plan -> cleanup.clean(plan, session.settings().timeout()));
    return plans;
  }

  /** Proves things about it. */
  @Word(
      value =
          "proves things about it, prints what was found, and fails when one is not so; what stops, kills or writes is done to a dedicated copy unless here: true",
      example = "stack.check { persistence(); networkIsolation() }")
  public CheckRun check(
      @DelegatesTo(value = CheckScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    return check(Map.of(), block);
  }

  /** As above; {@code here: true} does harmful ones to it as well. */
  public CheckRun check(
      Map<String, ?> how,
      @DelegatesTo(value = CheckScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    session.acts();
    return new Checking(session, this, Boolean.TRUE.equals(how.get("here"))).run(block);
  }

  /** As above, by their names, each with {@code argument=value} behind it; none: all of them. */
  public CheckRun check(Map<String, ?> how, Collection<?> words) {
    session.acts();
    return new Checking(session, this, Boolean.TRUE.equals(how.get("here")))
        .run(OrchScript.texts(words));
  }

  /** As above. */
  public CheckRun check(Collection<?> words) {
    return check(Map.of(), words);
  }

  @Override
  public String toString() {
    String services =
        stack.map(s -> " with " + String.join(", ", s.services().keySet())).orElse("");
    return "stack '" + name + "'" + services;
  }
}

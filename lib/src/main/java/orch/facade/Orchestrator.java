package orch.facade;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orch.doctor.Doctor;
import orch.doctor.Preflight;
import orch.doctor.ThisMachine;
import orch.engine.ContainerLabels;
import orch.engine.Engine;
import orch.health.Finding;
import orch.health.StackStatus;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Stack;
import orch.own.DedicatedCopies;
import orch.own.LocalState;
import orch.own.StackLock;
import orch.own.UntouchedProof;
import orch.plan.Observed;
import orch.plan.Plan;
import orch.plan.Planner;
import orch.plan.Progress;
import orch.plan.Scope;
import orch.plan.Shutdown;
import orch.snapshot.Snapshot;
import orch.snapshot.Snapshots;

/** Starts, stops and tells about stacks on one engine. Safe for use by several threads. */
public final class Orchestrator {
  /** How long a command that ends waits for what it asked the engine for. */
  private static final Duration LAST_CHANGES = Duration.ofSeconds(10);

  private final Engine engine;
  private final LocalState local;
  private final DedicatedCopies copies;
  private final DedicatedRuns runs;
  private final Optional<Duration> patience;
  private final Progress.Listener progress;
  private final Preflight preflight;
  private volatile Snapshots working;
  private final Set<Identity> touched = ConcurrentHashMap.newKeySet();

  /**
   * Works on this engine.
   *
   * @param copies how private copies differ
   * @param runs keeps private copies
   * @param patience the longest wait for others who change the same stack; empty: as long as it
   *     takes
   * @param progress receives what happens
   */
  public Orchestrator(
      Engine engine,
      LocalState local,
      DedicatedCopies copies,
      DedicatedRuns runs,
      Optional<Duration> patience,
      Progress.Listener progress) {
    this.engine = engine;
    this.local = local;
    this.copies = copies;
    this.runs = runs;
    this.patience = patience;
    this.progress = progress;
    this.preflight = new Preflight(engine, new ThisMachine(), progress);
  }

  /** The engine that it works on. */
  public Engine engine() {
    return engine;
  }

  /** The dedicated copies on the engine. */
  public DedicatedRuns runs() {
    return runs;
  }

  /** Finds what is ours and dead. */
  public Cleanup cleanup() {
    return new Cleanup(engine, local, runs, touched, progress);
  }

  /** Tells whoever follows what happens that something has begun which takes a while. */
  public void tell(String subject, String what) {
    progress.on(new Progress.Note(subject, what));
  }

  /** Begins to prove that nothing but what this orchestrator works on is changed. */
  public Untouched untouched() {
    return new Untouched(UntouchedProof.begin(engine), touched, progress);
  }

  /** What is wrong now with what a stack that was started uses of others; nothing: all is well. */
  public List<String> usedNotWell(Stack stack, Environment environment) {
    return touched.contains(identity(stack.name(), environment))
        ? new UsedContainers(engine).notWell(stack)
        : List.of();
  }

  /** Whose things a stack's are. */
  public Identity identity(String stack, Environment environment) {
    return new Identity(stack, environment, local.host());
  }

  /** What {@link #start} would do. */
  public Plan plan(
      Stack stack, Environment environment, Collection<String> services, boolean await) {
    return plan(stack, environment, services, await, PlanCheck.NONE);
  }

  /**
   * As above.
   *
   * @param check is shown what the plan is made from
   */
  public Plan plan(
      Stack stack,
      Environment environment,
      Collection<String> services,
      boolean await,
      PlanCheck check) {
    Identity identity = identity(stack.name(), environment);
    Stack wanted =
        environment.run().isPresent() ? copies.copy(stack, identity, engine.subnets()) : stack;
    Observed observed = engine.observe(Scope.of(identity, wanted));
    return check.checked(
        observed,
        () -> {
          Plan plan = Planner.start(wanted, identity, observed, services, await);
          if (!plan.isEmpty()) {
            preflight.check(wanted, plan, observed);
          }
          return plan;
        });
  }

  /**
   * Makes the stack as described and, where asked, waits until it is ready. Others may start the
   * same stack at the same time: all find the one that results.
   *
   * @param services those wanted, with their dependencies; empty: all
   * @param within the longest of each wait, from the start of the container that is waited for
   * @return what was done
   * @throws OrchException.Refused when somebody stops the stack meanwhile
   */
  public Plan start(
      Stack stack,
      Environment environment,
      Collection<String> services,
      boolean await,
      Duration within) {
    return start(stack, environment, services, await, within, Optional.empty());
  }

  /**
   * As above.
   *
   * @param from the snapshot that fills the stack's volumes before anything runs
   */
  public Plan start(
      Stack stack,
      Environment environment,
      Collection<String> services,
      boolean await,
      Duration within,
      Optional<String> from) {
    return start(stack, environment, services, await, within, from, PlanCheck.NONE);
  }

  /**
   * Starts a shared stack as {@link #start} does, but only by a plan that passes a check, and by no
   * other that would follow from what happens meanwhile.
   */
  public Plan start(
      Stack stack, Collection<String> services, boolean await, Duration within, PlanCheck check) {
    return start(stack, Environment.SHARED, services, await, within, Optional.empty(), check);
  }

  private Plan start(
      Stack stack,
      Environment environment,
      Collection<String> services,
      boolean await,
      Duration within,
      Optional<String> from,
      PlanCheck check) {
    Identity identity = identity(stack.name(), environment);
    UsedContainers used = new UsedContainers(engine);
    used.check(stack, identity);
    touched.add(identity);
    if (local.wanted().of(identity).isEmpty()) {
      // a stack that was started and not stopped probably has its containers
      engine.expectCreation();
    }
    Map<String, Integer> started = new LinkedHashMap<>();
    for (String name : stack.withDependencies(services)) {
      started.put(name, stack.service(name).replicas());
    }
    runs.begin(identity, stack);
    try (StackLock lock = lock(identity, false)) {
      from.ifPresent(name -> snapshots(identity, Optional.of(stack), lock).seed(name));
      Rounds rounds = new Rounds(engine, identity, lock);
      return rounds.repeat(
          check == PlanCheck.NONE,
          () -> {
            settle(identity, lock);
            Plan plan = plan(stack, environment, services, await, check);
            local.wanted().started(identity, started, stack.services().keySet(), within);
            if (plan.isEmpty()) {
              lock.leave();
            }
            engine.apply(plan, within, progress, lock);
            if (await && !plan.isEmpty()) {
              new LastLook(engine).stillWell(stack, identity, started.keySet());
              used.checkAgain(stack);
            }
            return plan;
          });
    }
  }

  private StackLock lock(Identity identity, boolean stops) {
    return local
        .locks()
        .take(
            identity,
            stops,
            patience,
            text -> progress.on(new Progress.Note("stack " + identity.prefix(), text)));
  }

  /**
   * Stops containers, dependants first, and removes them with the stack's networks.
   *
   * @param services those meant; empty: all
   * @param volumes whether volumes, and the data in them, go as well
   * @param keep whether what the volumes hold is saved before
   * @return what was done
   */
  public Plan stop(Identity identity, Collection<String> services, boolean volumes, boolean keep) {
    try (StackLock lock = lock(identity, true)) {
      boolean allGoes = volumes && services.isEmpty();
      if (allGoes && !keep) {
        // nobody wants what it would be about
        local.interruptions().done(identity);
      }
      settle(identity, lock);
      if (allGoes && keep) {
        saveBeforeRemoval(identity, lock);
      }
      Observed observed = observe(identity, services);
      Plan plan = Shutdown.stop(identity, observed, services, volumes, "stop was asked for");
      touched.add(identity);
      new Rounds(engine, identity, lock)
          .once(() -> engine.apply(plan, Duration.ZERO, progress, lock));
      local.wanted().stopped(identity, Set.copyOf(services));
      return plan;
    }
  }

  private void saveBeforeRemoval(Identity identity, StackLock lock) {
    Optional<Snapshot> saved =
        snapshots(identity, Optional.empty(), lock)
            .saveBeforeRemoval("stop --volumes", longestWait(identity));
    saved.ifPresent(
        snapshot ->
            progress.on(
                new Progress.Note(
                    "snapshot " + snapshot.name(), "holds what the volumes hold: orch rollback")));
  }

  /**
   * The snapshots of a stack.
   *
   * @param stack as it is described, where there is a description
   */
  public StackSnapshots snapshots(Identity identity, Optional<Stack> stack) {
    return new StackSnapshots(
        identity,
        local,
        meant -> {
          touched.add(meant);
          StackLock lock = lock(meant, false);
          settle(meant, lock);
          return lock;
        },
        (meant, lock) -> snapshots(meant, stack, lock));
  }

  private Snapshots snapshots(Identity identity, Optional<Stack> stack, StackLock lock) {
    working = new Snapshots(engine, local, runs.clock(), progress, identity, stack, lock);
    return working;
  }

  /** Whether some process changes this stack at this moment. */
  public boolean isBeingChanged(Identity identity) {
    try (StackLock lock =
        local.locks().take(identity, false, Optional.of(Duration.ZERO), text -> {})) {
      lock.leave();
      return false;
    } catch (OrchException.TimedOut e) {
      return true;
    }
  }

  /** The longest wait for a service of a stack whose description is not at hand. */
  public Duration longestWait(Identity identity) {
    return local.wanted().within(identity);
  }

  /** Finishes what a killed process has left of a stack whose lock is held. */
  private void settle(Identity identity, StackLock lock) {
    if (!local.interruptions().isEmpty()) {
      snapshots(identity, Optional.empty(), lock).settle(longestWait(identity));
    }
  }

  /** Finishes what killed processes have left, but of stacks on which another works now. */
  public void settle() {
    for (String prefix : local.interruptions().names()) {
      Optional<Identity> left =
          Snapshots.interrupted(local.interruptions().read(prefix), local.host());
      if (left.isEmpty()) {
        continue;
      }
      Identity identity = left.get();
      try (StackLock lock =
          local.locks().take(identity, false, Optional.of(Duration.ZERO), text -> {})) {
        touched.add(identity);
        settle(identity, lock);
      } catch (OrchException.TimedOut e) {
        // it is being worked on
      }
    }
  }

  /** Stops and starts the same containers and, where asked, waits until they are ready. */
  public Plan restart(
      Identity identity, Collection<String> services, boolean await, Duration within) {
    try (StackLock lock = lock(identity, false)) {
      settle(identity, lock);
      Observed observed = observe(identity, services);
      Plan plan = Shutdown.restart(identity, observed, services, ContainerLabels::readiness, await);
      touched.add(identity);
      new Rounds(engine, identity, lock).once(() -> engine.apply(plan, within, progress, lock));
      return plan;
    }
  }

  /**
   * What is well and what is not, of the machine, the engine and what a stack needs of them.
   *
   * @param stack without one, what stacks need is left out
   */
  public List<Finding> findings(Doctor doctor, Optional<Stack> stack, Environment environment) {
    Observed observed = Observed.NOTHING;
    Optional<Stack> wanted = stack;
    if (stack.isPresent()) {
      Identity identity = identity(stack.get().name(), environment);
      observed = engine.observe(Scope.of(identity));
      if (environment.run().isPresent()) {
        wanted = Optional.of(copies.withFreePorts(stack.get()));
      }
    }
    return doctor.examine(engine, copies.pools(), wanted, observed, this::leftovers);
  }

  /** Names of what a clean-up would remove, and of copies whose run died. */
  private List<String> leftovers() {
    List<String> names = new ArrayList<>(runs.dead());
    for (Plan plan : cleanup().plans(Optional.empty(), false)) {
      names.add(plan.identity().prefix());
    }
    return names.stream().distinct().toList();
  }

  /**
   * Ends this process's work: breaks off what other threads do, and removes the dedicated copies
   * that it made.
   */
  public void end(Collection<Identity> copies) {
    boolean ended = engine.halt(LAST_CHANGES);
    Snapshots broken = working;
    if (broken != null) {
      broken.breakOff();
    }
    copies.forEach(copy -> runs.end(copy, ended));
  }

  /**
   * How stacks of this machine are.
   *
   * @param stack a name; empty: all
   * @param details whether to ask for restarts and times of start, one more call a container
   */
  public List<StackStatus> status(Optional<String> stack, boolean details) {
    return engine.status(local.host(), local.wanted(), stack, details);
  }

  /** The containers of these services, at least one for each name. */
  public List<Observed.Container> containers(Identity identity, Collection<String> services) {
    Observed observed = observe(identity, services);
    return observed.containers().stream()
        .filter(c -> services.isEmpty() || services.contains(c.label(Labels.SERVICE)))
        .toList();
  }

  /**
   * What of this machine exists on the engine, or was started and not stopped, by the name that
   * leads to it: a shared stack's own, or a dedicated copy's with its run.
   */
  public Map<String, Identity> known() {
    Map<String, Identity> known = new TreeMap<>();
    for (Identity identity : local.wanted().shared(local.host())) {
      known.put(identity.prefix(), identity);
    }
    for (Observed.Container container : engine.ours()) {
      if (container.label(Labels.HOST).equals(local.host())) {
        String run = container.label(Labels.RUN);
        Identity identity =
            identity(
                container.label(Labels.STACK),
                run.isEmpty() ? Environment.SHARED : new Environment.Dedicated(run));
        known.put(identity.prefix(), identity);
      }
    }
    return known;
  }

  private Observed observe(Identity identity, Collection<String> services) {
    Observed observed = engine.observe(Scope.of(identity));
    Set<String> known =
        Stream.concat(
                observed.containers().stream().map(c -> c.label(Labels.SERVICE)),
                local.wanted().of(identity).keySet().stream())
            .collect(Collectors.toCollection(java.util.TreeSet::new));
    for (String service : services) {
      if (!known.contains(service)) {
        throw new OrchException.BadInput(
            "stack '"
                + identity.stack()
                + "' has no service '"
                + service
                + "' on this engine"
                + Names.didYouMean(service, known),
            known.isEmpty()
                ? List.of("none of its services exists there")
                : List.of("it has " + String.join(", ", known)),
            Next.verb("status"));
      }
    }
    return observed;
  }
}

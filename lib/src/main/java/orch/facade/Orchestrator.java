package orch.facade;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import orch.own.WantedServices;
import orch.plan.Observed;
import orch.plan.Plan;
import orch.plan.Planner;
import orch.plan.Progress;
import orch.plan.Scope;
import orch.plan.Shutdown;

/** Starts, stops and tells about stacks on one engine. Safe for use by several threads. */
public final class Orchestrator {
  private final Engine engine;
  private final String host;
  private final WantedServices wanted;
  private final Progress.Listener progress;
  private final Preflight preflight;

  /**
   * Works on this engine.
   *
   * @param host this machine's id
   * @param progress receives what happens
   */
  public Orchestrator(
      Engine engine, String host, WantedServices wanted, Progress.Listener progress) {
    this.engine = engine;
    this.host = host;
    this.wanted = wanted;
    this.progress = progress;
    this.preflight = new Preflight(engine, new ThisMachine(), progress);
  }

  /** The engine that it works on. */
  public Engine engine() {
    return engine;
  }

  /** Whose things a stack's are. */
  public Identity identity(String stack, Environment environment) {
    return new Identity(stack, environment, host);
  }

  /** What {@link #start} would do. */
  public Plan plan(
      Stack stack, Environment environment, Collection<String> services, boolean await) {
    Identity identity = identity(stack.name(), environment);
    Observed observed = engine.observe(Scope.of(identity, stack));
    Plan plan = Planner.start(stack, identity, observed, services, await);
    if (!plan.isEmpty()) {
      preflight.check(stack, plan, observed);
    }
    return plan;
  }

  /**
   * Makes the stack as described and, where asked, waits until it is ready.
   *
   * @param services those wanted, with their dependencies; empty: all
   * @param within the longest of each wait, from the start of the container that is waited for
   * @return what was done
   */
  public Plan start(
      Stack stack,
      Environment environment,
      Collection<String> services,
      boolean await,
      Duration within) {
    Plan plan = plan(stack, environment, services, await);
    Map<String, Integer> started = new LinkedHashMap<>();
    for (String name : stack.withDependencies(services)) {
      started.put(name, stack.service(name).replicas());
    }
    wanted.started(plan.identity(), started, stack.services().keySet());
    engine.apply(plan, within, progress);
    if (await && !plan.isEmpty()) {
      stillWell(stack, plan.identity(), started.keySet());
    }
    return plan;
  }

  /**
   * A service can end right after it became ready, or while others were waited for: one last look
   * at all of them.
   */
  private void stillWell(Stack stack, Identity identity, Set<String> services) {
    for (Observed.Container container : engine.observe(Scope.of(identity)).containers()) {
      String name = container.label(Labels.SERVICE);
      if (!services.contains(name) || container.running() || stack.isOneShot(stack.service(name))) {
        continue;
      }
      List<String> evidence = new ArrayList<>();
      evidence.add(
          "container "
              + container.name()
              + ": "
              + container.status().toLowerCase(java.util.Locale.ROOT));
      engine.logs(
          container.id(),
          new Engine.LogQuery(false, 10, 0, false),
          line -> evidence.add("  " + line.text()));
      throw new OrchException.Failed(
          "service '" + name + "' was ready and does not run any more",
          evidence,
          Next.verb("logs", name));
    }
  }

  /**
   * Stops containers, dependants first, and removes them with the stack's networks.
   *
   * @param services those meant; empty: all
   * @param volumes whether volumes, and the data in them, go as well
   * @return what was done
   */
  public Plan stop(Identity identity, Collection<String> services, boolean volumes) {
    Observed observed = observe(identity, services);
    Plan plan = Shutdown.stop(identity, observed, services, volumes, "stop was asked for");
    engine.apply(plan, Duration.ZERO, progress);
    wanted.stopped(identity, Set.copyOf(services));
    return plan;
  }

  /** Stops and starts the same containers and, where asked, waits until they are ready. */
  public Plan restart(
      Identity identity, Collection<String> services, boolean await, Duration within) {
    Observed observed = observe(identity, services);
    Plan plan = Shutdown.restart(identity, observed, services, ContainerLabels::readiness, await);
    engine.apply(plan, within, progress);
    return plan;
  }

  /**
   * What would be removed because it is ours and dead: containers of services that are no longer in
   * the stack and, with no stack given, whole copies of which no container runs.
   */
  public List<Plan> cleanupPlans(Optional<Stack> stack, boolean all) {
    List<Plan> plans = new ArrayList<>();
    List<Observed.Container> ours =
        engine.ours().stream().filter(c -> c.label(Labels.HOST).equals(host)).toList();
    for (Identity identity : identities(ours)) {
      Observed observed = engine.observe(Scope.of(identity));
      boolean dead = observed.containers().stream().noneMatch(Observed.Container::running);
      if (all || dead) {
        plans.add(
            Shutdown.stop(
                identity,
                observed,
                List.of(),
                false,
                all ? "everything was asked for" : "nothing of it runs"));
      } else if (stack.isPresent() && stack.get().name().equals(identity.stack())) {
        List<String> orphans =
            observed.containers().stream()
                .map(c -> c.label(Labels.SERVICE))
                .filter(service -> !stack.get().services().containsKey(service))
                .distinct()
                .toList();
        if (!orphans.isEmpty()) {
          plans.add(
              Shutdown.stop(
                  identity, observed, orphans, false, "the stack has no such service any more"));
        }
      }
    }
    return plans;
  }

  /**
   * What is well and what is not, of the machine, the engine and what a stack needs of them.
   *
   * @param stack without one, what stacks need is left out
   */
  public List<Finding> findings(Doctor doctor, Optional<Stack> stack, Environment environment) {
    Observed observed =
        stack
            .map(s -> engine.observe(Scope.of(identity(s.name(), environment))))
            .orElse(Observed.NOTHING);
    return doctor.examine(engine, stack, observed, this::leftovers);
  }

  /** Names of copies that a clean-up would remove. */
  private List<String> leftovers() {
    return cleanupPlans(Optional.empty(), false).stream()
        .filter(plan -> !plan.isEmpty())
        .map(plan -> plan.identity().prefix())
        .toList();
  }

  /** Carries out a plan of {@link #cleanupPlans}. */
  public void clean(Plan plan) {
    engine.apply(plan, Duration.ZERO, progress);
    Set<String> left =
        engine.observe(Scope.of(plan.identity())).containers().stream()
            .map(c -> c.label(Labels.SERVICE))
            .collect(Collectors.toSet());
    Set<String> remembered = Set.copyOf(wanted.of(plan.identity()).keySet());
    Set<String> gone =
        remembered.stream().filter(s -> !left.contains(s)).collect(Collectors.toSet());
    if (!gone.isEmpty()) {
      wanted.stopped(plan.identity(), gone);
    }
  }

  /**
   * How stacks of this machine are.
   *
   * @param stack a name; empty: all
   * @param details whether to ask for restarts and times of start, one more call a container
   */
  public List<StackStatus> status(Optional<String> stack, boolean details) {
    return engine.status(host, wanted, stack, details);
  }

  /** The containers of these services, at least one for each name. */
  public List<Observed.Container> containers(Identity identity, Collection<String> services) {
    Observed observed = observe(identity, services);
    return observed.containers().stream()
        .filter(c -> services.isEmpty() || services.contains(c.label(Labels.SERVICE)))
        .toList();
  }

  /**
   * The names of the stacks of this machine that exist on the engine, or were started and not
   * stopped.
   */
  public Set<String> stackNames() {
    Stream<String> existing =
        engine.ours().stream()
            .filter(c -> c.label(Labels.HOST).equals(host))
            .map(c -> c.label(Labels.STACK));
    Stream<String> remembered = wanted.shared(host).stream().map(Identity::stack);
    return Stream.concat(existing, remembered)
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  private Observed observe(Identity identity, Collection<String> services) {
    Observed observed = engine.observe(Scope.of(identity));
    Set<String> known =
        Stream.concat(
                observed.containers().stream().map(c -> c.label(Labels.SERVICE)),
                wanted.of(identity).keySet().stream())
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

  private List<Identity> identities(List<Observed.Container> containers) {
    return containers.stream()
        .map(
            c -> {
              String run = c.label(Labels.RUN);
              return identity(
                  c.label(Labels.STACK),
                  run.isEmpty() ? Environment.SHARED : new Environment.Dedicated(run));
            })
        .distinct()
        .toList();
  }
}

package orch.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import orch.engine.read.EngineProbes;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.engine.read.Pending;
import orch.health.StackStatus;
import orch.health.StackStatus.ContainerStatus;
import orch.health.StackStatus.Health;
import orch.health.StackStatus.ServiceStatus;
import orch.health.Target;
import orch.health.Wanted;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Readiness;
import orch.plan.Observed;

/**
 * Tells how stacks are, from the engine's listing; asks containers itself only where the engine has
 * no verdict.
 */
public final class StatusReader {
  private final EngineReader reader;
  private final EngineProbes probes;
  private final String host;
  private final Wanted wanted;
  private final Set<String> ready;

  /**
   * Reads from this engine what this host made.
   *
   * @param wanted what was started and not stopped since
   * @param ready ids of containers that were just seen ready: they count as healthy until the
   *     engine's own check has a verdict, which may be half a minute later
   */
  public StatusReader(
      EngineReader reader, EngineProbes probes, String host, Wanted wanted, Set<String> ready) {
    this.reader = reader;
    this.probes = probes;
    this.host = host;
    this.wanted = wanted;
    this.ready = Set.copyOf(ready);
  }

  /**
   * The stacks that these containers make up.
   *
   * @param listed containers of this host
   * @param stack the name of the only stack that they are of; empty: of all
   * @param details whether to ask for restarts and times of start, one more call a container
   */
  public List<StackStatus> read(
      List<Observed.Container> listed, Optional<String> stack, boolean details) {
    List<Observed.Container> containers =
        listed.stream().filter(c -> !c.labels().containsKey(Labels.HELPER)).toList();
    List<Pending<ContainerStatus>> tasks = new ArrayList<>();
    for (Observed.Container container : containers) {
      Supplier<ContainerStatus> question = () -> container(container, details);
      boolean asks = needsAsking(container) || details;
      tasks.add(asks ? Pending.begin(question) : Pending.now(question));
    }
    Map<String, Identity> identities = new TreeMap<>();
    Map<String, Map<String, List<Integer>>> services = new TreeMap<>();
    for (int i = 0; i < containers.size(); i++) {
      Observed.Container container = containers.get(i);
      Identity identity = identity(container);
      identities.put(identity.prefix(), identity);
      services
          .computeIfAbsent(identity.prefix(), p -> new TreeMap<>())
          .computeIfAbsent(container.label(Labels.SERVICE), s -> new ArrayList<>())
          .add(i);
    }
    for (Identity remembered : wanted.shared(host)) {
      if (stack.isEmpty() || stack.get().equals(remembered.stack())) {
        identities.putIfAbsent(remembered.prefix(), remembered);
        services.putIfAbsent(remembered.prefix(), Map.of());
      }
    }
    List<StackStatus> stacks = new ArrayList<>();
    identities.forEach(
        (prefix, identity) -> stacks.add(stack(identity, services.get(prefix), containers, tasks)));
    return stacks;
  }

  private Identity identity(Observed.Container container) {
    String run = container.label(Labels.RUN);
    return new Identity(
        container.label(Labels.STACK),
        run.isEmpty() ? Environment.SHARED : new Environment.Dedicated(run),
        host);
  }

  private StackStatus stack(
      Identity identity,
      Map<String, List<Integer>> services,
      List<Observed.Container> containers,
      List<Pending<ContainerStatus>> tasks) {
    Map<String, Integer> replicas = new TreeMap<>(wanted.of(identity));
    Set<String> names = new HashSet<>(services.keySet());
    names.addAll(replicas.keySet());
    List<ServiceStatus> statuses = new ArrayList<>();
    String source = "";
    for (String name : names.stream().sorted().toList()) {
      List<Observed.Container> own = new ArrayList<>();
      List<ContainerStatus> states = new ArrayList<>();
      for (int index : services.getOrDefault(name, List.of())) {
        own.add(containers.get(index));
        states.add(tasks.get(index).get());
        source = containers.get(index).label(Labels.SOURCE);
      }
      statuses.add(service(name, replicas.getOrDefault(name, own.size()), own, states));
    }
    return new StackStatus(
        identity.stack(),
        identity.environment().kind(),
        identity.environment().run(),
        source,
        statuses);
  }

  private static ServiceStatus service(
      String name,
      int replicas,
      List<Observed.Container> containers,
      List<ContainerStatus> states) {
    List<Observed.Published> ports = new ArrayList<>();
    containers.forEach(container -> ports.addAll(container.ports()));
    Optional<ContainerStatus> worst =
        states.stream().filter(s -> !s.well()).findFirst().or(() -> states.stream().findFirst());
    boolean missing = states.size() < replicas;
    return new ServiceStatus(
        name,
        missing ? "missing" : worst.map(ContainerStatus::state).orElse("missing"),
        missing ? Health.UNHEALTHY : worst.map(ContainerStatus::health).orElse(Health.UNHEALTHY),
        containers.isEmpty() ? "" : containers.get(0).image(),
        replicas,
        ports,
        states);
  }

  private ContainerStatus container(Observed.Container container, boolean details) {
    Health health = health(container);
    int restarts = -1;
    String startedAt = "";
    if (details) {
      Json inspection = reader.inspect(container.id()).orElse(new Json(null));
      restarts = (int) inspection.at("RestartCount").number();
      startedAt = inspection.at("State", "StartedAt").text();
    }
    return new ContainerStatus(
        container.id(),
        container.name(),
        container.state(),
        container.status(),
        health,
        restarts,
        startedAt);
  }

  /** Whether the engine's listing leaves open how a running container is. */
  private boolean needsAsking(Observed.Container container) {
    return container.running()
        && (isStarting(container) && !ready.contains(container.id())
            || askedFromOutside(container));
  }

  private static boolean isStarting(Observed.Container container) {
    return container.status().contains("(health: starting)");
  }

  private static boolean askedFromOutside(Observed.Container container) {
    Readiness readiness = ContainerLabels.readiness(container);
    return readiness instanceof Readiness.Http
        || readiness instanceof Readiness.Tcp
        || readiness instanceof Readiness.LogLine;
  }

  private Health health(Observed.Container container) {
    if (!container.running()) {
      boolean done =
          container.labels().containsKey(Labels.ONE_SHOT)
              && container.exitCode().equals(Optional.of(0));
      return done ? Health.COMPLETED : Health.UNHEALTHY;
    }
    if (container.labels().containsKey(Labels.ONE_SHOT)) {
      return Health.STARTING;
    }
    if (!needsAsking(container)) {
      String status = container.status();
      return status.contains("(healthy)") || isStarting(container)
          ? Health.HEALTHY
          : status.contains("(unhealthy)") ? Health.UNHEALTHY : Health.NONE;
    }
    Readiness readiness = ContainerLabels.readiness(container);
    Target target =
        new Target(
            container.label(Labels.SERVICE), container.name(), container.id(), readiness, false);
    if (probes.probe(target, container).ready()) {
      return Health.HEALTHY;
    }
    return askedFromOutside(container) && startedLongAgo(container, readiness.pace())
        ? Health.UNHEALTHY
        : Health.STARTING;
  }

  /** Whether it had the time in which a check may fail. */
  private boolean startedLongAgo(Observed.Container container, Readiness.Pace pace) {
    String started =
        reader.inspect(container.id()).map(i -> i.at("State", "StartedAt").text()).orElse("");
    if (started.isEmpty()) {
      return true;
    }
    java.time.Duration grace =
        pace.startPeriod().plus(pace.interval().multipliedBy(pace.retries()));
    return java.time.Instant.parse(started).plus(grace).isBefore(java.time.Instant.now());
  }
}

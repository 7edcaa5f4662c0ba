package orch.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orch.model.Dependency;
import orch.model.Service;

/** Steps after which services run and are ready, each after those that it depends on. */
final class ServiceSteps {
  private final Planning planning;
  private final ImageSteps images;
  private final NetworkSteps networks;
  private final ContainerSteps containers;
  private final boolean await;

  private final Set<String> planned = new LinkedHashSet<>();

  /** Steps after which a service's containers run; empty when they run already. */
  private final Map<String, Set<Integer>> startedBy = new HashMap<>();

  /** Steps after which a service is ready; empty when it is ready already. */
  private final Map<String, Set<Integer>> readyBy = new HashMap<>();

  /** Waits that are planned only if another service needs them, where none are asked for. */
  private final Map<String, List<Plan.Step>> waitsInReserve = new HashMap<>();

  /** Services whose containers are stopped and started, or made anew. */
  private final Set<String> disturbed = new LinkedHashSet<>();

  /** Plans with waits for every service, or only those that another service needs. */
  ServiceSteps(
      Planning planning,
      ImageSteps images,
      NetworkSteps networks,
      ContainerSteps containers,
      boolean await) {
    this.planning = planning;
    this.images = images;
    this.networks = networks;
    this.containers = containers;
    this.await = await;
  }

  /** Plans a service after those that it depends on. */
  void plan(Service service) {
    if (!planned.add(service.name())) {
      return;
    }
    for (Dependency dependency : service.dependencies()) {
      plan(planning.stack().service(dependency.service()));
    }
    boolean oneShot = planning.stack().isOneShot(service);
    Set<Integer> started = new LinkedHashSet<>();
    Set<Integer> ready = new LinkedHashSet<>();
    for (int replica = 1; replica <= service.replicas(); replica++) {
      String name = planning.identity().containerName(service.name(), replica);
      Optional<Observed.Container> existing =
          planning.observed().containers().stream().filter(c -> c.name().equals(name)).findFirst();
      Optional<Integer> start =
          existing.isPresent()
              ? existing(service, replica, existing.get())
              : Optional.of(made(service, replica));
      start.ifPresent(started::add);
      if (start.isPresent()) {
        disturbed.add(service.name());
      } else if (ListedReadiness.isReady(service.readiness(), oneShot, existing.orElseThrow())) {
        continue;
      }
      Operation wait =
          new Operation.AwaitReady(
              service.name(),
              name,
              start.map(this::startedId).orElseGet(() -> existing.orElseThrow().id()),
              service.readiness(),
              oneShot,
              "until ready: " + service.readiness().describe());
      Set<Integer> needs = start.map(Set::of).orElse(Set.of());
      if (await) {
        ready.add(planning.plan().add(wait, needs));
      } else {
        waitsInReserve
            .computeIfAbsent(service.name(), n -> new ArrayList<>())
            .add(new Plan.Step(wait, needs));
      }
    }
    containers.removeSurplus(service);
    startedBy.put(service.name(), started);
    readyBy.put(service.name(), ready);
  }

  /** The id of the container that a step starts; empty when the same plan makes it. */
  private String startedId(int step) {
    return ((Operation.StartContainer) planning.plan().operation(step)).id();
  }

  private int made(Service service, int replica) {
    String cause = "it does not exist";
    return startMade(service, replica, containers.create(service, replica, cause), cause);
  }

  private int startMade(Service service, int replica, int create, String cause) {
    String name = planning.identity().containerName(service.name(), replica);
    return start(service, name, "", Planning.with(waitsOf(service), create), cause);
  }

  private int start(Service service, String name, String id, Set<Integer> needs, String cause) {
    return planning
        .plan()
        .add(new Operation.StartContainer(service.name(), name, id, cause), needs);
  }

  /** Plans a container that is there; the step that starts it, unless it runs as wanted. */
  private Optional<Integer> existing(Service service, int replica, Observed.Container container) {
    String reason =
        Stream.of(
                ReplaceReason.of(service, container, images.present(service)),
                networks.replaceReason(service, container),
                containers.replaceReason(service))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    if (!reason.isEmpty()) {
      int create = containers.replace(service, replica, container, reason);
      return Optional.of(startMade(service, replica, create, reason));
    }
    if (!container.running()) {
      return started(service, container);
    }
    Optional<String> restart =
        service.dependencies().stream()
            .filter(Dependency::restart)
            .map(Dependency::service)
            .filter(disturbed::contains)
            .findFirst();
    return restart.map(dependency -> restarted(service, container, dependency));
  }

  private Optional<Integer> started(Service service, Observed.Container container) {
    boolean finished =
        planning.stack().isOneShot(service) && container.exitCode().equals(Optional.of(0));
    if (finished || container.state().equals("restarting")) {
      return Optional.empty();
    }
    String cause = "it does not run: " + container.status().toLowerCase(Locale.ROOT);
    Set<Integer> needs = waitsOf(service);
    if (container.state().equals("paused")) {
      // the engine does not start a paused container; stopping it is the way out that keeps its
      // data
      needs = Planning.with(needs, containers.stop(service, container, cause));
    }
    return Optional.of(start(service, container.name(), container.id(), needs, cause));
  }

  private int restarted(Service service, Observed.Container container, String dependency) {
    String cause = "service '" + dependency + "', on which it depends, was started anew";
    int stop =
        planning
            .plan()
            .add(
                new Operation.StopContainer(
                    service.name(), container.name(), container.id(), cause),
                waitsOf(service));
    return start(service, container.name(), container.id(), Set.of(stop), cause);
  }

  /** The steps that must be done before a service may start. */
  private Set<Integer> waitsOf(Service service) {
    Set<Integer> waits = images.all();
    for (Dependency dependency : service.dependencies()) {
      String name = dependency.service();
      if (dependency.condition() == Dependency.Condition.STARTED) {
        waits.addAll(startedBy.get(name));
        continue;
      }
      List<Plan.Step> reserve = waitsInReserve.remove(name);
      if (reserve != null) {
        reserve.forEach(
            step -> readyBy.get(name).add(planning.plan().add(step.operation(), step.needs())));
      }
      waits.addAll(readyBy.get(name));
    }
    return waits;
  }
}

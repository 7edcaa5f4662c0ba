package orch.plan;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Readiness;

/** Plans stops, restarts and removals from what the engine holds alone: no stack file is needed. */
public final class Shutdown {
  private Shutdown() {}

  /**
   * Stops containers, dependants first, and removes them; the networks when all have stopped, since
   * the engine takes longer over them than over the containers; volumes last, and only where asked.
   *
   * @param services those meant; empty: all, and then networks and volumes go as well
   */
  public static Plan stop(
      Identity identity,
      Observed observed,
      Collection<String> services,
      boolean volumes,
      String cause) {
    Plan.Builder plan = new Plan.Builder();
    List<Observed.Container> meant = meant(observed, services);
    Set<Integer> removed = new LinkedHashSet<>();
    Map<String, Set<Integer>> stopped = stopDependantsFirst(plan, meant, c -> cause, Set.of());
    for (Observed.Container container : meant) {
      removed.add(
          plan.add(
              new Operation.RemoveContainer(container.name(), container.id(), true, false, cause),
              stopped.get(container.id())));
    }
    if (services.isEmpty()) {
      Set<Integer> still = new LinkedHashSet<>();
      stopped.values().forEach(still::addAll);
      networks(plan, identity, observed, still, cause);
      if (volumes) {
        volumes(plan, identity, observed, removed, cause);
      }
    }
    return plan.build(identity, "", Map.of(), Map.of());
  }

  /**
   * Removes all of a dedicated copy at once, volumes and what still runs as well: nobody will want
   * anything of it.
   */
  public static Plan discard(Identity identity, Observed observed, String cause) {
    Plan.Builder plan = new Plan.Builder();
    Set<Integer> removed = new LinkedHashSet<>();
    for (Observed.Container container : observed.containers()) {
      removed.add(
          plan.add(
              new Operation.RemoveContainer(container.name(), container.id(), true, true, cause),
              Set.of()));
    }
    networks(plan, identity, observed, removed, cause);
    volumes(plan, identity, observed, removed, cause);
    return plan.build(identity, "", Map.of(), Map.of());
  }

  private static void networks(
      Plan.Builder plan, Identity identity, Observed observed, Set<Integer> after, String cause) {
    for (Observed.Network network : observed.networks()) {
      if (identity.owns(network.labels())) {
        plan.add(new Operation.RemoveNetwork(network.name(), network.id(), cause), after);
      }
    }
  }

  private static void volumes(
      Plan.Builder plan, Identity identity, Observed observed, Set<Integer> after, String cause) {
    for (Observed.Volume volume : observed.volumes()) {
      if (identity.owns(volume.labels())) {
        plan.add(new Operation.RemoveVolume(volume.name(), volume.made(), cause), after);
      }
    }
  }

  /**
   * Stops and starts the same containers, so that what they hold stays.
   *
   * @param services those meant; empty: all
   * @param readiness how a container's readiness is told
   */
  public static Plan restart(
      Identity identity,
      Observed observed,
      Collection<String> services,
      Function<Observed.Container, Readiness> readiness,
      boolean await) {
    Plan.Builder plan = new Plan.Builder();
    String cause = "restart was asked for";
    List<Observed.Container> meant = meant(observed, services);
    Set<Integer> stops = new LinkedHashSet<>();
    stopDependantsFirst(plan, meant, c -> cause, Set.of()).values().forEach(stops::addAll);
    startDependenciesFirst(plan, meant, stops, readiness, await, cause);
    return plan.build(identity, "", Map.of(), Map.of());
  }

  private static void startDependenciesFirst(
      Plan.Builder plan,
      List<Observed.Container> containers,
      Set<Integer> after,
      Function<Observed.Container, Readiness> readiness,
      boolean await,
      String cause) {
    Map<String, Set<Integer>> ready = new HashMap<>();
    for (Observed.Container container : dependenciesFirst(containers)) {
      String service = container.label(Labels.SERVICE);
      Set<Integer> needs = new LinkedHashSet<>(after);
      for (String dependency : after(container)) {
        needs.addAll(ready.getOrDefault(dependency, Set.of()));
      }
      int last =
          plan.add(
              new Operation.StartContainer(service, container.name(), container.id(), cause),
              needs);
      if (await) {
        Readiness how = readiness.apply(container);
        boolean oneShot = container.labels().containsKey(Labels.ONE_SHOT);
        last =
            plan.add(
                new Operation.AwaitReady(
                    service,
                    container.name(),
                    container.id(),
                    how,
                    oneShot,
                    "until ready: " + how.describe()),
                Set.of(last));
      }
      ready.computeIfAbsent(service, name -> new LinkedHashSet<>()).add(last);
    }
  }

  /** Stops these containers, dependants first, and leaves them there. */
  public static Plan halt(Identity identity, List<Observed.Container> containers, String cause) {
    Plan.Builder plan = new Plan.Builder();
    stopDependantsFirst(plan, containers, c -> cause, Set.of());
    return plan.build(identity, "", Map.of(), Map.of());
  }

  /**
   * Starts containers that are there, each when what it depends on of them is ready, and waits for
   * all.
   *
   * @param readiness how a container's readiness is told
   */
  public static Plan resume(
      Identity identity,
      List<Observed.Container> containers,
      Function<Observed.Container, Readiness> readiness,
      String cause) {
    Plan.Builder plan = new Plan.Builder();
    startDependenciesFirst(plan, containers, Set.of(), readiness, true, cause);
    return plan.build(identity, "", Map.of(), Map.of());
  }

  private static List<Observed.Container> meant(Observed observed, Collection<String> services) {
    return observed.containers().stream()
        .filter(c -> services.isEmpty() || services.contains(c.label(Labels.SERVICE)))
        .toList();
  }

  /**
   * The steps after which neither a container nor what depends on it runs, by container id;
   * containers that do not run need no stop of their own.
   *
   * @param before steps that come before any stop
   */
  static Map<String, Set<Integer>> stopDependantsFirst(
      Plan.Builder plan,
      List<Observed.Container> containers,
      Function<Observed.Container, String> cause,
      Set<Integer> before) {
    List<Observed.Container> ordered = new java.util.ArrayList<>(dependenciesFirst(containers));
    java.util.Collections.reverse(ordered);
    Map<String, Set<Integer>> stops = new HashMap<>();
    for (Observed.Container container : ordered) {
      Set<Integer> needs = new LinkedHashSet<>(before);
      for (Observed.Container other : containers) {
        if (after(other).contains(container.label(Labels.SERVICE))) {
          needs.addAll(stops.getOrDefault(other.id(), Set.of()));
        }
      }
      boolean runs =
          container.running()
              || container.state().equals("restarting")
              || container.state().equals("paused");
      if (runs) {
        int stop =
            plan.add(
                new Operation.StopContainer(
                    container.label(Labels.SERVICE),
                    container.name(),
                    container.id(),
                    cause.apply(container)),
                needs);
        needs = Set.of(stop);
      }
      stops.put(container.id(), needs);
    }
    return stops;
  }

  private static List<Observed.Container> dependenciesFirst(List<Observed.Container> containers) {
    List<Observed.Container> ordered = new java.util.ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Observed.Container container : containers) {
      visit(container, containers, seen, ordered);
    }
    return ordered;
  }

  private static void visit(
      Observed.Container container,
      List<Observed.Container> all,
      Set<String> seen,
      List<Observed.Container> ordered) {
    if (!seen.add(container.id())) {
      return;
    }
    for (Observed.Container other : all) {
      if (after(container).contains(other.label(Labels.SERVICE))) {
        visit(other, all, seen, ordered);
      }
    }
    ordered.add(container);
  }

  private static List<String> after(Observed.Container container) {
    String label = container.label(Labels.AFTER);
    return label.isEmpty() ? List.of() : Arrays.asList(label.split(","));
  }
}

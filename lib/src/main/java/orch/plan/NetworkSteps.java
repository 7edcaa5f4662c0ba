package orch.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orch.model.Attachment;
import orch.model.Labels;
import orch.model.Network;
import orch.model.OrchException;
import orch.model.Service;

/**
 * Steps that make networks, and replace those that are described otherwise than they were made: the
 * containers in such a network are stopped, dependants first, and made anew in the new one.
 */
final class NetworkSteps {
  private final Planning planning;

  /** Steps after which a network is there, by name on the engine. */
  private final Map<String, Integer> steps = new HashMap<>();

  /** Networks that must be replaced, by name on the engine. */
  private final Map<String, Replaced> replaced = new LinkedHashMap<>();

  /** Steps that stop containers for the sake of a network, by id. */
  private final Map<String, Integer> stops = new HashMap<>();

  NetworkSteps(Planning planning) {
    this.planning = planning;
  }

  private record Replaced(Network wanted, Observed.Network found, String cause) {}

  /**
   * All services that a start of some must touch: with a network all in it are made anew.
   *
   * @param selected names of those that are started
   */
  Set<String> affected(Set<String> selected) {
    Set<String> affected = selected;
    while (true) {
      Set<String> more = new LinkedHashSet<>(affected);
      for (String name : affected) {
        for (Network network : networks(planning.stack().service(name))) {
          ours(network)
              .filter(found -> difference(network, found).isPresent())
              .ifPresent(found -> members(found).forEach(c -> more.add(c.label(Labels.SERVICE))));
        }
      }
      more.retainAll(planning.stack().services().keySet());
      Set<String> all = planning.stack().withDependencies(more);
      if (affected.containsAll(all)) {
        return affected;
      }
      affected = all;
    }
  }

  /**
   * Plans the networks of a service.
   *
   * @throws OrchException.Refused when one is not ours, or must be replaced while others are in it
   * @throws OrchException.BadInput when an external one does not exist
   */
  void plan(Service service) {
    for (Network network : networks(service)) {
      String name = network.engineName(planning.identity());
      Optional<Observed.Network> found = found(name);
      if (!network.external().isEmpty()) {
        if (found.isEmpty()) {
          throw Planning.missingExternal(service, "network", name);
        }
      } else if (found.isEmpty()) {
        steps.computeIfAbsent(
            name,
            n ->
                planning
                    .plan()
                    .add(new Operation.CreateNetwork(network, n, "it does not exist"), Set.of()));
      } else if (!planning.identity().owns(found.get().labels())) {
        throw Holder.of(found.get());
      } else if (!replaced.containsKey(name)) {
        difference(network, found.get())
            .ifPresent(change -> replaced.put(name, replaced(network, found.get(), change)));
      }
    }
  }

  private Replaced replaced(Network wanted, Observed.Network found, String change) {
    String cause = "network changed: " + change;
    if (!found.guests().isEmpty()) {
      throw Holder.inTheWay(found, found.guests(), cause);
    }
    List<Observed.Container> left =
        members(found).stream()
            .filter(c -> !planning.stack().services().containsKey(c.label(Labels.SERVICE)))
            .toList();
    if (!left.isEmpty()) {
      throw Holder.leftIn(found, left, cause);
    }
    return new Replaced(wanted, found, cause);
  }

  /** Plans to replace what must be, once all images are there. */
  void replace(Set<Integer> images) {
    Map<String, Observed.Container> members = new LinkedHashMap<>();
    Map<String, String> causes = new HashMap<>();
    for (Replaced network : replaced.values()) {
      for (Observed.Container container : members(network.found())) {
        members.put(container.id(), container);
        causes.putIfAbsent(container.id(), network.cause());
      }
    }
    Map<String, Set<Integer>> stopped =
        Shutdown.stopDependantsFirst(
            planning.plan(), List.copyOf(members.values()), c -> causes.get(c.id()), images);
    members
        .keySet()
        .forEach(
            id ->
                stopped.get(id).stream()
                    .filter(step -> stopsIt(step, id))
                    .forEach(step -> stops.put(id, step)));
    replaced.forEach(
        (name, network) -> {
          Set<Integer> needs = new LinkedHashSet<>(images);
          members(network.found()).forEach(c -> needs.addAll(stopped.get(c.id())));
          int remove =
              planning
                  .plan()
                  .add(
                      new Operation.RemoveNetwork(name, network.found().id(), network.cause()),
                      needs);
          steps.put(
              name,
              planning
                  .plan()
                  .add(
                      new Operation.CreateNetwork(network.wanted(), name, network.cause()),
                      Set.of(remove)));
        });
  }

  private boolean stopsIt(int step, String id) {
    return planning.plan().operation(step) instanceof Operation.StopContainer stop
        && stop.id().equals(id);
  }

  /** The step that stops a container for the sake of a network, where there is one. */
  Optional<Integer> stopOf(Observed.Container container) {
    return Optional.ofNullable(stops.get(container.id()));
  }

  /** The steps after which the networks of a service are there. */
  List<Integer> of(Service service) {
    List<Integer> needed = new ArrayList<>();
    for (Network network : networks(service)) {
      Integer step = steps.get(network.engineName(planning.identity()));
      if (step != null) {
        needed.add(step);
      }
    }
    return needed;
  }

  /** Why a container cannot stay for the sake of a network, if so. */
  Optional<String> replaceReason(Service service, Observed.Container container) {
    for (Map.Entry<String, Replaced> network : replaced.entrySet()) {
      if (container.addresses().containsKey(network.getKey())) {
        return Optional.of(network.getValue().cause());
      }
    }
    for (Network network : networks(service)) {
      String name = network.engineName(planning.identity());
      // the engine does not start a container in a network of the same name but another id
      String id = container.networkIds().getOrDefault(name, "");
      if (!container.running() && !id.isEmpty()) {
        Optional<Observed.Network> found = found(name);
        if (found.isEmpty() || !found.get().id().equals(id)) {
          return Optional.of("its network '" + name + "' is gone");
        }
      }
    }
    return Optional.empty();
  }

  private List<Network> networks(Service service) {
    return service.attachments().stream()
        .map(Attachment::network)
        .map(planning.stack().networks()::get)
        .toList();
  }

  private Optional<Observed.Network> found(String name) {
    return planning.observed().networks().stream().filter(n -> n.name().equals(name)).findFirst();
  }

  private Optional<Observed.Network> ours(Network network) {
    return network.external().isEmpty()
        ? found(network.engineName(planning.identity()))
            .filter(found -> planning.identity().owns(found.labels()))
        : Optional.empty();
  }

  private Optional<String> difference(Network wanted, Observed.Network found) {
    return Definition.difference(wanted, planning.identity(), found);
  }

  /** Containers of ours in a network. */
  private List<Observed.Container> members(Observed.Network network) {
    return planning.observed().containers().stream()
        .filter(container -> container.addresses().containsKey(network.name()))
        .toList();
  }
}

package orch.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orch.model.Labels;
import orch.model.Service;

/** Steps that make, replace and remove containers. */
final class ContainerSteps {
  private final Planning planning;
  private final ImageSteps images;
  private final NetworkSteps networks;
  private final VolumeSteps volumes;

  /** Steps that make a service's containers anew, by service. */
  private final Map<String, Set<Integer>> madeBy = new HashMap<>();

  ContainerSteps(Planning planning, ImageSteps images, NetworkSteps networks, VolumeSteps volumes) {
    this.planning = planning;
    this.images = images;
    this.networks = networks;
    this.volumes = volumes;
  }

  /** Plans to make a container; the step that does. */
  int create(Service service, int replica, String cause) {
    return create(service, replica, Map.of(), Set.of(), cause);
  }

  /** Plans to make a container in place of one; the step that does. */
  int replace(Service service, int replica, Observed.Container container, String cause) {
    int remove = remove(service, container, false, cause);
    return create(service, replica, anonymousVolumes(service, container), Set.of(remove), cause);
  }

  /** Replicas above the wanted number go. */
  void removeSurplus(Service service) {
    for (Observed.Container container : planning.observed().containers()) {
      if (container.label(Labels.SERVICE).equals(service.name())
          && replicaOf(container) > service.replicas()) {
        remove(service, container, true, "replicas reduced to " + service.replicas());
      }
    }
  }

  private int remove(
      Service service, Observed.Container container, boolean withAnonymousVolumes, String cause) {
    int stop = networks.stopOf(container).orElseGet(() -> stop(service, container, cause));
    return planning
        .plan()
        .add(
            new Operation.RemoveContainer(
                container.name(), container.id(), withAnonymousVolumes, false, cause),
            Set.of(stop));
  }

  /** Plans to stop a container once all images are there; the step that does. */
  int stop(Service service, Observed.Container container, String cause) {
    return planning
        .plan()
        .add(
            new Operation.StopContainer(service.name(), container.name(), container.id(), cause),
            images.all());
  }

  private int create(
      Service service,
      int replica,
      Map<String, String> takeOver,
      Set<Integer> before,
      String cause) {
    Set<Integer> needs = new LinkedHashSet<>(before);
    images.of(service).ifPresent(needs::add);
    needs.addAll(networks.of(service));
    needs.addAll(volumes.of(service));
    for (String neighbour : service.neighbours()) {
      needs.addAll(madeBy.getOrDefault(neighbour, Set.of()));
    }
    int create =
        planning
            .plan()
            .add(
                new Operation.CreateContainer(
                    service,
                    planning.identity().containerName(service.name(), replica),
                    replica,
                    images.present(service).map(Observed.Image::reference).orElse(""),
                    takeOver,
                    ConfigHash.of(ConfigHash.parts(service)),
                    Changes.label(Words.of(service)),
                    planning.stack().isOneShot(service),
                    cause),
                needs);
    madeBy.computeIfAbsent(service.name(), name -> new LinkedHashSet<>()).add(create);
    return create;
  }

  /** Why a container cannot stay for the sake of one in which it has a part, if so. */
  Optional<String> replaceReason(Service service) {
    return service.neighbours().stream()
        .filter(madeBy::containsKey)
        .findFirst()
        .map(name -> "service '" + name + "', in which it has a part, has a new container");
  }

  /** Anonymous volumes hold data as well: the new container takes them over, as Compose does. */
  private static Map<String, String> anonymousVolumes(
      Service service, Observed.Container container) {
    Map<String, String> anonymous = new LinkedHashMap<>(container.mounts());
    service.mounts().forEach(mount -> anonymous.remove(mount.target()));
    anonymous.values().removeIf(name -> !name.matches("[0-9a-f]{64}"));
    return anonymous;
  }

  private static int replicaOf(Observed.Container container) {
    String label = container.label(Labels.REPLICA);
    return label.isEmpty() ? 1 : Integer.parseInt(label);
  }
}

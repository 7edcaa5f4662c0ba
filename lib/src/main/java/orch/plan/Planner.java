package orch.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orch.model.Attachment;
import orch.model.Dependency;
import orch.model.Identity;
import orch.model.ImageSource;
import orch.model.Labels;
import orch.model.Mount;
import orch.model.Network;
import orch.model.OrchException;
import orch.model.Readiness;
import orch.model.Service;
import orch.model.Stack;
import orch.model.Volume;

/**
 * Plans a start: compares a stack with what the engine holds. Pure: the same input gives the same
 * plan. One object plans once.
 */
public final class Planner {
  private final Stack stack;
  private final Identity identity;
  private final Observed observed;
  private final Plan.Builder plan = new Plan.Builder();
  private final Map<String, Integer> networkSteps = new HashMap<>();
  private final Map<String, Integer> volumeSteps = new HashMap<>();

  /**
   * Steps that get images, by service. Nothing is stopped or started before all are done: an image
   * that is not to be had must not leave half a stack behind.
   */
  private final Map<String, Integer> imageSteps = new LinkedHashMap<>();

  /** Steps after which a service's containers run; empty when they run already. */
  private final Map<String, Set<Integer>> startedBy = new HashMap<>();

  /** Steps after which a service is ready; empty when it is ready already. */
  private final Map<String, Set<Integer>> readyBy = new HashMap<>();

  /** Waits that are planned only if another service needs them, where none are asked for. */
  private final Map<String, List<Plan.Step>> waitsInReserve = new HashMap<>();

  /** Services whose containers are stopped and started, or made anew. */
  private final Set<String> disturbed = new LinkedHashSet<>();

  /** Steps that make a service's containers anew. */
  private final Map<String, Set<Integer>> renewedBy = new HashMap<>();

  private Planner(Stack stack, Identity identity, Observed observed) {
    this.stack = stack;
    this.identity = identity;
    this.observed = observed;
  }

  /**
   * What makes the stack as described.
   *
   * @param services those wanted, with their dependencies; empty: all
   * @param await whether the plan ends with waits for every service; what must be ready before
   *     something else may start is waited for in any case
   * @throws OrchException.Refused when a name is held by something that is not ours
   * @throws OrchException.BadInput when something external that it uses does not exist
   */
  public static Plan start(
      Stack stack,
      Identity identity,
      Observed observed,
      Collection<String> services,
      boolean await) {
    return new Planner(stack, identity, observed).start(services, await);
  }

  private Plan start(Collection<String> services, boolean await) {
    for (Observed.Container squatter : observed.squatters()) {
      throw Holder.of(squatter);
    }
    Set<String> selected = stack.withDependencies(services);
    for (String name : selected) {
      network(stack.service(name));
      volumes(stack.service(name));
      image(stack.service(name));
    }
    Set<String> planned = new LinkedHashSet<>();
    for (String name : selected) {
      service(stack.service(name), planned, await);
    }
    Map<String, String> networks = new LinkedHashMap<>();
    stack.networks().values().forEach(n -> networks.put(n.name(), n.engineName(identity)));
    Map<String, String> volumes = new LinkedHashMap<>();
    stack.volumes().values().forEach(v -> volumes.put(v.name(), v.engineName(identity)));
    return plan.build(identity, stack.origin().file(), networks, volumes);
  }

  private void image(Service service) {
    Optional<Observed.Image> there = present(service);
    if (there.isPresent() && there.get().stale()) {
      imageSteps.put(
          service.name(),
          plan.add(
              new Operation.ProvideImage(
                  service.name(), service.images(), "its pull policy says to pull it again"),
              Set.of()));
    } else if (there.isEmpty()) {
      String ways =
          String.join(", else ", service.images().stream().map(ImageSource::describe).toList());
      imageSteps.put(
          service.name(),
          plan.add(
              new Operation.ProvideImage(service.name(), service.images(), "not present: " + ways),
              Set.of()));
    }
  }

  /** The first image of a service that the engine has. */
  private Optional<Observed.Image> present(Service service) {
    return service.images().stream()
        .map(observed.images()::get)
        .filter(java.util.Objects::nonNull)
        .findFirst();
  }

  private void network(Service service) {
    for (Attachment attachment : service.attachments()) {
      Network network = stack.networks().get(attachment.network());
      String name = network.engineName(identity);
      if (networkSteps.containsKey(name)) {
        continue;
      }
      Optional<Observed.Network> found =
          observed.networks().stream().filter(n -> n.name().equals(name)).findFirst();
      if (!network.external().isEmpty()) {
        if (found.isEmpty()) {
          throw missingExternal(service, "network", name);
        }
      } else if (found.isEmpty()) {
        networkSteps.put(
            name,
            plan.add(new Operation.CreateNetwork(network, name, "it does not exist"), Set.of()));
      } else if (!identity.owns(found.get().labels())) {
        throw Holder.of(found.get());
      }
    }
  }

  private void volumes(Service service) {
    for (Mount mount : service.mounts()) {
      if (!(mount instanceof Mount.VolumeMount volumeMount)) {
        continue;
      }
      Volume volume = stack.volumes().get(volumeMount.volume());
      String name = volume.engineName(identity);
      if (volumeSteps.containsKey(name)) {
        continue;
      }
      Optional<Observed.Volume> found =
          observed.volumes().stream().filter(v -> v.name().equals(name)).findFirst();
      if (!volume.external().isEmpty()) {
        if (found.isEmpty()) {
          throw missingExternal(service, "volume", name);
        }
      } else if (found.isEmpty()) {
        volumeSteps.put(
            name,
            plan.add(new Operation.CreateVolume(volume, name, "it does not exist"), Set.of()));
      } else if (!identity.owns(found.get().labels())) {
        throw Holder.of(found.get());
      }
    }
  }

  private static OrchException.BadInput missingExternal(Service service, String what, String name) {
    return new OrchException.BadInput(
        service
            .origin()
            .at(
                "service '"
                    + service.name()
                    + "' uses the external "
                    + what
                    + " '"
                    + name
                    + "', which the engine does not have"));
  }

  /** Plans a service after those that it depends on. */
  private void service(Service service, Set<String> planned, boolean await) {
    if (!planned.add(service.name())) {
      return;
    }
    for (Dependency dependency : service.dependencies()) {
      service(stack.service(dependency.service()), planned, await);
    }
    Optional<Observed.Image> image = present(service);
    Set<Integer> started = new LinkedHashSet<>();
    Set<Integer> ready = new LinkedHashSet<>();
    for (int replica = 1; replica <= service.replicas(); replica++) {
      String name = identity.containerName(service.name(), replica);
      Optional<Observed.Container> existing =
          observed.containers().stream().filter(c -> c.name().equals(name)).findFirst();
      Optional<Integer> start = replica(service, replica, name, existing, image);
      start.ifPresent(started::add);
      boolean untouched = start.isEmpty();
      if (untouched && knownReady(service, existing.orElseThrow())) {
        continue;
      }
      Operation wait =
          new Operation.AwaitReady(
              service.name(),
              name,
              start.map(this::startedId).orElseGet(() -> existing.orElseThrow().id()),
              service.readiness(),
              stack.isOneShot(service),
              "until ready: " + service.readiness().describe());
      Set<Integer> needs = start.map(Set::of).orElse(Set.of());
      if (await) {
        ready.add(plan.add(wait, needs));
      } else {
        waitsInReserve
            .computeIfAbsent(service.name(), n -> new ArrayList<>())
            .add(new Plan.Step(wait, needs));
      }
    }
    surplus(service);
    startedBy.put(service.name(), started);
    readyBy.put(service.name(), ready);
  }

  /** The id of the container that a step starts; empty when the same plan makes it. */
  private String startedId(int step) {
    return ((Operation.StartContainer) plan.operation(step)).id();
  }

  private Set<Integer> allImages() {
    return new LinkedHashSet<>(imageSteps.values());
  }

  /** The steps that must be done before a service may start. */
  private Set<Integer> waitsOf(Service service) {
    Set<Integer> waits = allImages();
    for (Dependency dependency : service.dependencies()) {
      String name = dependency.service();
      if (dependency.condition() == Dependency.Condition.STARTED) {
        waits.addAll(startedBy.get(name));
        continue;
      }
      List<Plan.Step> reserve = waitsInReserve.remove(name);
      if (reserve != null) {
        reserve.forEach(step -> readyBy.get(name).add(plan.add(step.operation(), step.needs())));
      }
      waits.addAll(readyBy.get(name));
    }
    return waits;
  }

  /** Plans one container; the step that starts it, unless it already runs as wanted. */
  private Optional<Integer> replica(
      Service service,
      int replica,
      String name,
      Optional<Observed.Container> existing,
      Optional<Observed.Image> image) {
    if (existing.isEmpty()) {
      disturbed.add(service.name());
      return Optional.of(
          create(service, replica, name, image, Map.of(), Set.of(), "it does not exist"));
    }
    Observed.Container container = existing.get();
    Optional<String> reason = replaceReason(service, container, image);
    if (reason.isPresent()) {
      disturbed.add(service.name());
      int stop =
          plan.add(
              new Operation.StopContainer(service.name(), name, container.id(), reason.get()),
              allImages());
      int remove =
          plan.add(
              new Operation.RemoveContainer(name, container.id(), false, false, reason.get()),
              Set.of(stop));
      return Optional.of(
          create(
              service,
              replica,
              name,
              image,
              anonymousVolumes(service, container),
              Set.of(remove),
              reason.get()));
    }
    if (!container.running()) {
      boolean finished = stack.isOneShot(service) && container.exitCode().equals(Optional.of(0));
      if (finished || container.state().equals("restarting")) {
        return Optional.empty();
      }
      disturbed.add(service.name());
      String cause = "it does not run: " + container.status().toLowerCase(java.util.Locale.ROOT);
      Set<Integer> waits = waitsOf(service);
      if (container.state().equals("paused")) {
        // the engine does not start a paused container; stopping it is the way out that keeps its
        // data
        waits =
            with(
                waits,
                plan.add(
                    new Operation.StopContainer(service.name(), name, container.id(), cause),
                    allImages()));
      }
      return Optional.of(
          plan.add(
              new Operation.StartContainer(service.name(), name, container.id(), cause), waits));
    }
    Optional<String> restart =
        service.dependencies().stream()
            .filter(Dependency::restart)
            .map(Dependency::service)
            .filter(disturbed::contains)
            .findFirst();
    if (restart.isPresent()) {
      disturbed.add(service.name());
      String cause = "service '" + restart.get() + "', on which it depends, was started anew";
      int stop =
          plan.add(
              new Operation.StopContainer(service.name(), name, container.id(), cause),
              waitsOf(service));
      return Optional.of(
          plan.add(
              new Operation.StartContainer(service.name(), name, container.id(), cause),
              Set.of(stop)));
    }
    return Optional.empty();
  }

  private int create(
      Service service,
      int replica,
      String name,
      Optional<Observed.Image> image,
      Map<String, String> takeOver,
      Set<Integer> before,
      String cause) {
    Set<Integer> needs = new LinkedHashSet<>(before);
    addStep(needs, imageSteps, service.name());
    for (Attachment attachment : service.attachments()) {
      addStep(needs, networkSteps, stack.networks().get(attachment.network()).engineName(identity));
    }
    for (Mount mount : service.mounts()) {
      if (mount instanceof Mount.VolumeMount volume) {
        addStep(needs, volumeSteps, stack.volumes().get(volume.volume()).engineName(identity));
      }
    }
    for (String neighbour : service.neighbours()) {
      needs.addAll(renewedBy.getOrDefault(neighbour, Set.of()));
    }
    Map<String, String> parts = ConfigHash.parts(service);
    int create =
        plan.add(
            new Operation.CreateContainer(
                service,
                name,
                replica,
                image.map(Observed.Image::reference).orElse(""),
                takeOver,
                ConfigHash.of(parts),
                ConfigHash.partsLabel(parts),
                stack.isOneShot(service),
                cause),
            needs);
    renewedBy.computeIfAbsent(service.name(), key -> new LinkedHashSet<>()).add(create);
    return plan.add(
        new Operation.StartContainer(service.name(), name, "", cause),
        with(waitsOf(service), create));
  }

  /** Why a container cannot stay, if so. */
  private Optional<String> replaceReason(
      Service service, Observed.Container container, Optional<Observed.Image> image) {
    Map<String, String> parts = ConfigHash.parts(service);
    if (!container.label(Labels.CONFIG).equals(ConfigHash.of(parts))) {
      Collection<String> changed = ConfigHash.changed(container.label(Labels.PARTS), parts);
      return Optional.of(String.join(", ", changed) + " changed");
    }
    // the engine lists an id in place of a name that no longer leads to the container's image
    boolean nameMoved = container.image().startsWith("sha256:");
    if (image.isEmpty()) {
      String first = service.images().get(0).describe();
      return Optional.of(
          nameMoved || first.equals(container.image())
              ? "its image is gone: " + first
              : "image changed: " + container.image() + " -> " + first);
    }
    if (!container.imageId().equals(image.get().id())) {
      String now = image.get().reference();
      return Optional.of(
          nameMoved || container.image().equals(now)
              ? "image changed: " + now + " is now " + shortId(image.get().id())
              : "image changed: " + container.image() + " -> " + now);
    }
    Optional<String> neighbour =
        service.neighbours().stream().filter(renewedBy::containsKey).findFirst();
    if (neighbour.isPresent()) {
      return Optional.of(
          "service '" + neighbour.get() + "', in which it has a part, has a new container");
    }
    if (container.state().equals("dead") || container.state().equals("removing")) {
      return Optional.of("it is " + container.state());
    }
    return Optional.empty();
  }

  private static String shortId(String id) {
    int colon = id.indexOf(':');
    return id.substring(colon + 1, Math.min(id.length(), colon + 13));
  }

  /** Anonymous volumes hold data as well: the new container takes them over, as Compose does. */
  private static Map<String, String> anonymousVolumes(
      Service service, Observed.Container container) {
    Map<String, String> anonymous = new LinkedHashMap<>(container.mounts());
    service.mounts().forEach(mount -> anonymous.remove(mount.target()));
    anonymous.values().removeIf(name -> !name.matches("[0-9a-f]{64}"));
    return anonymous;
  }

  /** Replicas above the wanted number go. */
  private void surplus(Service service) {
    for (Observed.Container container : observed.containers()) {
      if (container.label(Labels.SERVICE).equals(service.name())
          && replicaOf(container) > service.replicas()) {
        String cause = "replicas reduced to " + service.replicas();
        int stop =
            plan.add(
                new Operation.StopContainer(
                    service.name(), container.name(), container.id(), cause),
                allImages());
        plan.add(
            new Operation.RemoveContainer(container.name(), container.id(), true, false, cause),
            Set.of(stop));
      }
    }
  }

  private static int replicaOf(Observed.Container container) {
    String label = container.label(Labels.REPLICA);
    return label.isEmpty() ? 1 : Integer.parseInt(label);
  }

  /**
   * Whether the listing alone shows that an untouched container is ready, so that nothing need be
   * asked.
   */
  private boolean knownReady(Service service, Observed.Container container) {
    if (stack.isOneShot(service)) {
      return container.exitCode().equals(Optional.of(0));
    }
    if (!container.running()) {
      return false;
    }
    boolean engineChecks = container.status().contains("(");
    return switch (kind(service.readiness())) {
      case ENGINE ->
          !engineChecks && service.readiness() instanceof Readiness.ByImage
              || container.status().endsWith("(healthy)");
      case NONE -> true;
      case OURS -> false;
    };
  }

  private enum Checker {
    ENGINE,
    OURS,
    NONE
  }

  private static Checker kind(Readiness readiness) {
    if (readiness instanceof Readiness.ByImage || readiness instanceof Readiness.Command) {
      return Checker.ENGINE;
    }
    return readiness instanceof Readiness.Running ? Checker.NONE : Checker.OURS;
  }

  private static Set<Integer> with(Set<Integer> steps, int step) {
    Set<Integer> all = new LinkedHashSet<>(steps);
    all.add(step);
    return all;
  }

  private static void addStep(Set<Integer> needs, Map<String, Integer> steps, String name) {
    Integer step = steps.get(name);
    if (step != null) {
      needs.add(step);
    }
  }
}

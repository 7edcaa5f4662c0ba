package orch.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A service of a stack: one image, one or more like containers.
 *
 * @param name within the stack, also its DNS name
 * @param origin where it is described; not part of the configuration
 * @param images ways to the image, in order of preference
 * @param process what runs
 * @param links ports and networks
 * @param mounts volumes, folders, memory
 * @param dependencies what must hold before it starts
 * @param readiness how one tells that it is ready
 * @param resources what it may use
 * @param security what it may do
 * @param logging where its output goes
 * @param restart the engine's restart policy: {@code no}, {@code always}, {@code unless-stopped},
 *     {@code on-failure[:N]}
 * @param oneShot whether it ends with exit code 0 and is then done
 * @param replicas number of containers, from 1
 * @param labels of the user's own
 * @param isolation how far it is apart from host and others
 * @param hooks commands that orch runs in it
 * @param volumesFrom whose volumes it has as well: {@code NAME[:ro]} of a service, {@code
 *     container:NAME[:ro]}
 * @param annotations for the runtime
 * @param platform such as {@code linux/arm64}; empty: the engine's own
 */
public record Service(
    String name,
    Origin origin,
    List<ImageSource> images,
    Process process,
    Links links,
    List<Mount> mounts,
    List<Dependency> dependencies,
    Readiness readiness,
    Resources resources,
    Security security,
    Logging logging,
    String restart,
    boolean oneShot,
    int replicas,
    Map<String, String> labels,
    Isolation isolation,
    Hooks hooks,
    List<String> volumesFrom,
    Map<String, String> annotations,
    String platform) {

  /** Copies lists and maps, and checks what one service alone can get wrong. */
  public Service {
    Names.checked("service", name);
    images = List.copyOf(images);
    mounts = List.copyOf(mounts);
    volumesFrom = List.copyOf(volumesFrom);
    annotations = java.util.Collections.unmodifiableMap(new TreeMap<>(annotations));
    dependencies = withNeighbours(dependencies, neighbours(links, isolation, volumesFrom));
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    if (images.isEmpty()) {
      throw bad(origin, name, "has no image: give it image '...' or build '...'");
    }
    if (!restart.matches("no|always|unless-stopped|on-failure(:\\d+)?")) {
      throw bad(
          origin,
          name,
          "restart '"
              + restart
              + "' is not possible: no, always, unless-stopped or on-failure[:N]");
    }
    if (replicas < 1) {
      throw bad(origin, name, "replicas are at least 1");
    }
    if (replicas > 1 && links.ports().stream().anyMatch(port -> port.host() != 0)) {
      throw bad(
          origin, name, "has " + replicas + " replicas, which cannot all have the same host port");
    }
    for (String label : labels.keySet()) {
      if (label.startsWith("orch.") && !label.equals(Labels.BEFORE_SNAPSHOT)) {
        throw bad(origin, name, "label '" + label + "' is orch's own");
      }
    }
    java.util.Set<String> targets = new java.util.HashSet<>();
    for (Mount mount : mounts) {
      if (!targets.add(mount.target())) {
        throw bad(origin, name, "has two mounts at " + mount.target());
      }
    }
  }

  /** A service of the usual kind. */
  public Service(
      String name,
      Origin origin,
      List<ImageSource> images,
      Process process,
      Links links,
      List<Mount> mounts,
      List<Dependency> dependencies,
      Readiness readiness,
      Resources resources,
      Security security,
      Logging logging,
      String restart,
      boolean oneShot,
      int replicas,
      Map<String, String> labels) {
    this(
        name,
        origin,
        images,
        process,
        links,
        mounts,
        dependencies,
        readiness,
        resources,
        security,
        logging,
        restart,
        oneShot,
        replicas,
        labels,
        Isolation.DEFAULT,
        Hooks.NONE,
        List.of(),
        Map.of(),
        "");
  }

  /** The names of its networks, the default one where none is named. */
  public List<Attachment> attachments() {
    if (!links.networkMode().isEmpty()) {
      return List.of();
    }
    return links.attachments().isEmpty()
        ? List.of(new Attachment(Network.DEFAULT, List.of(), ""))
        : links.attachments();
  }

  /** The same, reached in another way. */
  public Service withLinks(Links other) {
    return with(process, other, mounts, resources);
  }

  /** The same with another process and other limits. */
  public Service with(Process otherProcess, Resources otherResources) {
    return with(otherProcess, links, mounts, otherResources);
  }

  /** The values that its containers get, as variables and as files. */
  public List<Value> values() {
    List<Value> values = new ArrayList<>(process.environment().values());
    for (Mount mount : mounts) {
      if (mount instanceof Mount.FileMount file) {
        values.add(file.content());
      }
    }
    return values;
  }

  /** The same with other values. */
  public Service withValues(UnaryOperator<Value> other) {
    Map<String, Value> environment = new LinkedHashMap<>(process.environment());
    environment.replaceAll((variable, value) -> other.apply(value));
    List<Mount> all = new ArrayList<>(mounts);
    all.replaceAll(
        mount ->
            mount instanceof Mount.FileMount file
                ? file.withContent(other.apply(file.content()))
                : mount);
    return with(process.with(process.command(), environment), links, all, resources);
  }

  private Service with(
      Process otherProcess, Links otherLinks, List<Mount> otherMounts, Resources otherResources) {
    return new Service(
        name,
        origin,
        images,
        otherProcess,
        otherLinks,
        otherMounts,
        dependencies,
        readiness,
        otherResources,
        security,
        logging,
        restart,
        oneShot,
        replicas,
        labels,
        isolation,
        hooks,
        volumesFrom,
        annotations,
        platform);
  }

  /** The services whose network, processes, memory or volumes it has as well. */
  public Set<String> neighbours() {
    return neighbours(links, isolation, volumesFrom);
  }

  private static Set<String> neighbours(Links links, Isolation isolation, List<String> volumes) {
    Set<String> found = new LinkedHashSet<>();
    for (String of : List.of(links.networkMode(), isolation.pid(), isolation.ipc())) {
      if (of.startsWith("service:")) {
        found.add(of.substring("service:".length()));
      }
    }
    for (String from : volumes) {
      if (!from.startsWith("container:")) {
        found.add(from.replaceFirst(":.*", ""));
      }
    }
    return found;
  }

  /** Nobody can have a part in what was not started yet. */
  private static List<Dependency> withNeighbours(
      List<Dependency> dependencies, Set<String> neighbours) {
    List<Dependency> all = new ArrayList<>(dependencies);
    for (String neighbour : neighbours) {
      if (all.stream().noneMatch(dependency -> dependency.service().equals(neighbour))) {
        all.add(new Dependency(neighbour, Dependency.Condition.STARTED, true));
      }
    }
    return List.copyOf(all);
  }

  private static OrchException.BadInput bad(Origin origin, String name, String problem) {
    return new OrchException.BadInput(origin.at("service '" + name + "' " + problem));
  }
}

package orch.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    Map<String, String> labels) {

  /** Copies lists and maps, and checks what one service alone can get wrong. */
  public Service {
    Names.checked("service", name);
    images = List.copyOf(images);
    mounts = List.copyOf(mounts);
    dependencies = List.copyOf(dependencies);
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
    return new Service(
        name,
        origin,
        images,
        process,
        other,
        mounts,
        dependencies,
        readiness,
        resources,
        security,
        logging,
        restart,
        oneShot,
        replicas,
        labels);
  }

  private static OrchException.BadInput bad(Origin origin, String name, String problem) {
    return new OrchException.BadInput(origin.at("service '" + name + "' " + problem));
  }
}

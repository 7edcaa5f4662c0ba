package orch.plan;

import java.util.LinkedHashSet;
import java.util.Set;
import orch.model.Identity;
import orch.model.ImageSource;
import orch.model.Network;
import orch.model.Service;
import orch.model.Stack;
import orch.model.Volume;

/**
 * What to look at on the engine: all that carries the identity's labels, and whatever has one of
 * these names.
 *
 * @param identity whose objects
 * @param containers names that are wanted
 * @param networks names that are wanted
 * @param volumes names that are wanted
 * @param images ways to images that are wanted
 */
public record Scope(
    Identity identity,
    Set<String> containers,
    Set<String> networks,
    Set<String> volumes,
    Set<ImageSource> images) {
  /** Only what carries the labels. */
  public static Scope of(Identity identity) {
    return new Scope(identity, Set.of(), Set.of(), Set.of(), Set.of());
  }

  /** The labels, and every name that the stack wants. */
  public static Scope of(Identity identity, Stack stack) {
    Set<String> containers = new LinkedHashSet<>();
    Set<String> networks = new LinkedHashSet<>();
    Set<String> volumes = new LinkedHashSet<>();
    Set<ImageSource> images = new LinkedHashSet<>();
    for (Service service : stack.services().values()) {
      for (int replica = 1; replica <= service.replicas(); replica++) {
        containers.add(identity.containerName(service.name(), replica));
      }
      images.addAll(service.images());
    }
    for (Network network : stack.networks().values()) {
      networks.add(network.engineName(identity));
    }
    for (Volume volume : stack.volumes().values()) {
      volumes.add(volume.engineName(identity));
    }
    return new Scope(identity, containers, networks, volumes, images);
  }
}

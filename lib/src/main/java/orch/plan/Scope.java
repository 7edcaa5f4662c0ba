package orch.plan;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import orch.model.Identity;
import orch.model.ImageSource;
import orch.model.Labels;
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
 * @param configs hash of the wanted state of containers and networks, by name on the engine
 */
public record Scope(
    Identity identity,
    Set<String> containers,
    Set<String> networks,
    Set<String> volumes,
    Set<ImageSource> images,
    Map<String, String> configs) {
  /** Only what carries the labels. */
  public static Scope of(Identity identity) {
    return new Scope(identity, Set.of(), Set.of(), Set.of(), Set.of(), Map.of());
  }

  /** Whether something may not be as wanted, as its label tells, so that it needs a closer look. */
  public boolean isDoubtful(String name, Map<String, String> labels) {
    String wanted = configs.get(name);
    return wanted != null && !wanted.equals(labels.get(Labels.CONFIG));
  }

  /** The labels, and every name that the stack wants. */
  public static Scope of(Identity identity, Stack stack) {
    Set<String> containers = new LinkedHashSet<>();
    Set<String> networks = new LinkedHashSet<>();
    Set<String> volumes = new LinkedHashSet<>();
    Set<ImageSource> images = new LinkedHashSet<>();
    Map<String, String> configs = new HashMap<>();
    for (Service service : stack.services().values()) {
      String config = ConfigHash.of(ConfigHash.parts(service));
      for (int replica = 1; replica <= service.replicas(); replica++) {
        String name = identity.containerName(service.name(), replica);
        containers.add(name);
        configs.put(name, config);
      }
      images.addAll(service.images());
    }
    for (Network network : stack.networks().values()) {
      networks.add(network.engineName(identity));
      if (network.external().isEmpty()) {
        configs.put(network.engineName(identity), Definition.hash(network, identity));
      }
    }
    for (Volume volume : stack.volumes().values()) {
      volumes.add(volume.engineName(identity));
    }
    return new Scope(identity, containers, networks, volumes, images, configs);
  }
}

package orch.engine.read;

import java.util.List;
import orch.plan.Observed;

/**
 * What an engine holds, by name, whoever made it.
 *
 * @param containers those with orch's labels only
 * @param networks names
 * @param volumes named ones
 * @param images names with tag
 */
public record EngineNames(
    List<Observed.Container> containers,
    List<String> networks,
    List<String> volumes,
    List<String> images) {
  /** Before anything is known. */
  public static final EngineNames NONE =
      new EngineNames(List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public EngineNames {
    containers = List.copyOf(containers);
    networks = List.copyOf(networks);
    volumes = List.copyOf(volumes);
    images = List.copyOf(images);
  }
}

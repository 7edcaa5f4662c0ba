package orch.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is rarely said of a build.
 *
 * @param inline the Dockerfile itself, in place of a file; or empty
 * @param tags further names of the image
 * @param labels of the image
 * @param cacheFrom images whose layers may be taken
 * @param network of the build's containers; empty: the engine's default
 * @param sharedMemory bytes of {@code /dev/shm} of those
 * @param extraHosts name to address in those
 * @param pull whether base images are pulled even where they are present
 * @param noCache whether no step of an earlier build is taken
 * @param platform such as {@code linux/arm64}; empty: the engine's own
 */
public record BuildSettings(
    String inline,
    List<String> tags,
    Map<String, String> labels,
    List<String> cacheFrom,
    String network,
    long sharedMemory,
    Map<String, String> extraHosts,
    boolean pull,
    boolean noCache,
    String platform) {
  /** Nothing of it. */
  public static final BuildSettings PLAIN =
      new BuildSettings("", List.of(), Map.of(), List.of(), "", 0, Map.of(), false, false, "");

  /** Copies lists and maps. */
  public BuildSettings {
    tags = List.copyOf(tags);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    cacheFrom = List.copyOf(cacheFrom);
    extraHosts = Collections.unmodifiableMap(new TreeMap<>(extraHosts));
  }

  /** The same for another platform. */
  public BuildSettings on(String other) {
    return new BuildSettings(
        inline, tags, labels, cacheFrom, network, sharedMemory, extraHosts, pull, noCache, other);
  }
}

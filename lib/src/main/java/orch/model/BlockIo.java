package orch.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of block devices a container may use; each map goes by the path of the device.
 *
 * @param weight beside others, 10 to 1000; 0: the engine's own
 * @param weights by device
 * @param readBytes at most, in a second
 * @param readOperations at most, in a second
 * @param writeBytes at most, in a second
 * @param writeOperations at most, in a second
 */
public record BlockIo(
    int weight,
    Map<String, Integer> weights,
    Map<String, Long> readBytes,
    Map<String, Long> readOperations,
    Map<String, Long> writeBytes,
    Map<String, Long> writeOperations) {
  /** No limits. */
  public static final BlockIo UNLIMITED =
      new BlockIo(0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

  /** Copies the maps, in a stable order. */
  public BlockIo {
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
    readBytes = Collections.unmodifiableMap(new TreeMap<>(readBytes));
    readOperations = Collections.unmodifiableMap(new TreeMap<>(readOperations));
    writeBytes = Collections.unmodifiableMap(new TreeMap<>(writeBytes));
    writeOperations = Collections.unmodifiableMap(new TreeMap<>(writeOperations));
  }
}

package orch.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Devices that a driver of the engine picks, such as graphics processors.
 *
 * @param driver empty: any
 * @param count how many; -1: all; 0: those of {@code ids}
 * @param ids of certain ones
 * @param capabilities that each must have, such as {@code gpu}
 * @param options of the driver
 */
public record DeviceRequest(
    String driver,
    int count,
    List<String> ids,
    List<String> capabilities,
    Map<String, String> options) {
  /** Copies lists and map. */
  public DeviceRequest {
    ids = List.copyOf(ids);
    capabilities = List.copyOf(capabilities);
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }
}

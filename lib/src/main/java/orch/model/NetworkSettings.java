package orch.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is rarely said of a network.
 *
 * @param called its name on the engine in the shared environment, in place of the usual one; or
 *     empty
 * @param attachable whether containers of other origin may join it where it spans engines
 * @param ipv6 whether it has IPv6 addresses
 * @param labels of the user's own
 * @param addressDriver who hands out addresses; empty: the engine's default
 * @param addressOptions of that driver
 * @param pools addresses, in place of a mere subnet
 */
public record NetworkSettings(
    String called,
    boolean attachable,
    boolean ipv6,
    Map<String, String> labels,
    String addressDriver,
    Map<String, String> addressOptions,
    List<AddressPool> pools) {
  /** Nothing of it. */
  public static final NetworkSettings PLAIN =
      new NetworkSettings("", false, false, Map.of(), "", Map.of(), List.of());

  /** Copies list and map. */
  public NetworkSettings {
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    addressOptions = Collections.unmodifiableMap(new TreeMap<>(addressOptions));
    pools = List.copyOf(pools);
  }

  /** The same with the engine's choice of addresses. */
  public NetworkSettings withoutPools() {
    return new NetworkSettings(
        called, attachable, ipv6, labels, addressDriver, addressOptions, List.of());
  }
}

package orch.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Addresses of a network.
 *
 * @param subnet in CIDR form, or empty
 * @param range in CIDR form: the part of it of which containers get theirs, or empty
 * @param gateway an address, or empty
 * @param reserved addresses by the name of what has them outside of the engine
 */
public record AddressPool(
    String subnet, String range, String gateway, Map<String, String> reserved) {
  /** Copies the map. */
  public AddressPool {
    reserved = Collections.unmodifiableMap(new TreeMap<>(reserved));
  }

  /** A subnet of which the engine does as it likes. */
  public static AddressPool of(String subnet) {
    return new AddressPool(subnet, "", "", Map.of());
  }
}

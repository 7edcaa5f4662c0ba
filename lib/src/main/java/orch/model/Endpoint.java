package orch.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is rarely said of a service's place in a network.
 *
 * @param ipv6 a fixed IPv6 address, or empty
 * @param linkLocal further addresses of the link
 * @param mac a fixed hardware address, or empty
 * @param options of the network's driver
 */
public record Endpoint(
    String ipv6, List<String> linkLocal, String mac, Map<String, String> options) {
  /** Nothing of it. */
  public static final Endpoint PLAIN = new Endpoint("", List.of(), "", Map.of());

  /** Copies list and map. */
  public Endpoint {
    linkLocal = List.copyOf(linkLocal);
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }
}

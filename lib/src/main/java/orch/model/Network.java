package orch.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * A network of a stack.
 *
 * @param name within the stack
 * @param external empty, or the name on the engine of a network that is used but never made or
 *     removed
 * @param driver such as {@code bridge}
 * @param internal whether it has no way out
 * @param subnet in CIDR form, or empty: the engine picks one
 * @param options of the driver
 * @param settings what is rarely said
 */
public record Network(
    String name,
    String external,
    String driver,
    boolean internal,
    String subnet,
    Map<String, String> options,
    NetworkSettings settings) {
  /** The network of services that name none. */
  public static final String DEFAULT = "default";

  /** Copies the options, in a stable order. */
  public Network {
    Names.checked("network", name);
    options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /** One of the usual kind. */
  public Network(
      String name,
      String external,
      String driver,
      boolean internal,
      String subnet,
      Map<String, String> options) {
    this(name, external, driver, internal, subnet, options, NetworkSettings.PLAIN);
  }

  /** A plain bridge. */
  public static Network bridge(String name) {
    return new Network(name, "", "bridge", false, "", Map.of());
  }

  /** The same, but used and not made: the engine has it under this name. */
  public Network asExternal(String engineName) {
    return new Network(name, engineName, driver, internal, subnet, options, settings);
  }

  /** The same in another subnet, and no other addresses. */
  public Network withSubnet(String other) {
    return new Network(name, external, driver, internal, other, options, settings.withoutPools());
  }

  /** The name on the engine. */
  public String engineName(Identity identity) {
    return external.isEmpty() ? identity.scopedName(name, settings.called()) : external;
  }
}

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
 */
public record Network(
    String name,
    String external,
    String driver,
    boolean internal,
    String subnet,
    Map<String, String> options) {
  /** The network of services that name none. */
  public static final String DEFAULT = "default";

  /** Copies the options, in a stable order. */
  public Network {
    Names.checked("network", name);
    options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /** A plain bridge. */
  public static Network bridge(String name) {
    return new Network(name, "", "bridge", false, "", Map.of());
  }

  /** The same, but used and not made: the engine has it under this name. */
  public Network asExternal(String engineName) {
    return new Network(name, engineName, driver, internal, subnet, options);
  }

  /** The same in another subnet. */
  public Network withSubnet(String other) {
    return new Network(name, external, driver, internal, other, options);
  }

  /** The name on the engine. */
  public String engineName(Identity identity) {
    return external.isEmpty() ? identity.scopedName(name) : external;
  }
}

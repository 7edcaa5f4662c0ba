package orch.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * A named volume of a stack.
 *
 * @param name within the stack
 * @param external empty, or the name on the engine of a volume that is used but never made or
 *     removed
 * @param driver such as {@code local}
 * @param options of the driver
 * @param called its name on the engine in the shared environment, in place of the usual one; or
 *     empty
 * @param labels of the user's own
 */
public record Volume(
    String name,
    String external,
    String driver,
    Map<String, String> options,
    String called,
    Map<String, String> labels) {
  /** Copies the options, in a stable order. */
  public Volume {
    Names.checked("volume", name);
    options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
    labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /** One under the usual name. */
  public Volume(String name, String external, String driver, Map<String, String> options) {
    this(name, external, driver, options, "", Map.of());
  }

  /** A volume of the engine's own. */
  public static Volume local(String name) {
    return new Volume(name, "", "local", Map.of());
  }

  /** The name on the engine. */
  public String engineName(Identity identity) {
    return external.isEmpty() ? identity.scopedName(name, called) : external;
  }
}

package orch.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where the engine keeps a container's output.
 *
 * @param driver empty: the engine's default
 * @param options of the driver
 */
public record Logging(String driver, Map<String, String> options) {
  /** The engine's default. */
  public static final Logging DEFAULT = new Logging("", Map.of());

  /** Copies the options, in a stable order. */
  public Logging {
    options = java.util.Collections.unmodifiableMap(new TreeMap<>(options));
  }
}

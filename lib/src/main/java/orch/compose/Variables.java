package orch.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Environment variables that a Compose file sees.
 *
 * @param values by name
 */
record Variables(Map<String, String> values) {
  /** Copies the values. */
  Variables {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The value of a variable; empty where it is not set. */
  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** These, and others where these have none of that name. */
  Variables orElse(Map<String, String> others) {
    Map<String, String> all = new LinkedHashMap<>(others);
    all.putAll(values);
    return new Variables(all);
  }
}

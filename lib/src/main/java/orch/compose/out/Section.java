package orch.compose.out;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A mapping of a Compose file that takes only what says something. */
final class Section {
  private final Map<String, Object> entries = new LinkedHashMap<>();

  /** Adds an entry, unless it is empty, zero or false, which says the same as nothing. */
  Section say(String key, Object value) {
    boolean nothing =
        value instanceof String text && text.isEmpty()
            || value instanceof Collection<?> list && list.isEmpty()
            || value instanceof Map<?, ?> map && map.isEmpty()
            || value instanceof Number number && number.doubleValue() == 0
            || Boolean.FALSE.equals(value);
    return nothing ? this : set(key, value);
  }

  /** Adds an entry, also an empty one. */
  Section set(String key, Object value) {
    entries.put(key, value);
    return this;
  }

  /** All entries, in the order in which they were added. */
  Map<String, Object> entries() {
    return entries;
  }
}

package orch.serve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that clients may want to know at once.
 *
 * @param id grows by one; numbers begin anew with each server
 * @param type {@code task}, {@code stack}, {@code work} or {@code decision}
 * @param data its particulars, as JSON can say them
 */
public record Event(long id, String type, Map<String, Object> data) {
  /** Copies the particulars. */
  public Event {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }
}

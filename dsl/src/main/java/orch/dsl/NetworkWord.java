package orch.dsl;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a task may have in place of a network of its own. */
public enum NetworkWord {
  /** Nothing but its own loopback. */
  NONE,
  /** The machine's. */
  HOST,
  /** The engine's usual one. */
  BRIDGE;

  static Optional<Object> of(String word) {
    return Arrays.stream(values())
        .filter(one -> one.toString().equals(word))
        .map(Object.class::cast)
        .findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

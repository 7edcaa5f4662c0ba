package orch.compose;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Says of each key that has no effect, once, where it first stands and why. */
final class Unapplied {
  private final Warnings warnings;
  private final Set<String> said = new HashSet<>();

  Unapplied(Warnings warnings) {
    this.warnings = warnings;
  }

  /** Warns of all keys but those that are applied. */
  void rest(String where, Node.Mapping mapping, Collection<String> applied) {
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!applied.contains(key) && !key.startsWith("x-") && says(value)) {
                warn(where, key, value, "orch does not have it yet");
              }
            });
  }

  private static boolean says(Node node) {
    return !(Node.isNull(node)
        || node instanceof Node.Mapping mapping && mapping.entries().isEmpty()
        || node instanceof Node.Sequence list && list.items().isEmpty());
  }

  /** Warns of one key. */
  void warn(String where, String key, Node value, String reason) {
    if (value != null && said.add(where + "." + key)) {
      warnings.once(
          value.place() + ": " + where + " '" + key + "' is kept, but has no effect: " + reason);
    }
  }
}

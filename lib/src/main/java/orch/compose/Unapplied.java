package orch.compose;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Says of which keys a stack has nothing, once for each service, network or the like, with the
 * reason. Which these are stands in {@code orch/compose/kept.txt}; keys that have no effect only
 * with some values are told by who binds them.
 */
final class Unapplied {
  private final Warnings warnings;
  private final Map<String, String> reasons = kept();

  Unapplied(Warnings warnings) {
    this.warnings = warnings;
  }

  /** Reasons by {@code GROUP.KEY}, in the table's order. */
  static Map<String, String> kept() {
    Map<String, String> reasons = new LinkedHashMap<>();
    try (InputStream in = Unapplied.class.getResourceAsStream("kept.txt")) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        int blank = line.indexOf(' ');
        if (blank > 0 && !line.startsWith("#")) {
          reasons.put(line.substring(0, blank), line.substring(blank).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }

  /**
   * Warns of all keys of a value, and of what is in it, that the table has.
   *
   * @param owner as the user knows it: {@code service 'web'}
   */
  void kept(String owner, Shape shape, Node node) {
    kept(owner, "", shape, node);
  }

  private void kept(String owner, String path, Shape shape, Node node) {
    if (shape instanceof Shape.OneOf one) {
      one.choices().stream()
          .filter(choice -> choice.takes(node))
          .findFirst()
          .ifPresent(choice -> kept(owner, path, choice, node));
    } else if (shape instanceof Shape.ListOf list && node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> kept(owner, path, list.item(), item));
    } else if (shape instanceof Shape.MapOf map && node instanceof Node.Mapping mapping) {
      mapping.entries().values().forEach(value -> kept(owner, path, map.value(), value));
    } else if (shape instanceof Shape.Group group && node instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (key, value) -> {
                String at = path.isEmpty() ? key : path + "." + key;
                String reason = reasons.get(group.name() + "." + key);
                if (reason != null) {
                  warn(owner, at, value, reason);
                } else if (group.keys().containsKey(key)) {
                  kept(owner, at, group.keys().get(key), value);
                }
              });
    }
  }

  private static boolean says(Node node) {
    return !(Node.isNull(node)
        || node instanceof Node.Mapping mapping && mapping.entries().isEmpty()
        || node instanceof Node.Sequence list && list.items().isEmpty());
  }

  /** Warns of one key, where it says something. */
  void warn(String owner, String key, Node value, String reason) {
    if (value != null && says(value)) {
      warnings.once(
          owner + " '" + key,
          value.place() + ": " + owner + " '" + key + "' is kept, but has no effect: " + reason);
    }
  }
}

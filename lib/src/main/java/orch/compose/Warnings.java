package orch.compose;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a user should know about a file that loads: each said once, in the order found. */
final class Warnings {
  private final Set<String> texts = new LinkedHashSet<>();

  /** Keeps a warning unless it is there already. */
  void once(String text) {
    texts.add(text);
  }

  /** All of them. */
  List<String> all() {
    return List.copyOf(texts);
  }
}

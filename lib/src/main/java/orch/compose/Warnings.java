package orch.compose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a user should know about a file that loads: each said once, in the order found. */
final class Warnings {
  private final Map<String, String> texts = new LinkedHashMap<>();

  /** Keeps a warning unless it is there already. */
  void once(String text) {
    once(text, text);
  }

  /** Keeps a warning unless one about the same is there already. */
  void once(String about, String text) {
    texts.putIfAbsent(about, text);
  }

  /** All of them. */
  List<String> all() {
    return List.copyOf(texts.values());
  }
}

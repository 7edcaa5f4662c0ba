package orch.compose.out;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import orch.model.Origin;

/** What a Compose file cannot say of a stack: each said once, with its place and the reason. */
final class Losses {
  private final Set<String> texts = new LinkedHashSet<>();

  /** A word that is left out or weakened. */
  void of(Origin origin, String word, String reason) {
    texts.add(origin.at(word + ": " + reason));
  }

  List<String> all() {
    return List.copyOf(texts);
  }
}

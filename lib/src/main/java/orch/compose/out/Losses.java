package orch.compose.out;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import orch.model.Origin;
import orch.model.Service;

/** What a Compose file cannot say of a stack: each said once, with its place and the reason. */
final class Losses {
  private final Set<String> texts = new LinkedHashSet<>();

  /** Something that is as the text says. */
  void of(Origin origin, String word, String reason) {
    texts.add(origin.at(word + ": " + reason));
  }

  /** A word of a service that is left out. */
  void of(Service service, String word, String reason) {
    of(service.origin(), "service '" + service.name() + "': " + word + " is left out", reason);
  }

  List<String> all() {
    return List.copyOf(texts);
  }
}

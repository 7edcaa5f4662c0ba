package orch.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.Labels;
import orch.model.Service;

/** Why a container cannot stay as it is, in the words of the stack's file. */
final class ReplaceReason {
  private ReplaceReason() {}

  /** All reasons of the container's own; empty: it can stay. */
  static Optional<String> of(
      Service service, Observed.Container container, Optional<Observed.Image> image) {
    List<String> reasons = new ArrayList<>();
    config(service, container).ifPresent(reasons::add);
    image(service, container, image).ifPresent(reasons::add);
    if (reasons.isEmpty()
        && (container.state().equals("dead") || container.state().equals("removing"))) {
      reasons.add("it is " + container.state());
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", reasons));
  }

  private static Optional<String> config(Service service, Observed.Container container) {
    Map<String, String> parts = ConfigHash.parts(service);
    if (container.label(Labels.CONFIG).equals(ConfigHash.of(parts))) {
      return Optional.empty();
    }
    String label = container.label(Labels.PARTS);
    Map<String, Words.Word> words = Words.of(service);
    Changes differences = new Changes(": ");
    Collection<String> changes;
    if (ConfigHash.isOfOlderVersion(label)) {
      // it names parts of the model; the words that the engine shows are better where there are any
      changes = differences.visible(words, container.settings());
      if (changes.isEmpty()) {
        changes = List.of(String.join(", ", ConfigHash.changed(label, parts)) + " changed");
      }
    } else {
      changes = differences.between(label, words, container.settings());
    }
    return Optional.of(String.join(", ", changes));
  }

  private static Optional<String> image(
      Service service, Observed.Container container, Optional<Observed.Image> image) {
    // the engine lists an id in place of a name that no longer leads to the container's image
    boolean nameMoved = container.image().startsWith("sha256:");
    if (image.isEmpty()) {
      String first = service.images().get(0).describe();
      return Optional.of(
          nameMoved || first.equals(container.image())
              ? "its image is gone: " + first
              : "image changed: " + container.image() + " -> " + first);
    }
    if (!container.imageId().equals(image.get().id())) {
      String now = image.get().reference();
      return Optional.of(
          nameMoved || container.image().equals(now)
              ? "image changed: " + now + " is now " + shortId(image.get().id())
              : "image changed: " + container.image() + " -> " + now);
    }
    return Optional.empty();
  }

  private static String shortId(String id) {
    int colon = id.indexOf(':');
    return id.substring(colon + 1, Math.min(id.length(), colon + 13));
  }
}

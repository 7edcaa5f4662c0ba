package orch.own;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orch.engine.read.Inventory;

/** Compares images of two moments; see {@link Fingerprint#difference}. */
final class ImageDifference {
  private final List<Inventory.Image> before;
  private final Map<String, Inventory.Image> after = new HashMap<>();
  private final Set<String> tagsNow = new HashSet<>();
  private final History history;
  private final List<Change> changes = new ArrayList<>();
  private int unnamed;

  ImageDifference(List<Inventory.Image> before, List<Inventory.Image> after, History history) {
    this.before = before;
    this.history = history;
    after.forEach(
        image -> {
          this.after.put(image.id(), image);
          tagsNow.addAll(image.tags());
        });
  }

  List<Change> find() {
    for (Inventory.Image old : before) {
      if (after.containsKey(old.id())) {
        lostTags(old);
      } else {
        gone(old);
      }
    }
    if (unnamed > 0) {
      changes.add(new Change.ByOthers(unnamed + " images without a name were removed"));
    }
    Set<String> known = new HashSet<>();
    before.forEach(image -> known.add(image.id()));
    after.values().stream()
        .filter(image -> !known.contains(image.id()) && !image.tags().isEmpty())
        .forEach(
            image ->
                changes.add(
                    new Change.Appeared(
                        "image '" + String.join("', '", image.tags()) + "' appeared")));
    return changes;
  }

  private void lostTags(Inventory.Image old) {
    Inventory.Image now = after.get(old.id());
    for (String tag : old.tags()) {
      if (!now.tags().contains(tag)) {
        changes.add(
            new Change.ByOthers(
                "image '"
                    + tag
                    + (tagsNow.contains(tag) ? "' was replaced by a new one" : "' lost that name")
                    + History.at(history.last("image", old.id(), "untag"))));
      }
    }
  }

  private void gone(Inventory.Image old) {
    Optional<Instant> removed = history.last("image", old.id(), "untag", "delete");
    boolean replaced = old.tags().stream().anyMatch(tagsNow::contains);
    String name =
        "image '" + (old.tags().isEmpty() ? old.id() : String.join("', '", old.tags())) + "'";
    if (replaced) {
      changes.add(new Change.ByOthers(name + " was replaced by a new one" + History.at(removed)));
    } else if (removed.isEmpty()) {
      changes.add(new Change.Harm(name + " is gone: the engine told of no event that explains it"));
    } else if (old.tags().isEmpty()) {
      unnamed++;
    } else {
      changes.add(new Change.ByOthers(name + " was removed" + History.at(removed)));
    }
  }
}

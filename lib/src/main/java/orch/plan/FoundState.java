package orch.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orch.model.Identity;
import orch.model.Labels;

/**
 * Fingerprints of what an engine held when a plan was made: of everything that is ours, and of
 * whatever else has a name that is wanted.
 *
 * @param things containers, networks, volumes, then images
 */
public record FoundState(List<Thing> things) {
  /** Copies the list. */
  public FoundState {
    things = List.copyOf(things);
  }

  /**
   * One of them.
   *
   * @param kind {@code container}, {@code network}, {@code volume} or {@code image}
   * @param name on the engine; of an image the way that leads to it
   * @param id tells it from a later one of the same name
   * @param config hash of what it was made as; empty where no label tells
   * @param state of a container: {@code running}, {@code exited (137)}; else empty
   * @param holder whose it is, for people; empty: ours
   */
  public record Thing(
      String kind, String name, String id, String config, String state, String holder) {
    private String title() {
      return kind + " '" + name + "'";
    }

    private String byWhom() {
      return holder.isEmpty() ? "" : ", held by " + holder;
    }
  }

  /** Of what was observed for this identity. */
  public static FoundState of(Observed observed, Identity identity) {
    List<Thing> things = new ArrayList<>();
    observed.containers().forEach(c -> things.add(thing(c, "")));
    for (Observed.Network network : observed.networks()) {
      things.add(
          new Thing(
              "network",
              network.name(),
              network.id(),
              config(network.labels()),
              "",
              holder(network.labels(), identity)));
    }
    for (Observed.Volume volume : observed.volumes()) {
      things.add(
          new Thing(
              "volume",
              volume.name(),
              volume.made(),
              config(volume.labels()),
              "",
              holder(volume.labels(), identity)));
    }
    observed.squatters().forEach(c -> things.add(thing(c, Holder.holder(c.labels()))));
    observed.images().entrySet().stream()
        .map(e -> new Thing("image", e.getKey().describe(), e.getValue().id(), "", "", ""))
        // the map has no order of its own
        .sorted(Comparator.comparing(Thing::name).thenComparing(Thing::id))
        .forEach(things::add);
    return new FoundState(things);
  }

  private static Thing thing(Observed.Container container, String holder) {
    return new Thing(
        "container",
        container.name(),
        container.id(),
        config(container.labels()),
        state(container),
        holder);
  }

  private static String config(Map<String, String> labels) {
    return labels.getOrDefault(Labels.CONFIG, "");
  }

  private static String holder(Map<String, String> labels, Identity identity) {
    return identity.owns(labels) ? "" : Holder.holder(labels);
  }

  private static String state(Observed.Container container) {
    if (container.state().equals("restarting")) {
      // between two tries of its restart policy: nobody has touched it
      return "running";
    }
    return container.state() + container.exitCode().map(code -> " (" + code + ")").orElse("");
  }

  /** What is otherwise in a later state, a line for each; empty: nothing. */
  public List<String> differences(FoundState now) {
    Map<String, List<Thing>> before = byName();
    Map<String, List<Thing>> after = now.byName();
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    return keys.stream()
        .flatMap(
            key ->
                difference(before.getOrDefault(key, List.of()), after.getOrDefault(key, List.of())))
        .toList();
  }

  /** Networks can share a name, and recipes a description. */
  private Map<String, List<Thing>> byName() {
    return things.stream()
        .collect(
            Collectors.groupingBy(
                thing -> thing.kind() + " " + thing.name(),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  private static Stream<String> difference(List<Thing> before, List<Thing> after) {
    if (before.size() == 1 && after.size() == 1) {
      return difference(before.get(0), after.get(0));
    }
    List<String> lines = new ArrayList<>();
    before.stream()
        .filter(thing -> !after.contains(thing))
        .forEach(thing -> lines.add(thing.title() + " is gone"));
    after.stream()
        .filter(thing -> !before.contains(thing))
        .forEach(thing -> lines.add(thing.title() + " has appeared" + thing.byWhom()));
    return lines.stream();
  }

  private static Stream<String> difference(Thing was, Thing is) {
    if (!was.id().equals(is.id()) || was.holder().isEmpty() != is.holder().isEmpty()) {
      return Stream.of(is.title() + " is another one than then" + is.byWhom());
    } else if (!was.config().equals(is.config())) {
      return Stream.of(is.title() + " was made otherwise than the one then");
    } else if (!was.state().equals(is.state())) {
      return Stream.of(is.title() + " was " + was.state() + " and is " + is.state());
    }
    return Stream.empty();
  }
}

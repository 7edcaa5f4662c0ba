package orch.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;

/** Names who holds a name that is wanted: refusals say it, so that a person can decide. */
public final class Holder {
  private Holder() {}

  /** The refusal for a container's name. */
  public static OrchException.Refused of(Observed.Container container) {
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "image "
            + container.image()
            + ", "
            + container.status().toLowerCase(java.util.Locale.ROOT));
    evidence.add(
        "made "
            + Instant.ofEpochSecond(container.created())
            + ", id "
            + container.id().substring(0, 12));
    return refused("container '" + container.name() + "'", container.labels(), evidence);
  }

  /** The refusal for a network's name. */
  public static OrchException.Refused of(Observed.Network network) {
    return refused(
        "network '" + network.name() + "'",
        network.labels(),
        List.of("id " + network.id().substring(0, 12)));
  }

  /** The refusal for a volume's name. */
  public static OrchException.Refused of(Observed.Volume volume) {
    return refused(
        "volume '" + volume.name() + "'", volume.labels(), List.of("made " + volume.created()));
  }

  /** The refusal to remove a network in which others are. */
  public static OrchException.Refused of(
      Observed.Network network, List<Observed.Container> guests) {
    return new OrchException.Refused(
        "network '" + network.name() + "' stays as it is: a container that is not ours is in it",
        named(guests),
        null);
  }

  private static List<String> named(List<Observed.Container> guests) {
    return guests.stream()
        .map(guest -> "container '" + guest.name() + "', held by " + holder(guest.labels()))
        .toList();
  }

  /** The refusal to replace a network in which others are. */
  static OrchException.Refused inTheWay(
      Observed.Network network, List<Observed.Container> guests, String cause) {
    List<String> evidence = new ArrayList<>(List.of(cause));
    evidence.addAll(named(guests));
    evidence.add("under another name in the stack a new network is made, and this one stays");
    return new OrchException.Refused(
        "network '"
            + network.name()
            + "' must be replaced, but a container that is not ours is in it; nothing was changed",
        evidence,
        null);
  }

  /** The refusal to replace a network in which services are that the stack no longer describes. */
  static OrchException.Refused leftIn(
      Observed.Network network, List<Observed.Container> left, String cause) {
    List<String> evidence = new ArrayList<>(List.of(cause));
    for (Observed.Container container : left) {
      evidence.add(
          "container '"
              + container.name()
              + "' of service '"
              + container.label(Labels.SERVICE)
              + "'");
    }
    return new OrchException.Refused(
        "network '"
            + network.name()
            + "' must be replaced, but a service that the stack no longer describes is in it;"
            + " nothing was changed",
        evidence,
        Next.verb("cleanup"));
  }

  private static OrchException.Refused refused(
      String what, Map<String, String> labels, List<String> evidence) {
    List<String> lines = new ArrayList<>();
    lines.add("held by " + holder(labels));
    lines.addAll(evidence);
    if (labels.containsKey(Labels.HOST)) {
      lines.add(
          "if this machine made it and lost its state folder: put "
              + labels.get(Labels.HOST)
              + " into the file host-id there");
    }
    boolean ofCompose =
        labels.containsKey(Labels.COMPOSE_PROJECT) && !labels.containsKey(Labels.STACK);
    if (ofCompose) {
      lines.add(
          "end it with the tool that made it, or take a dedicated copy, which runs beside it");
      if (!what.startsWith("container")) {
        lines.add("what the stack says is external is used as it is, and never removed");
      }
    }
    return new OrchException.Refused(
        what + " exists and is not ours; it was left as it is",
        lines,
        ofCompose ? Next.verb("start", "--env", "dedicated") : null);
  }

  /** Who made something, as its labels tell. */
  public static String holder(Map<String, String> labels) {
    if (labels.containsKey(Labels.STACK)) {
      return "orch stack '"
          + labels.get(Labels.STACK)
          + "' ("
          + labels.getOrDefault(Labels.ENV, "?")
          + ", host "
          + labels.getOrDefault(Labels.HOST, "?")
          + ", "
          + labels.getOrDefault(Labels.SOURCE, "?")
          + ")";
    }
    if (labels.containsKey(Labels.COMPOSE_PROJECT)) {
      return "Compose project '" + labels.get(Labels.COMPOSE_PROJECT) + "'";
    }
    if (labels.containsKey("org.testcontainers.sessionId")) {
      return "Testcontainers session " + labels.get("org.testcontainers.sessionId");
    }
    return labels.isEmpty()
        ? "somebody who set no labels"
        : "somebody who set the labels " + labels;
  }
}

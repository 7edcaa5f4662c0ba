package orch.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Network;
import orch.model.Volume;

/**
 * What a network or volume was said to be when it was made, kept in its labels, and how that
 * differs from what is wanted now. One that an older version made without these labels counts as
 * changed only where the engine tells something else than is wanted in so many words.
 */
public final class Definition {
  private Definition() {}

  /** The labels that a network gets when it is made. */
  public static Map<String, String> labels(Network network, Identity identity) {
    return labels(hash(network, identity), Words.of(fixed(network, identity)));
  }

  /** The labels that a volume gets when it is made. */
  public static Map<String, String> labels(Volume volume) {
    return labels(hash(volume), Words.of(volume));
  }

  /** A hash of what a network should be; its name and who may use it do not take part. */
  static String hash(Network network, Identity identity) {
    return ConfigHash.of(fixed(network, identity), List.of("name", "external"));
  }

  /** How a network of ours differs from what is wanted; empty: in nothing. */
  static Optional<String> difference(Network wanted, Identity identity, Observed.Network found) {
    String made = found.labels().getOrDefault(Labels.CONFIG, "");
    return made.equals(hash(wanted, identity))
        ? Optional.empty()
        : difference(Words.of(fixed(wanted, identity)), found.labels(), found.settings());
  }

  /** How a volume of ours differs from what is wanted; empty: in nothing. */
  static Optional<String> difference(Volume wanted, Observed.Volume found) {
    String made = found.labels().getOrDefault(Labels.CONFIG, "");
    return made.equals(hash(wanted))
        ? Optional.empty()
        : difference(Words.of(wanted), found.labels(), found.settings());
  }

  private static String hash(Volume volume) {
    return ConfigHash.of(volume, List.of("name", "external", "called", "labels"));
  }

  /** The subnet of a private copy is whichever was free. */
  private static Network fixed(Network network, Identity identity) {
    boolean chosen = identity.environment().run().isPresent() && network.driver().equals("bridge");
    return chosen ? network.withSubnet("") : network;
  }

  private static Map<String, String> labels(String hash, Map<String, Words.Word> words) {
    return Map.of(Labels.CONFIG, hash, Labels.PARTS, Changes.label(words));
  }

  private static Optional<String> difference(
      Map<String, Words.Word> wanted, Map<String, String> labels, Map<String, String> settings) {
    Changes differences = new Changes(" ");
    List<String> changes =
        labels.containsKey(Labels.CONFIG)
            ? differences.between(labels.getOrDefault(Labels.PARTS, ""), wanted, settings)
            : differences.visible(wanted, settings);
    return changes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", changes));
  }
}

package orch.snapshot;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Value;

/** Which volumes are meant, and whether they are there. */
record Choice(Work work) {
  /**
   * The volumes to save.
   *
   * @param there names on the engine by the stack's own names
   * @param asked empty: all
   * @throws OrchException.BadInput when there is none, or one that was asked for is not there
   */
  Map<String, String> toSave(Map<String, String> there, List<String> asked) {
    if (there.isEmpty()) {
      throw new OrchException.BadInput(
          "stack '"
              + work.identity().prefix()
              + "' has no volume on this engine that could be saved",
          List.of("folders of the host and anonymous volumes are not saved"),
          Next.verb("status"));
    }
    if (asked.isEmpty()) {
      return there;
    }
    Map<String, String> chosen = new LinkedHashMap<>();
    for (String volume : asked) {
      if (!there.containsKey(volume)) {
        throw unknownVolume("stack '" + work.identity().prefix() + "'", volume, there.keySet());
      }
      chosen.put(volume, there.get(volume));
    }
    return chosen;
  }

  /**
   * The volumes to restore.
   *
   * @param asked empty: all of the snapshot
   * @throws OrchException.BadInput when the snapshot, or the stack, does not have one
   */
  List<String> toRestore(Snapshot snapshot, List<String> asked, Collection<String> onEngine) {
    for (String volume : asked) {
      if (snapshot.volume(volume).isEmpty()) {
        throw unknownVolume("snapshot '" + snapshot.name() + "'", volume, snapshot.volumeNames());
      }
    }
    List<String> wanted = asked.isEmpty() ? snapshot.volumeNames() : asked;
    Set<String> known = new TreeSet<>(onEngine);
    work.stack()
        .ifPresent(
            described ->
                described.volumes().values().stream()
                    .filter(volume -> volume.external().isEmpty())
                    .forEach(volume -> known.add(volume.name())));
    List<String> strange =
        known.isEmpty() ? List.of() : wanted.stream().filter(v -> !known.contains(v)).toList();
    if (!strange.isEmpty()) {
      throw doesNotFit(
          snapshot,
          List.of(
              "the stack has no volume " + String.join(", ", strange),
              "it has " + String.join(", ", known)),
          Next.verb("snapshot", "--show", snapshot.name()));
    }
    known.stream()
        .filter(volume -> !wanted.contains(volume))
        .forEach(volume -> work.note(snapshot.name(), "volume '" + volume + "' stays as it is"));
    return wanted;
  }

  /**
   * The secrets that a stack takes over with data that was saved with others than it has: data may
   * hold them, as a database does its users' passwords, and is no use with any other.
   *
   * @param nothingThere whether nothing on the engine was made with its own
   * @throws OrchException.BadInput when something was
   */
  List<Value.Secret> toTakeOver(Snapshot snapshot, boolean nothingThere) {
    Map<String, String> own = new LinkedHashMap<>();
    work.secrets().forEach(secret -> own.put(secret.name(), secret.text()));
    boolean shared = work.identity().environment().run().isEmpty();
    List<String> others =
        snapshot.secrets().stream()
            .filter(saved -> !saved.text().equals(own.getOrDefault(saved.name(), saved.text())))
            .map(Value.Secret::name)
            .toList();
    if (others.isEmpty() || shared && nothingThere) {
      return shared ? snapshot.secrets() : List.of();
    }
    throw doesNotFit(
        snapshot,
        List.of(
            "it was saved with other secrets than the stack has ("
                + String.join(", ", others)
                + "): services that keep them in their data would refuse theirs",
            shared
                ? "a stack that is stopped with its volumes, which saves them, takes them over"
                : "a copy that begins with it takes them over"),
        shared
            ? Next.verb("stop", "--volumes")
            : Next.verb("start", "--env", "dedicated", "--from", snapshot.name()));
  }

  private OrchException.BadInput doesNotFit(Snapshot snapshot, List<String> evidence, Next next) {
    return new OrchException.BadInput(
        "snapshot '"
            + snapshot.name()
            + "' does not fit stack '"
            + work.identity().prefix()
            + "'; nothing was changed",
        evidence,
        next);
  }

  private static OrchException.BadInput unknownVolume(
      String where, String volume, Collection<String> known) {
    return new OrchException.BadInput(
        where + " has no volume '" + volume + "'" + Names.didYouMean(volume, known),
        List.of("it has " + String.join(", ", known)),
        Next.verb("snapshot", "--list"));
  }
}

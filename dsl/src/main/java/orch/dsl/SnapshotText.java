package orch.dsl;

import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.facade.StackSnapshots;
import orch.report.JsonText;
import orch.report.Style;
import orch.report.Table;
import orch.snapshot.SavedVolume;
import orch.snapshot.Snapshot;

/** Snapshots for people, or as JSON. */
public final class SnapshotText {
  private final Style style;
  private final boolean json;

  /** In a style, or as JSON. */
  public SnapshotText(Style style, boolean json) {
    this.style = style;
    this.json = json;
  }

  /** The text of a snapshot or of all snapshots of a stack; empty for anything else. */
  Optional<String> text(Object result) {
    if (result instanceof Snapshot snapshot) {
      return Optional.of(json ? JsonText.tree(snapshot.tree()) + "\n" : one(snapshot));
    }
    if (result instanceof StackSnapshots snapshots) {
      return Optional.of(json ? jsonOf(snapshots.list()) : list(snapshots.list()));
    }
    return Optional.empty();
  }

  private static String jsonOf(List<Snapshot> snapshots) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("snapshots", snapshots.stream().map(Snapshot::tree).toList());
    return JsonText.tree(tree) + "\n";
  }

  private String list(List<Snapshot> snapshots) {
    if (snapshots.isEmpty()) {
      return "no snapshots\n";
    }
    Table table = new Table();
    for (Snapshot snapshot : snapshots) {
      table.row(
          style.strong(snapshot.name()),
          snapshot.created().truncatedTo(ChronoUnit.SECONDS).toString(),
          megabytes(snapshot.stored()),
          String.join(", ", snapshot.volumeNames()),
          style.faint(snapshot.automatic() ? "before " + snapshot.cause() : ""));
    }
    return table.text();
  }

  /** One snapshot for people. */
  public String one(Snapshot snapshot) {
    Table table = new Table();
    table.row(
        style.strong("snapshot " + snapshot.name()),
        "of stack " + snapshot.stack() + " (" + snapshot.environment() + ")",
        snapshot.created().truncatedTo(ChronoUnit.SECONDS).toString(),
        megabytes(snapshot.stored()));
    for (SavedVolume volume : snapshot.volumes()) {
      table.row(
          "  volume " + volume.name(),
          megabytes(volume.bytes()) + " in " + megabytes(volume.stored()),
          "sha256 " + volume.sha256().substring(0, Math.min(12, volume.sha256().length())));
    }
    snapshot
        .services()
        .forEach(
            (service, saved) ->
                table.row("  service " + service, saved.image(), style.faint(saved.digest())));
    snapshot.secretNames().forEach(secret -> table.row("  secret " + secret));
    return table.text();
  }

  /** What is said when a snapshot was written to a file. */
  public static String exported(Snapshot snapshot, String file) {
    List<String> secrets = snapshot.secretNames();
    return "wrote snapshot '"
        + snapshot.name()
        + "' to "
        + file
        + (secrets.isEmpty()
            ? ""
            : "; only you can read it: it holds secrets of the stack ("
                + String.join(", ", secrets)
                + ")")
        + "\n";
  }

  /**
   * What a rollback says at its end.
   *
   * @param before the snapshot of what was there before
   */
  public static String rolledBack(String name, Optional<Snapshot> before) {
    return "rolled back to '"
        + name
        + "'"
        + before.map(b -> "; what was there before: orch rollback " + b.name()).orElse("")
        + "\n";
  }

  private static String megabytes(long bytes) {
    return bytes < 1_000_000
        ? (bytes + 999) / 1000 + " kB"
        : String.format(java.util.Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}

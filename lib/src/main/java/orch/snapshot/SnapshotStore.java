package orch.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.StateFolder;

/**
 * The snapshots of one stack: a folder each below {@code snapshots/STACK} of the state folder, with
 * a manifest and an archive for each volume. A folder gets its name when all in it is on the disk,
 * so that whatever has a name is whole.
 */
public final class SnapshotStore {
  /** So many automatic snapshots of a stack are kept. */
  public static final int AUTOMATIC_KEPT = 5;

  private static final String FOLDER = "snapshots";

  /** Folders begin with it until they are whole, and while they are removed. */
  private static final String UNFINISHED = ".new-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final StateFolder state;
  private final String stack;

  /** The snapshots of this stack. */
  public SnapshotStore(StateFolder state, String stack) {
    this.state = state;
    this.stack = Names.checked("stack", stack);
  }

  /** All of them, the newest first; those whose manifest cannot be read are left out. */
  public List<Snapshot> list() {
    List<Snapshot> all = new ArrayList<>();
    for (String name : state.names(FOLDER, stack)) {
      try {
        all.add(read(name));
      } catch (IOException | OrchException e) {
        // damaged, or removed while we look; find() says what is wrong with it
        continue;
      }
    }
    all.sort(Comparator.comparing(Snapshot::created).reversed());
    return all;
  }

  /**
   * The one of that name.
   *
   * @throws OrchException.BadInput when there is none, with the nearest
   * @throws OrchException.Refused when its manifest cannot be read
   */
  public Snapshot find(String name) {
    List<String> names = state.names(FOLDER, stack);
    if (!names.contains(name)) {
      throw new OrchException.BadInput(
          "stack '" + stack + "' has no snapshot '" + name + "'" + Names.didYouMean(name, names),
          List.of(names.isEmpty() ? "it has none at all" : "it has " + String.join(", ", names)),
          Next.verb("snapshot", "--list"));
    }
    try {
      return read(name);
    } catch (IOException e) {
      throw damaged(name, e);
    }
  }

  private Snapshot read(String name) throws IOException {
    return Manifest.read(Files.readString(folder(name).resolve(Manifest.FILE))).named(name);
  }

  /** The refusal to use a snapshot that is not what it was. */
  OrchException.Refused damaged(String name, IOException why) {
    return new OrchException.Refused(
        "snapshot '" + name + "' of stack '" + stack + "' is damaged; nothing was changed",
        List.of(OrchException.reason(why), "it is in " + folder(name)),
        Next.verb("snapshot", "--list"));
  }

  /**
   * Makes sure that a name is free.
   *
   * @throws OrchException.BadInput when it is not, or can be no name
   */
  public void checkFree(String name) {
    Names.checked("snapshot", name);
    if (Files.exists(folder(name))) {
      throw new OrchException.BadInput(
          "stack '" + stack + "' has a snapshot '" + name + "' already; nothing was changed",
          List.of("it is in " + folder(name)),
          Next.verb("snapshot", "--remove", name));
    }
  }

  /** A free name for an automatic snapshot of this moment: {@code auto-20260131-120000}. */
  String automaticName(Instant now) {
    String name = "auto-" + TIME.format(now);
    String free = name;
    for (int number = 2; Files.exists(folder(free)); number++) {
      free = name + "-" + number;
    }
    return free;
  }

  /** Where a snapshot is. */
  public Path folder(String name) {
    return state.path().resolve(FOLDER).resolve(stack).resolve(name);
  }

  /** The archive of a volume. */
  Path archive(Snapshot snapshot, SavedVolume volume) {
    return folder(snapshot.name()).resolve(volume.file());
  }

  /**
   * Proves that archives are as they were written.
   *
   * @param volumes of them those meant
   * @throws OrchException.Refused when one is not what the manifest says
   */
  public void verify(Snapshot snapshot, Collection<String> volumes) {
    for (SavedVolume volume : snapshot.volumes()) {
      if (volumes.contains(volume.name())) {
        try {
          Archives.verify(volume, archive(snapshot, volume));
        } catch (IOException e) {
          throw damaged(snapshot.name(), e);
        }
      }
    }
  }

  /** Removes a snapshot. */
  public void remove(String name) {
    find(name);
    delete(name);
  }

  /**
   * Removes all but the newest.
   *
   * @param keep how many stay, from 0
   * @param onlyAutomatic whether those that somebody gave a name stay and do not count
   * @param needed names that stay in any case
   * @return the names of those removed
   */
  public List<String> prune(int keep, boolean onlyAutomatic, Set<String> needed) {
    List<String> removed = new ArrayList<>();
    List<Snapshot> meant =
        list().stream().filter(snapshot -> !onlyAutomatic || snapshot.automatic()).toList();
    for (Snapshot old : meant.subList(Math.min(keep, meant.size()), meant.size())) {
      if (!needed.contains(old.name())) {
        delete(old.name());
        removed.add(old.name());
      }
    }
    return removed;
  }

  /** First its name goes, so that nobody finds a part of it. */
  private void delete(String name) {
    Path folder = folder(name);
    Path going = folder.resolveSibling(UNFINISHED + "removed-" + name);
    try {
      deleteAll(going);
      Files.move(folder, going);
      deleteAll(going);
    } catch (NoSuchFileException e) {
      // another process was quicker
    } catch (IOException e) {
      throw StateFolder.broken("remove", folder, e);
    }
  }

  /**
   * Begins a snapshot: a folder without a name. What an earlier process left unfinished of the same
   * copy of the stack is removed.
   *
   * @param by the copy that it is of, whose lock is held; or another word that nobody else uses
   */
  Path begin(String by) {
    Path folder = folder(UNFINISHED + by);
    try {
      deleteAll(folder);
      // makes the folders above, readable by their owner only
      state.folderOf(FOLDER, stack, folder.getFileName().toString(), Manifest.FILE);
      return folder;
    } catch (IOException e) {
      throw StateFolder.broken("make", folder, e);
    }
  }

  /** Writes the manifest, has all on the disk, and gives the folder its name. */
  Snapshot commit(Path unfinished, Snapshot snapshot) {
    checkFree(snapshot.name());
    Path folder = folder(snapshot.name());
    try {
      Path manifest = unfinished.resolve(Manifest.FILE);
      StateFolder.makePrivate(manifest);
      Files.writeString(manifest, Manifest.write(snapshot));
      StateFolder.force(manifest);
      StateFolder.force(unfinished);
      Files.move(unfinished, folder);
      StateFolder.force(folder.getParent());
      return snapshot;
    } catch (IOException e) {
      throw StateFolder.broken("write", folder, e);
    }
  }

  /** Removes what was begun. */
  void abandon(Path unfinished) {
    try {
      deleteAll(unfinished);
    } catch (IOException e) {
      // the next one removes it
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}

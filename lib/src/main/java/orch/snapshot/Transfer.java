package orch.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.StateFolder;

/**
 * Snapshots as one file each: a ZIP of the manifest and the archives, which is readable anywhere.
 */
public final class Transfer {
  private final SnapshotStore store;

  /** Of these snapshots. */
  public Transfer(SnapshotStore store) {
    this.store = store;
  }

  /**
   * Writes a snapshot to a file, as a whole or not at all; with its secrets, so that it can be used
   * elsewhere, and readable by its owner only.
   *
   * @throws OrchException.BadInput when the file is there already, or its folder is not
   * @throws OrchException.Refused when the snapshot is damaged
   */
  public Snapshot write(String name, Path file) {
    Snapshot snapshot = store.find(name);
    if (Files.exists(file)) {
      throw new OrchException.BadInput(
          "there is a file " + file + " already; it was left as it is");
    }
    store.verify(snapshot, snapshot.volumeNames());
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".new");
    try {
      Files.deleteIfExists(unfinished);
      StateFolder.makePrivate(unfinished);
      try (OutputStream out = Files.newOutputStream(unfinished);
          ZipOutputStream zip = new ZipOutputStream(out)) {
        zip.setLevel(Deflater.NO_COMPRESSION);
        zip.putNextEntry(new ZipEntry(Manifest.FILE));
        zip.write(Manifest.write(snapshot).getBytes(StandardCharsets.UTF_8));
        for (SavedVolume volume : snapshot.volumes()) {
          zip.putNextEntry(new ZipEntry(volume.file()));
          Files.copy(store.archive(snapshot, volume), zip);
        }
      }
      StateFolder.force(unfinished);
      Files.move(unfinished, file);
      return snapshot;
    } catch (IOException e) {
      delete(unfinished);
      throw new OrchException.Failed(
          "snapshot '" + name + "' cannot be written to " + file,
          List.of(OrchException.reason(e)),
          Next.verb("snapshot", "--list"));
    }
  }

  /**
   * Reads a snapshot from a file that {@link #write} made.
   *
   * @param name under which it is kept; empty: its own
   * @throws OrchException.BadInput when it is no such file, or damaged; nothing is kept of it then
   */
  public Snapshot read(Path file, Optional<String> name) {
    if (!Files.isRegularFile(file)) {
      throw new OrchException.BadInput("there is no file " + file);
    }
    Path unfinished = null;
    boolean done = false;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry manifest = zip.getEntry(Manifest.FILE);
      if (manifest == null) {
        throw new IOException("it has no " + Manifest.FILE);
      }
      Snapshot snapshot;
      try (InputStream in = zip.getInputStream(manifest)) {
        snapshot = Manifest.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
      Snapshot named = name.map(snapshot::named).orElse(snapshot);
      store.checkFree(named.name());
      unfinished = store.begin("import-" + named.name());
      for (SavedVolume volume : named.volumes()) {
        copy(zip, volume, unfinished);
      }
      store.commit(unfinished, named);
      done = true;
      return named;
    } catch (IOException e) {
      throw new OrchException.BadInput(
          file + " is no snapshot that can be read; nothing was kept of it",
          List.of(OrchException.reason(e)),
          Next.verb("snapshot", "--list"));
    } finally {
      if (!done && unfinished != null) {
        store.abandon(unfinished);
      }
    }
  }

  private static void copy(ZipFile zip, SavedVolume volume, Path into) throws IOException {
    ZipEntry entry = zip.getEntry(volume.file());
    if (entry == null) {
      throw new IOException("it has no " + volume.file());
    }
    Path file = into.resolve(volume.file());
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    Archives.unpack(volume, file);
    StateFolder.force(file);
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // it is told that the snapshot could not be written
    }
  }
}

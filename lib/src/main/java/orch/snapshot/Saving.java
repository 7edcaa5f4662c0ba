package orch.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import orch.engine.ContainerLabels;
import orch.engine.VolumeFiles;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.StateFolder;
import orch.plan.Observed;

/** One snapshot on its way to the disk. Nothing of it counts before {@link #commit}. */
final class Saving {
  /** A long volume tells so often how far it is. */
  private static final long TOLD_EVERY = 256L * 1024 * 1024;

  private final Work work;
  private final Snapshots.Request request;
  private final Observed observed;
  private final Instant created;
  private final String name;
  private final Path folder;
  private List<SavedVolume> saved = List.of();

  /** Begins; what an earlier one of the same copy of the stack left unfinished goes. */
  Saving(Work work, Snapshots.Request request, Observed observed) {
    this.work = work;
    this.request = request;
    this.observed = observed;
    this.created = work.clock().instant();
    this.name = request.name().orElseGet(() -> work.store().automaticName(created));
    this.folder = work.store().begin(work.identity().prefix());
  }

  /**
   * Writes the files of volumes to which nobody writes now.
   *
   * @param volumes names on the engine by the stack's own names
   */
  void archive(Map<String, String> volumes) {
    List<SavedVolume> written = new ArrayList<>();
    try (VolumeFiles.Opened opened =
        work.engine().volumeFiles().open(work.identity(), volumes, work.images(observed))) {
      for (String volume : volumes.keySet()) {
        work.note(name, "saves volume '" + volume + "'");
        Path file = folder.resolve(SavedVolume.fileOf(volume));
        written.add(Archives.write(volume, opened.read(volume), file, told(volume)));
      }
    } catch (Archives.Unwritable e) {
      throw StateFolder.broken("write snapshot '" + name + "' to", folder, e);
    } catch (IOException e) {
      throw new OrchException.Failed(
          "snapshot '" + name + "' could not be taken: the engine broke off",
          List.of(OrchException.reason(e)),
          Next.verb("doctor"));
    }
    saved = written;
  }

  private LongConsumer told(String volume) {
    long[] next = {TOLD_EVERY};
    return bytes -> {
      if (bytes >= next[0]) {
        next[0] += TOLD_EVERY;
        work.note(name, "volume '" + volume + "': " + bytes / 1_000_000 + " MB");
      }
    };
  }

  /**
   * Gives it its name; where it is an automatic one, the oldest of those go.
   *
   * @param needed names of snapshots that stay in any case
   */
  Snapshot commit(Set<String> needed) {
    Snapshot snapshot =
        new Snapshot(
            name,
            work.identity().stack(),
            work.identity().environment().kind(),
            created,
            ContainerLabels.version(),
            request.cause(),
            request.name().isEmpty(),
            request.writers(),
            services(),
            saved,
            work.secrets());
    work.store().commit(folder, snapshot);
    if (snapshot.automatic()) {
      work.store().prune(SnapshotStore.AUTOMATIC_KEPT, true, needed);
    }
    return snapshot;
  }

  /** Nothing of it stays. */
  void abandon() {
    work.store().abandon(folder);
  }

  private Map<String, Snapshot.SavedService> services() {
    Map<String, Snapshot.SavedService> services = new LinkedHashMap<>();
    for (Observed.Container container : observed.containers()) {
      if (!container.label(Labels.SERVICE).isEmpty()) {
        services.putIfAbsent(
            container.label(Labels.SERVICE),
            new Snapshot.SavedService(
                container.image(), container.imageId(), container.label(Labels.CONFIG)));
      }
    }
    return services;
  }
}

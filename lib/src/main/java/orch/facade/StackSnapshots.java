package orch.facade;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import orch.model.Identity;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.LocalState;
import orch.own.StackLock;
import orch.snapshot.Snapshot;
import orch.snapshot.SnapshotStore;
import orch.snapshot.Snapshots;
import orch.snapshot.Transfer;

/** The snapshots of a stack: what was saved of its volumes, and what can be done with it. */
public final class StackSnapshots implements Iterable<Snapshot> {
  private final Identity identity;
  private final LocalState local;
  private final SnapshotStore store;
  private final Function<Identity, StackLock> locks;
  private final BiFunction<Identity, StackLock, Snapshots> work;

  /**
   * Of one copy of a stack; its snapshots are those of all its copies.
   *
   * @param locks takes the lock of a stack, and finishes what was interrupted
   * @param work on the volumes of a stack whose lock is held
   */
  StackSnapshots(
      Identity identity,
      LocalState local,
      Function<Identity, StackLock> locks,
      BiFunction<Identity, StackLock, Snapshots> work) {
    this.identity = identity;
    this.local = local;
    this.store = new SnapshotStore(local.folder(), identity.stack());
    this.locks = locks;
    this.work = work;
  }

  /** Saves volumes; see {@link Snapshots#save}. */
  public Snapshot save(Snapshots.Request request, Duration within) {
    request.name().ifPresent(store::checkFree);
    try (StackLock lock = locks.apply(identity)) {
      return work.apply(identity, lock).save(request, within);
    }
  }

  /**
   * Saves volumes as somebody asks for who says no more than which; services that write to them are
   * stopped meanwhile.
   *
   * @param volumes names within the stack; empty: all
   */
  public Snapshot save(String name, List<String> volumes, Duration within) {
    return save(
        new Snapshots.Request(
            Optional.of(name), volumes, Snapshot.Writers.STOP, Snapshots.ASKED_FOR),
        within);
  }

  /** Puts volumes back; see {@link Snapshots#rollback}. */
  public Optional<Snapshot> rollback(
      String name, List<String> volumes, boolean keep, Duration within) {
    store.find(name);
    try (StackLock lock = locks.apply(identity)) {
      return work.apply(identity, lock).rollback(name, volumes, keep, within);
    }
  }

  /** All of them, the newest first. */
  public List<Snapshot> list() {
    return store.list();
  }

  @Override
  public Iterator<Snapshot> iterator() {
    return list().iterator();
  }

  /** The one of that name. */
  public Snapshot find(String name) {
    return store.find(name);
  }

  /** Where the files of one are. */
  public Path folder(String name) {
    return store.folder(name);
  }

  /**
   * Removes one.
   *
   * @throws OrchException.Refused when a rollback that has begun needs it
   */
  public void remove(String name) {
    if (needed().contains(name)) {
      throw new OrchException.Refused(
          "snapshot '" + name + "' is needed by a rollback that has begun; nothing was removed",
          List.of("stack '" + identity.stack() + "'"),
          Next.verb("status"));
    }
    store.remove(name);
  }

  private Set<String> needed() {
    return Snapshots.needed(local.interruptions(), identity.stack());
  }

  /**
   * Removes all but the newest, automatic or not, and those that a rollback needs.
   *
   * @param keep how many stay, from 0
   * @return names of those removed
   */
  public List<String> prune(int keep) {
    return store.prune(keep, false, needed());
  }

  /** Writes one to a file; see {@link Transfer#write}. */
  public Snapshot export(String name, Path file) {
    return new Transfer(store).write(name, file);
  }

  /** Reads one from a file; see {@link Transfer#read}. */
  public Snapshot importFrom(Path file, Optional<String> name) {
    return new Transfer(store).read(file, name);
  }
}

package orch.snapshot;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import orch.engine.ChangeGate;
import orch.engine.Engine;
import orch.model.Identity;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Stack;
import orch.model.Value;
import orch.own.Interruptions;
import orch.own.LocalState;
import orch.own.Secrets;
import orch.plan.Observed;
import orch.plan.Progress;

/**
 * Saves and restores volumes of one copy of a stack. Used by one thread, which holds the stack's
 * lock.
 */
public final class Snapshots {
  /** Why a snapshot was taken that somebody wanted. */
  public static final String ASKED_FOR = "asked for";

  private final Work work;
  private final ChangeGate gate;
  private volatile Standstill current;

  /**
   * Of one copy of a stack.
   *
   * @param stack as it is described, where there is a description
   * @param gate the stack's lock, which is held
   */
  public Snapshots(
      Engine engine,
      LocalState local,
      Clock clock,
      Progress.Listener progress,
      Identity identity,
      Optional<Stack> stack,
      ChangeGate gate) {
    this.work = new Work(engine, local, clock, progress, identity, stack);
    this.gate = gate;
  }

  /**
   * What to save, and how.
   *
   * @param name of the snapshot; empty: an automatic one, named by its time
   * @param volumes names within the stack; empty: all
   * @param cause why
   */
  public record Request(
      Optional<String> name, List<String> volumes, Snapshot.Writers writers, String cause) {
    /** Copies the names. */
    public Request {
      volumes = List.copyOf(volumes);
    }

    private static Request automatic(String cause) {
      return new Request(Optional.empty(), List.of(), Snapshot.Writers.STOP, cause);
    }
  }

  /**
   * Saves volumes and has the services run again as before.
   *
   * @param within the longest wait for each service to be ready again
   * @throws OrchException.BadInput when the name is taken, or a volume is not there
   * @throws OrchException.Failed when it cannot be saved; then the services run again, and nothing
   *     of it counts
   */
  public Snapshot save(Request request, Duration within) {
    request.name().ifPresent(work.store()::checkFree);
    Observed observed = work.observe();
    Map<String, String> volumes =
        new Choice(work).toSave(work.volumes(observed), request.volumes());
    return save(request, observed, volumes, within, true);
  }

  /**
   * Saves all volumes before they are removed; the services that wrote to them stay stopped.
   *
   * @return empty when there is no volume
   */
  public Optional<Snapshot> saveBeforeRemoval(String cause, Duration within) {
    Observed observed = work.observe();
    Map<String, String> volumes = work.volumes(observed);
    return volumes.isEmpty()
        ? Optional.empty()
        : Optional.of(save(Request.automatic(cause), observed, volumes, within, false));
  }

  private Snapshot save(
      Request request,
      Observed observed,
      Map<String, String> volumes,
      Duration within,
      boolean resume) {
    Standstill standstill = standstill();
    Saving saving = null;
    boolean resumed = false;
    try {
      work.engine().volumeFiles().removeLeftovers(work.identity());
      standstill.forSaving(observed, volumes.values(), request.writers());
      saving = new Saving(work, request, observed);
      saving.archive(volumes);
      if (resume) {
        resumed = true;
        standstill.resume(within);
      }
      Snapshot snapshot = saving.commit(Set.of());
      resumed = true;
      standstill.forget();
      return snapshot;
    } catch (RuntimeException e) {
      if (saving != null) {
        saving.abandon();
      }
      if (!resumed) {
        resumeAfter(e, standstill, within);
      }
      throw e;
    }
  }

  private Standstill standstill() {
    current = new Standstill(work, gate);
    return current;
  }

  /**
   * Has the services run again that stand still for a snapshot, since the process ends now. Called
   * by another thread than the one that works.
   */
  public void breakOff() {
    Standstill standstill = current;
    if (standstill != null) {
      standstill.breakOff();
    }
  }

  /** The first error is the one that is told. */
  private static void resumeAfter(RuntimeException first, Standstill standstill, Duration within) {
    try {
      standstill.resume(within);
    } catch (RuntimeException second) {
      first.addSuppressed(second);
    }
  }

  private String prefix() {
    return work.identity().prefix();
  }

  /**
   * Puts volumes back to what they were. Until the new data is in place, what they hold now is kept
   * as an automatic snapshot.
   *
   * @param asked names within the stack; empty: all of the snapshot
   * @param keep whether what they hold now is saved first
   * @param within the longest wait for each service to be ready again
   * @return the automatic snapshot, where one was taken
   * @throws OrchException.BadInput when the snapshot does not fit the stack
   * @throws OrchException.Refused when it is damaged; nothing was changed
   */
  public Optional<Snapshot> rollback(
      String name, List<String> asked, boolean keep, Duration within) {
    Snapshot snapshot = work.store().find(name);
    Observed observed = work.observe();
    Map<String, String> there = work.volumes(observed);
    List<String> volumes = new Choice(work).toRestore(snapshot, asked, there.keySet());
    List<Value.Secret> secrets =
        new Choice(work).toTakeOver(snapshot, there.isEmpty() && observed.containers().isEmpty());
    work.note(name, "verifies its archives");
    work.store().verify(snapshot, volumes);
    Secrets own = new Secrets(work.local().folder());
    secrets.forEach(secret -> own.replace(work.identity().stack(), secret));
    work.engine().volumeFiles().removeLeftovers(work.identity());
    Standstill standstill = standstill();
    List<String> onEngine = volumes.stream().map(there::get).filter(v -> v != null).toList();
    Optional<Snapshot> before = Optional.empty();
    boolean restoring = false;
    try {
      standstill.forRestoring(observed, onEngine);
      if (keep && !onEngine.isEmpty()) {
        Map<String, String> old = new LinkedHashMap<>(there);
        old.keySet().retainAll(volumes);
        before = Optional.of(keep(observed, old, name));
      }
      restoring = true;
      standstill.restoring(name, before.map(Snapshot::name).orElse(""), volumes);
      restore(standstill, snapshot, volumes, before, within);
    } catch (RuntimeException e) {
      if (!restoring) {
        resumeAfter(e, standstill, within);
      }
      throw e;
    }
    return before;
  }

  /** Saves what the volumes hold now, to which nobody writes. */
  private Snapshot keep(Observed observed, Map<String, String> volumes, String target) {
    Saving saving = new Saving(work, Request.automatic("rollback to '" + target + "'"), observed);
    try {
      saving.archive(volumes);
      return saving.commit(Set.of(target));
    } catch (RuntimeException e) {
      saving.abandon();
      throw e;
    }
  }

  private Filling filling() {
    return new Filling(work, new Standstill(work, gate).gate());
  }

  private void restore(
      Standstill standstill,
      Snapshot snapshot,
      List<String> volumes,
      Optional<Snapshot> before,
      Duration within) {
    try {
      filling().fill(snapshot, volumes);
    } catch (OrchException e) {
      if (before.isEmpty()) {
        throw new OrchException.Failed(
            "the volumes of stack '" + prefix() + "' could not be filled: " + e.getMessage(),
            Stream.concat(
                    e.evidence().stream(),
                    Stream.of(
                        "the next orch command on this stack goes on with it; stop --volumes"
                            + " --no-snapshot gives it up"))
                .toList(),
            Next.verb("rollback", snapshot.name()));
      }
      work.note(snapshot.name(), "fails; the volumes get back what they held");
      filling().fill(before.get(), before.get().volumeNames());
      standstill.restored();
      OrchException.Failed failed =
          new OrchException.Failed(
              "rollback to '"
                  + snapshot.name()
                  + "' failed, the volumes hold what they held before: "
                  + e.getMessage(),
              e.evidence(),
              Next.verb("doctor"));
      resumeAfter(failed, standstill, within);
      throw failed;
    }
    standstill.restored();
    standstill.resume(within);
  }

  /**
   * Fills volumes that are not there yet, such as those of a dedicated copy before its first start.
   *
   * @throws OrchException.Refused when one is there already
   */
  public void seed(String name) {
    Snapshot snapshot = work.store().find(name);
    Map<String, String> there = work.volumes(work.observe());
    List<String> volumes = new Choice(work).toRestore(snapshot, List.of(), there.keySet());
    List<String> taken = volumes.stream().filter(there::containsKey).toList();
    if (!taken.isEmpty()) {
      throw new OrchException.Refused(
          "volumes of stack '" + prefix() + "' are there already; nothing was changed",
          List.of("there are " + String.join(", ", taken)),
          Next.verb("rollback", name));
    }
    work.store().verify(snapshot, volumes);
    filling().fill(snapshot, volumes);
  }

  /** Whose stack an entry of the journal is about; empty where it is none. */
  public static Optional<Identity> interrupted(Optional<String> entry, String host) {
    return Entry.parse(entry).map(left -> left.identity(host));
  }

  /** The snapshots of a stack from which rollbacks that have begun are to put volumes back. */
  public static Set<String> needed(Interruptions interruptions, String stack) {
    Set<String> needed = new TreeSet<>();
    for (String prefix : interruptions.names()) {
      Entry.parse(interruptions.read(prefix))
          .filter(entry -> entry.stack().equals(stack))
          .ifPresent(entry -> needed.addAll(List.of(entry.restoring(), entry.before())));
    }
    needed.remove("");
    return needed;
  }

  /** Finishes what a process has left that was killed, if there is anything. */
  public void settle(Duration within) {
    Optional<Entry> left = Entry.parse(work.local().interruptions().read(prefix()));
    if (left.isEmpty()) {
      return;
    }
    Entry entry = left.get();
    work.engine().volumeFiles().removeLeftovers(work.identity());
    Standstill standstill = standstill();
    if (!entry.restoring().isEmpty()) {
      work.note(entry.restoring(), "goes on with a rollback that was killed");
      Observed observed = work.observe();
      boolean wasRemoved = observed.containers().isEmpty() && observed.volumes().isEmpty();
      if (!wasRemoved || entry.run().isEmpty()) {
        again(entry);
      }
    }
    try {
      standstill.resume(entry, within);
    } catch (OrchException e) {
      work.note("journal", "what ran before does not run again: " + e.getMessage());
    }
  }

  /** The new data, or where its archives are no longer good, the old. */
  private void again(Entry entry) {
    Snapshot snapshot;
    try {
      snapshot = work.store().find(entry.restoring());
      work.store().verify(snapshot, entry.volumes());
    } catch (OrchException e) {
      if (entry.before().isEmpty()) {
        throw e;
      }
      snapshot = work.store().find(entry.before());
      work.store().verify(snapshot, snapshot.volumeNames());
    }
    filling()
        .fill(snapshot, entry.volumes().stream().filter(snapshot.volumeNames()::contains).toList());
  }
}

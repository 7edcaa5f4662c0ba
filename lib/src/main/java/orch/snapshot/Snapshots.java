package orch.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orch.engine.ChangeGate;
import orch.engine.ContainerLabels;
import orch.engine.Engine;
import orch.engine.VolumeFiles;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Stack;
import orch.model.Volume;
import orch.own.LocalState;
import orch.own.StateFolder;
import orch.plan.Observed;
import orch.plan.Operation;
import orch.plan.Plan;
import orch.plan.Progress;
import orch.plan.Scope;

/**
 * Saves and restores volumes of one copy of a stack. Used by one thread, which holds the stack's
 * lock.
 */
public final class Snapshots {
  /** Progress of a long volume is told about this often. */
  private static final long TOLD_EVERY = 256L * 1024 * 1024;

  private final Engine engine;
  private final LocalState local;
  private final Clock clock;
  private final Progress.Listener progress;
  private final Identity identity;
  private final Optional<Stack> stack;
  private final ChangeGate gate;
  private final SnapshotStore store;

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
    this.engine = engine;
    this.local = local;
    this.clock = clock;
    this.progress = progress;
    this.identity = identity;
    this.stack = stack;
    this.gate = gate;
    this.store = new SnapshotStore(local.folder(), identity.stack());
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
    request.name().ifPresent(store::checkFree);
    Observed observed = engine.observe(Scope.of(identity));
    Map<String, String> volumes = chosen(volumes(observed), request.volumes());
    return save(request, observed, volumes, within, true, Set.of());
  }

  /**
   * Saves all volumes before they are removed; the services that wrote to them stay stopped.
   *
   * @return empty when there is no volume
   */
  public Optional<Snapshot> saveBeforeRemoval(String cause, Duration within) {
    Observed observed = engine.observe(Scope.of(identity));
    Map<String, String> volumes = volumes(observed);
    return volumes.isEmpty()
        ? Optional.empty()
        : Optional.of(save(automatic(cause), observed, volumes, within, false, Set.of()));
  }

  private static Request automatic(String cause) {
    return new Request(Optional.empty(), List.of(), Snapshot.Writers.STOP, cause);
  }

  private Snapshot save(
      Request request,
      Observed observed,
      Map<String, String> volumes,
      Duration within,
      boolean resume,
      Set<String> needed) {
    Standstill standstill = standstill();
    boolean archived = false;
    Path unfinished = null;
    try {
      engine.volumeFiles().removeLeftovers(identity);
      standstill.forSaving(observed, volumes.values(), request.writers());
      Instant created = clock.instant();
      String name = request.name().orElseGet(() -> store.automaticName(created));
      unfinished = store.begin(identity.prefix());
      List<SavedVolume> saved = archive(name, observed, volumes, unfinished);
      archived = true;
      if (resume) {
        standstill.resume(within);
      } else {
        standstill.forget();
      }
      Snapshot snapshot =
          store.commit(
              unfinished,
              new Snapshot(
                  name,
                  identity.stack(),
                  identity.environment().kind(),
                  created,
                  ContainerLabels.version(),
                  request.cause(),
                  request.name().isEmpty(),
                  request.writers(),
                  services(observed),
                  saved));
      if (snapshot.automatic()) {
        store.prune(SnapshotStore.AUTOMATIC_KEPT, true, needed);
      }
      return snapshot;
    } catch (RuntimeException e) {
      if (unfinished != null) {
        store.abandon(unfinished);
      }
      if (!archived) {
        resumeAfter(e, standstill, within);
      }
      throw e;
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

  private Standstill standstill() {
    return new Standstill(engine, local.interruptions(), identity, progress, gate);
  }

  private List<SavedVolume> archive(
      String name, Observed observed, Map<String, String> volumes, Path folder) {
    List<SavedVolume> saved = new ArrayList<>();
    try (VolumeFiles.Opened opened =
        engine.volumeFiles().open(identity, volumes, images(observed))) {
      for (String volume : volumes.keySet()) {
        note(name, "saves volume '" + volume + "'");
        try (InputStream tar = opened.read(volume)) {
          Path file = folder.resolve(SavedVolume.fileOf(volume));
          saved.add(Archives.write(volume, tar, file, told(name, volume)));
        }
      }
      return saved;
    } catch (Archives.Unwritable e) {
      throw StateFolder.broken("write snapshot '" + name + "' to", folder, e);
    } catch (IOException e) {
      throw new OrchException.Failed(
          "snapshot '" + name + "' could not be taken: the engine broke off",
          List.of(OrchException.reason(e)),
          Next.verb("doctor"));
    }
  }

  private java.util.function.LongConsumer told(String name, String volume) {
    long[] next = {TOLD_EVERY};
    return bytes -> {
      if (bytes >= next[0]) {
        next[0] += TOLD_EVERY;
        note(name, "volume '" + volume + "': " + bytes / 1_000_000 + " MB");
      }
    };
  }

  private static Map<String, Snapshot.SavedService> services(Observed observed) {
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

  /** The stack's own volumes that are there: names on the engine by its own names. */
  private Map<String, String> volumes(Observed observed) {
    Map<String, String> volumes = new LinkedHashMap<>();
    observed.volumes().stream()
        .filter(volume -> identity.owns(volume.labels()))
        .sorted(java.util.Comparator.comparing(Observed.Volume::name))
        .forEach(
            volume ->
                volumes.put(
                    volume.labels().getOrDefault(Labels.NAME, volume.name()), volume.name()));
    return volumes;
  }

  private Map<String, String> chosen(Map<String, String> there, List<String> asked) {
    if (there.isEmpty()) {
      throw new OrchException.BadInput(
          "stack '" + identity.prefix() + "' has no volume on this engine that could be saved",
          List.of("folders of the host and anonymous volumes are not saved"),
          Next.verb("status"));
    }
    if (asked.isEmpty()) {
      return there;
    }
    Map<String, String> chosen = new LinkedHashMap<>();
    for (String volume : asked) {
      if (!there.containsKey(volume)) {
        throw unknownVolume("stack '" + identity.prefix() + "'", volume, there.keySet());
      }
      chosen.put(volume, there.get(volume));
    }
    return chosen;
  }

  private static OrchException.BadInput unknownVolume(
      String where, String volume, Collection<String> known) {
    return new OrchException.BadInput(
        where + " has no volume '" + volume + "'" + Names.didYouMean(volume, known),
        List.of("it has " + String.join(", ", known)),
        Next.verb("snapshot", "--list"));
  }

  /** Images of the stack that are on the engine, for the container through which files go. */
  private List<String> images(Observed observed) {
    Stream<String> ofContainers = observed.containers().stream().map(Observed.Container::imageId);
    if (stack.isEmpty() || !observed.containers().isEmpty()) {
      return ofContainers.distinct().toList();
    }
    return engine.observe(Scope.of(identity, stack.get())).images().values().stream()
        .map(Observed.Image::id)
        .distinct()
        .toList();
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
    Snapshot snapshot = store.find(name);
    Observed observed = engine.observe(Scope.of(identity));
    Map<String, String> there = volumes(observed);
    List<String> volumes = fitting(snapshot, asked, there.keySet());
    note(name, "verifies its archives");
    store.verify(snapshot, volumes);
    engine.volumeFiles().removeLeftovers(identity);
    Standstill standstill = standstill();
    List<String> onEngine = volumes.stream().map(there::get).filter(v -> v != null).toList();
    Optional<Snapshot> before = Optional.empty();
    boolean restoring = false;
    try {
      standstill.forRestoring(observed, onEngine);
      if (keep && !onEngine.isEmpty()) {
        Map<String, String> old = new LinkedHashMap<>(there);
        old.keySet().retainAll(volumes);
        before =
            Optional.of(saveStopped(automatic("rollback to '" + name + "'"), observed, old, name));
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

  /** Saves what nobody writes to. */
  private Snapshot saveStopped(
      Request request, Observed observed, Map<String, String> volumes, String needed) {
    Instant created = clock.instant();
    String name = store.automaticName(created);
    Path unfinished = store.begin(identity.prefix());
    try {
      Snapshot snapshot =
          store.commit(
              unfinished,
              new Snapshot(
                  name,
                  identity.stack(),
                  identity.environment().kind(),
                  created,
                  ContainerLabels.version(),
                  request.cause(),
                  true,
                  request.writers(),
                  services(observed),
                  archive(name, observed, volumes, unfinished)));
      store.prune(SnapshotStore.AUTOMATIC_KEPT, true, Set.of(needed));
      return snapshot;
    } catch (RuntimeException e) {
      store.abandon(unfinished);
      throw e;
    }
  }

  private void restore(
      Standstill standstill,
      Snapshot snapshot,
      List<String> volumes,
      Optional<Snapshot> before,
      Duration within) {
    try {
      fill(snapshot, volumes);
    } catch (OrchException e) {
      if (before.isEmpty()) {
        throw new OrchException.Failed(
            "the volumes of stack '"
                + identity.prefix()
                + "' could not be filled: "
                + e.getMessage(),
            Stream.concat(
                    e.evidence().stream(),
                    Stream.of(
                        "the next orch command on this stack goes on with it; stop --volumes"
                            + " --no-snapshot gives it up"))
                .toList(),
            Next.verb("rollback", snapshot.name()));
      }
      note(snapshot.name(), "fails; the volumes get back what they held");
      fill(before.get(), before.get().volumeNames());
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
    Snapshot snapshot = store.find(name);
    Map<String, String> there = volumes(engine.observe(Scope.of(identity)));
    List<String> volumes = fitting(snapshot, List.of(), there.keySet());
    List<String> taken = volumes.stream().filter(there::containsKey).toList();
    if (!taken.isEmpty()) {
      throw new OrchException.Refused(
          "volumes of stack '" + identity.prefix() + "' are there already; nothing was changed",
          List.of("there are " + String.join(", ", taken)),
          Next.verb("rollback", name));
    }
    store.verify(snapshot, volumes);
    fill(snapshot, volumes);
  }

  /** Whose stack an entry of the journal is about; empty where it is none. */
  public static Optional<Identity> interrupted(Optional<String> entry, String host) {
    return Entry.parse(entry).map(left -> left.identity(host));
  }

  /** Finishes what a process has left that was killed, if there is anything. */
  public void settle(Duration within) {
    Optional<Entry> left = Entry.parse(local.interruptions().read(identity.prefix()));
    if (left.isEmpty()) {
      return;
    }
    Entry entry = left.get();
    engine.volumeFiles().removeLeftovers(identity);
    Standstill standstill = standstill();
    if (!entry.restoring().isEmpty()) {
      note(entry.restoring(), "goes on with a rollback that was killed");
      Observed observed = engine.observe(Scope.of(identity));
      boolean wasRemoved = observed.containers().isEmpty() && observed.volumes().isEmpty();
      if (!wasRemoved || entry.run().isEmpty()) {
        again(entry);
      }
    }
    try {
      standstill.resume(entry, within);
    } catch (OrchException e) {
      note("journal", "what ran before does not run again: " + e.getMessage());
    }
  }

  /** The new data, or where its archives are no longer good, the old. */
  private void again(Entry entry) {
    Snapshot snapshot;
    try {
      snapshot = store.find(entry.restoring());
      store.verify(snapshot, entry.volumes());
    } catch (OrchException e) {
      if (entry.before().isEmpty()) {
        throw e;
      }
      snapshot = store.find(entry.before());
      store.verify(snapshot, entry.volumes());
    }
    fill(snapshot, entry.volumes());
  }

  private void fill(Snapshot snapshot, List<String> names) {
    Observed observed = engine.observe(Scope.of(identity));
    Set<String> there =
        observed.volumes().stream().map(Observed.Volume::name).collect(Collectors.toSet());
    Map<String, String> volumes = new LinkedHashMap<>();
    List<Plan.Step> missing = new ArrayList<>();
    for (String name : names) {
      Volume volume =
          stack
              .map(described -> described.volumes().get(name))
              .filter(described -> described != null)
              .orElseGet(() -> Volume.local(name));
      String engineName = volume.engineName(identity);
      volumes.put(name, engineName);
      if (!there.contains(engineName)) {
        String cause = "snapshot '" + snapshot.name() + "' has it";
        missing.add(new Plan.Step(new Operation.CreateVolume(volume, engineName, cause), Set.of()));
      }
    }
    String source = stack.map(described -> described.origin().file()).orElse("");
    engine.apply(
        new Plan(identity, source, Map.of(), volumes, missing),
        Duration.ZERO,
        progress,
        standstill().gate());
    try (VolumeFiles.Opened opened =
        engine.volumeFiles().open(identity, volumes, images(observed))) {
      for (String name : names) {
        SavedVolume saved = snapshot.volume(name).orElseThrow();
        note(snapshot.name(), "restores volume '" + name + "'");
        if (there.contains(volumes.get(name))) {
          opened.empty(name);
        }
        try (InputStream tar = Archives.read(saved, store.archive(snapshot, saved))) {
          opened.fill(name, tar);
        }
      }
    } catch (IOException e) {
      throw new OrchException.Failed(
          "snapshot '" + snapshot.name() + "' could not be restored",
          List.of(OrchException.reason(e)),
          Next.verb("doctor"));
    }
  }

  /** The volumes to restore, all of which the stack has. */
  private List<String> fitting(Snapshot snapshot, List<String> asked, Collection<String> onEngine) {
    for (String volume : asked) {
      if (snapshot.volume(volume).isEmpty()) {
        throw unknownVolume("snapshot '" + snapshot.name() + "'", volume, snapshot.volumeNames());
      }
    }
    List<String> wanted = asked.isEmpty() ? snapshot.volumeNames() : asked;
    Set<String> known = new java.util.TreeSet<>(onEngine);
    stack.ifPresent(
        described ->
            described.volumes().values().stream()
                .filter(volume -> volume.external().isEmpty())
                .forEach(volume -> known.add(volume.name())));
    List<String> strange =
        known.isEmpty() ? List.of() : wanted.stream().filter(v -> !known.contains(v)).toList();
    if (!strange.isEmpty()) {
      throw new OrchException.BadInput(
          "snapshot '"
              + snapshot.name()
              + "' does not fit stack '"
              + identity.prefix()
              + "'; nothing was changed",
          List.of(
              "the stack has no volume " + String.join(", ", strange),
              "it has " + String.join(", ", known)),
          Next.verb("snapshot", "--show", snapshot.name()));
    }
    known.stream()
        .filter(volume -> !wanted.contains(volume))
        .forEach(volume -> note(snapshot.name(), "volume '" + volume + "' stays as it is"));
    return wanted;
  }

  private void note(String name, String text) {
    progress.on(new Progress.Note("snapshot " + name, text));
  }
}

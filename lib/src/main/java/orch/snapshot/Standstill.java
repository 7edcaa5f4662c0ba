package orch.snapshot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import orch.engine.ChangeGate;
import orch.engine.ContainerLabels;
import orch.engine.Engine;
import orch.engine.VolumeFiles;
import orch.engine.read.Json;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;
import orch.own.Interruptions;
import orch.plan.Observed;
import orch.plan.Progress;
import orch.plan.Scope;
import orch.plan.Shutdown;

/**
 * Keeps the services that use volumes from writing, and has them run again as before. What is to
 * run again is in the journal before anything stops. Used by one thread, which holds the stack's
 * lock.
 */
final class Standstill {
  private final Engine engine;
  private final Interruptions journal;
  private final Identity identity;
  private final Progress.Listener progress;
  private final ChangeGate gate;
  private volatile Entry entry;
  private volatile boolean restoring;

  /**
   * Of one stack.
   *
   * @param gate entered before the first change; not left, since others must not come in between
   */
  Standstill(Work work, ChangeGate gate) {
    this.engine = work.engine();
    this.journal = work.local().interruptions();
    this.identity = work.identity();
    this.progress = work.progress();
    this.gate = new Kept(gate);
    this.entry = Entry.standstill(identity, List.of(), List.of());
  }

  /** The gate that stays entered. */
  private record Kept(ChangeGate gate) implements ChangeGate {
    @Override
    public void enter() {
      gate.enter();
    }

    @Override
    public void leave() {
      // at the end of the whole work
    }
  }

  ChangeGate gate() {
    return gate;
  }

  /**
   * Begins to save: those that may write are stopped, or frozen.
   *
   * @param volumes names on the engine
   */
  void forSaving(Observed observed, Collection<String> volumes, Snapshot.Writers writers) {
    List<Observed.Container> running =
        running(observed, volumes, user -> !user.volumes().isEmpty());
    boolean pause = writers == Snapshot.Writers.PAUSE;
    List<Observed.Container> paused =
        running.stream().filter(c -> pause || !command(c).isEmpty()).toList();
    List<Observed.Container> stopped = running.stream().filter(c -> !paused.contains(c)).toList();
    begin(stopped, paused);
    for (Observed.Container container : running) {
      runBefore(container);
    }
    stop(stopped, "its volumes are saved");
    for (Observed.Container container : paused) {
      note("pauses " + container.name());
      engine.volumeFiles().pause(container.id());
    }
  }

  /** Begins to restore: all that use the volumes are stopped. */
  void forRestoring(Observed observed, Collection<String> volumes) {
    List<Observed.Container> stopped = running(observed, volumes, user -> true);
    begin(stopped, List.of());
    stop(stopped, "its volumes are restored");
  }

  private void begin(List<Observed.Container> stopped, List<Observed.Container> paused) {
    gate.enter();
    entry = Entry.standstill(identity, ids(stopped), ids(paused));
    if (!stopped.isEmpty() || !paused.isEmpty()) {
      journal.write(identity, entry.text());
    }
  }

  /** From now on the volumes may be neither old nor new. */
  void restoring(String snapshot, String before, List<String> volumes) {
    restoring = true;
    journal.write(identity, entry.restoring(snapshot, before, volumes).text());
  }

  /** The volumes are whole again. */
  void restored() {
    journal.write(identity, entry.text());
    restoring = false;
  }

  /**
   * Has all run again at once, since the process ends now; what is being restored is left to the
   * next one. Called by another thread than the one that works.
   */
  void breakOff() {
    Entry left = entry;
    if (!restoring) {
      left.paused().forEach(engine.volumeFiles()::unpause);
      left.stopped().forEach(engine.volumeFiles()::start);
      // another process may be at work on the stack by now, whose entry must stay
      if (journal.read(identity.prefix()).equals(Optional.of(left.text()))) {
        journal.done(identity);
      }
    }
  }

  /** Nothing is to run again: whoever stopped it wants it so. */
  void forget() {
    entry = Entry.standstill(identity, List.of(), List.of());
    journal.done(identity);
  }

  private static List<String> ids(List<Observed.Container> containers) {
    return containers.stream().map(Observed.Container::id).toList();
  }

  /**
   * The containers of the stack that run and use the volumes.
   *
   * @throws OrchException.Refused when others do as well: they are not ours to stop
   */
  private List<Observed.Container> running(
      Observed observed, Collection<String> volumes, Function<VolumeFiles.User, Boolean> counts) {
    Map<String, Observed.Container> own =
        observed.containers().stream()
            .collect(Collectors.toMap(Observed.Container::id, container -> container));
    List<Observed.Container> running = new ArrayList<>();
    for (VolumeFiles.User user : engine.volumeFiles().users(volumes)) {
      if (!user.runs() || !counts.apply(user)) {
        continue;
      }
      Observed.Container container = own.get(user.id());
      if (container == null) {
        throw new OrchException.Refused(
            "container '"
                + user.name()
                + "', which is not of stack '"
                + identity.prefix()
                + "', uses its volumes; nothing was changed",
            List.of("it runs and may write to " + String.join(", ", user.volumes())),
            Next.verb("status"));
      }
      running.add(container);
    }
    return running;
  }

  private void stop(List<Observed.Container> containers, String cause) {
    if (!containers.isEmpty()) {
      engine.apply(Shutdown.halt(identity, containers, cause), Duration.ZERO, progress, gate);
    }
  }

  /** The command of a service that is to run before its volumes are saved; empty: none. */
  private static List<String> command(Observed.Container container) {
    String label = container.label(Labels.BEFORE_SNAPSHOT).strip();
    if (label.isEmpty()) {
      return List.of();
    }
    if (label.startsWith("{")) {
      try {
        return Json.read(label).at("command").elements().stream().map(Json::text).toList();
      } catch (IOException e) {
        throw new OrchException.BadInput(
            "label " + Labels.BEFORE_SNAPSHOT + " of " + container.name() + " is no command",
            List.of(label),
            null);
      }
    }
    return List.of(label.split("\\s+"));
  }

  private void runBefore(Observed.Container container) {
    List<String> command = command(container);
    if (command.isEmpty()) {
      return;
    }
    note("runs '" + String.join(" ", command) + "' in " + container.name());
    StringBuilder said = new StringBuilder();
    int code =
        engine.exec(
            container.id(),
            command,
            null,
            new Engine.Output() {
              @Override
              public void out(byte[] bytes) {
                said.append(new String(bytes, StandardCharsets.UTF_8));
              }

              @Override
              public void err(byte[] bytes) {
                out(bytes);
              }
            });
    if (code != 0) {
      throw new OrchException.Failed(
          "'"
              + String.join(" ", command)
              + "', to be run before the volumes of service '"
              + container.label(Labels.SERVICE)
              + "' are saved, ended with exit code "
              + code,
          said.toString().lines().limit(10).toList(),
          Next.verb("logs", container.label(Labels.SERVICE)));
    }
  }

  /**
   * Has all run again that ran before.
   *
   * @param within the longest wait for each to be ready
   * @throws OrchException when one does not become ready
   */
  void resume(Duration within) {
    resume(entry, within);
  }

  /** Has all run again that an entry names. */
  void resume(Entry left, Duration within) {
    if (left.stopped().isEmpty() && left.paused().isEmpty()) {
      journal.done(identity);
      return;
    }
    try {
      left.paused().forEach(engine.volumeFiles()::unpause);
      Set<String> stopped = Set.copyOf(left.stopped());
      List<Observed.Container> containers =
          engine.observe(Scope.of(identity)).containers().stream()
              .filter(container -> stopped.contains(container.id()))
              .toList();
      engine.apply(
          Shutdown.resume(identity, containers, ContainerLabels::readiness, "it ran before"),
          within,
          progress,
          gate);
      entry = Entry.standstill(identity, List.of(), List.of());
    } finally {
      // where one does not start, status tells it and start mends it
      journal.done(identity);
    }
  }

  private void note(String text) {
    progress.on(new Progress.Note("stack " + identity.prefix(), text));
  }
}

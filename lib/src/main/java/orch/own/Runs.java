package orch.own;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orch.model.Environment;
import orch.model.OrchException;
import orch.model.Value;

/**
 * The journal of dedicated copies on one engine: a folder each, made before anything of the copy
 * is, removed when nothing of it is left. The owner holds a kernel lock in it for as long as it
 * lives; a folder whose lock is free tells of a run that died.
 */
public final class Runs {
  private static final String LOCK = "owner";
  private static final String ENTRY = "run";
  private static final String SECRETS = "secrets";

  /** Folders begin with it until they are complete, and are not looked at. */
  private static final String UNFINISHED = ".new-";

  /** An entry is complete within milliseconds; after this time nobody is at it any more. */
  private static final Duration UNFINISHED_FOR = Duration.ofMinutes(1);

  private final StateFolder state;
  private final String engine;
  private final Clock clock;
  private final String command;

  /**
   * The copies on this engine.
   *
   * @param command what this process was called with, for those who find the entry
   */
  public Runs(StateFolder state, URI engine, Clock clock, String command) {
    this.state = state;
    this.engine = EngineName.of(engine);
    this.clock = clock;
    this.command = command;
  }

  /** A copy's entry in the hands of the process that owns it, or clears up after it. */
  public static final class Held implements AutoCloseable {
    private final Run run;
    private final Path folder;
    private final KernelLock lock;

    private Held(Run run, Path folder, KernelLock lock) {
      this.run = run;
      this.folder = folder;
      this.lock = lock;
    }

    /** What the journal says. */
    public Run run() {
      return run;
    }

    /** The file whose lock tells that the owner lives. */
    public Path lockFile() {
      return folder.resolve(LOCK);
    }

    /** Nothing of the copy is left: neither is the entry. */
    public void ended() {
      // the entry first: who takes the lock from now on finds that there is nothing to do
      delete(folder.resolve(ENTRY));
      delete(folder);
      lock.close();
    }

    /** Lets go of the lock and keeps the entry: others clear up. */
    @Override
    public void close() {
      lock.close();
    }
  }

  /**
   * Writes down a copy before anything of it is made.
   *
   * @param secrets of the copy's own, so that whoever shows its output can mask them
   * @throws OrchException.Failed when it cannot be written: then nothing may be made
   */
  public Held begin(String stack, Environment.Dedicated environment, List<Value.Secret> secrets) {
    Run run = new Run(stack, environment, ProcessHandle.current().pid(), clock.instant(), command);
    Path folder = state.folderOf("runs", engine, run.prefix());
    Path unfinished = folder.resolveSibling(UNFINISHED + run.prefix());
    KernelLock lock = null;
    boolean begun = false;
    try {
      state.folderOf("runs", engine, UNFINISHED + run.prefix(), LOCK);
      lock =
          KernelLock.tryTake(unfinished.resolve(LOCK))
              .orElseThrow(() -> new IOException("its lock is held by another process"));
      state.write(run.text(), "runs", engine, UNFINISHED + run.prefix(), ENTRY);
      for (Value.Secret secret : secrets) {
        state.write(
            secret.text(), "runs", engine, UNFINISHED + run.prefix(), SECRETS, secret.name());
      }
      // locked before it has a name that others look at: it cannot be taken for dead
      Held held = new Held(run, folder, lock.moveFolder(folder));
      begun = true;
      removeUnfinished(folder.getParent());
      return held;
    } catch (IOException e) {
      throw StateFolder.broken("write the journal of runs in", folder, e);
    } finally {
      if (!begun && lock != null) {
        delete(unfinished);
        lock.close();
      }
    }
  }

  /** Removes what others left that died before their entry was complete: nothing was made yet. */
  private void removeUnfinished(Path folder) throws IOException {
    Instant old = clock.instant().minus(UNFINISHED_FOR);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
      for (Path entry : entries) {
        if (Files.getLastModifiedTime(entry).toInstant().isBefore(old)) {
          Optional<KernelLock> lock = KernelLock.tryTake(entry.resolve(LOCK));
          if (lock.isPresent()) {
            delete(entry);
            lock.get().close();
          }
        }
      }
    } catch (NoSuchFileException e) {
      // somebody was quicker
    }
  }

  /** The secrets of a copy. */
  public List<Value.Secret> secrets(String prefix) {
    return state.names("runs", engine, prefix, SECRETS).stream()
        .map(
            name ->
                new Value.Secret(
                    name, state.read("runs", engine, prefix, SECRETS, name).orElse("")))
        .toList();
  }

  /** All copies that the journal knows, those of living owners as well. */
  public List<Run> all() {
    return state.names("runs", engine).stream()
        .flatMap(name -> entry(engine, name).stream())
        .toList();
  }

  /** Whether any copy is in the journal, dead or alive: costs one look at a folder. */
  public boolean isEmpty() {
    return state.names("runs", engine).isEmpty();
  }

  /** Whether the owner of any copy is dead. */
  public boolean anyDead() {
    List<Held> dead = dead();
    dead.forEach(Held::close);
    return !dead.isEmpty();
  }

  /** Whether a copy is in the journal under any address of an engine. */
  public boolean knows(String prefix) {
    return state.names("runs").stream()
        .anyMatch(
            engine -> Files.exists(state.path().resolve(Path.of("runs", engine, prefix, ENTRY))));
  }

  /** What the journal says of a copy; empty where it cannot be read, which must stop nobody. */
  private Optional<Run> entry(String engine, String name) {
    try {
      return Run.parse(state.read("runs", engine, name, ENTRY));
    } catch (OrchException.Failed e) {
      return Optional.empty();
    }
  }

  /** The copies whose owners are dead, each held by this process so that only one clears up. */
  public List<Held> dead() {
    List<Held> dead = new ArrayList<>();
    for (String name : state.names("runs", engine)) {
      Path folder = state.path().resolve(Path.of("runs", engine, name));
      if (!Files.isDirectory(folder)) {
        // ended while we looked, or nothing of ours
        continue;
      }
      try {
        Optional<KernelLock> lock = KernelLock.tryTake(folder.resolve(LOCK));
        if (lock.isEmpty()) {
          continue;
        }
        Optional<Run> run = entry(engine, name);
        if (run.isPresent()) {
          dead.add(new Held(run.get(), folder, lock.get()));
        } else {
          // ended while we looked
          delete(folder);
          lock.get().close();
        }
      } catch (NoSuchFileException e) {
        // ended while we looked
      } catch (IOException e) {
        throw StateFolder.broken("look into", folder, e);
      }
    }
    return dead;
  }

  private static void delete(Path file) {
    if (!Files.exists(file)) {
      return;
    }
    try (Stream<Path> files = Files.walk(file)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // an empty entry is cleared up by the next who looks
    }
  }
}

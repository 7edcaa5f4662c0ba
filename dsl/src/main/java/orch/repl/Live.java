package orch.repl;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import orch.dsl.Session;
import orch.engine.read.EngineNames;
import orch.facade.Orchestrator;
import orch.health.StackStatus;
import orch.model.OrchException;

/**
 * What the engine holds and how it is, always at hand: kept up to date by its events on threads of
 * its own, so that whoever types never waits for the engine.
 */
final class Live implements AutoCloseable {
  /** What has no event is looked at so often while something starts. */
  private static final long STARTING_MILLIS = 1000;

  /** An engine that is not there is looked for so often. */
  private static final long AWAY_SECONDS = 5;

  /**
   * What is known at a moment.
   *
   * @param engine its version, or why there is none
   * @param names for completion
   * @param stacks how they are
   */
  record Seen(String engine, KnownNames names, List<StackStatus> stacks) {
    /** Copies the list. */
    Seen {
      stacks = List.copyOf(stacks);
    }
  }

  private final Supplier<Session> sessions;
  private final Consumer<Seen> changed;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          run -> {
            Thread daemon = new Thread(run, "live");
            daemon.setDaemon(true);
            return daemon;
          });
  private volatile Seen seen = new Seen("...", KnownNames.NONE, List.of());
  private long version;
  private Orchestrator orchestrator;
  private AutoCloseable feed;

  /**
   * Begins.
   *
   * @param sessions gives a session for looking only
   * @param changed told whenever something has changed
   */
  Live(Supplier<Session> sessions, Consumer<Seen> changed) {
    this.sessions = sessions;
    this.changed = changed;
    thread.execute(this::connect);
  }

  /** What is known now; asks nobody. */
  Seen seen() {
    return seen;
  }

  private void connect() {
    try {
      orchestrator = sessions.get().reading(false);
      feed = orchestrator.engine().names(names -> thread.execute(() -> look(names)));
    } catch (OrchException e) {
      tell(new Seen("no engine", KnownNames.NONE, List.of()));
      thread.schedule(this::connect, AWAY_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void look(EngineNames names) {
    refresh(KnownNames.of(names));
  }

  private void refresh(KnownNames names) {
    String engine = "engine " + orchestrator.engine().info().version();
    try {
      tell(new Seen(engine, names, orchestrator.status(java.util.Optional.empty(), false)));
    } catch (RuntimeException e) {
      tell(new Seen("the engine does not answer", names, List.of()));
    }
    boolean starting =
        seen.stacks().stream()
            .flatMap(s -> s.services().stream())
            .anyMatch(s -> s.health() == StackStatus.Health.STARTING);
    if (starting) {
      thread.schedule(() -> refreshAgain(names), STARTING_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Unless an event was quicker. */
  private void refreshAgain(KnownNames names) {
    if (seen.names() == names) {
      refresh(names);
    }
  }

  private void tell(Seen now) {
    synchronized (this) {
      seen = now;
      version++;
      notifyAll();
    }
    changed.accept(now);
  }

  /** A number that is another one after each change. */
  synchronized long version() {
    return version;
  }

  /** Waits for a change after the one of that number, at most so long. */
  synchronized void await(long known, long millis) throws InterruptedException {
    if (version == known) {
      wait(millis);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    AutoCloseable open = feed;
    if (open != null) {
      try {
        open.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

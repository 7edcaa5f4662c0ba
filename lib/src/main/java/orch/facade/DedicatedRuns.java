package orch.facade;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import orch.engine.ChangeGate;
import orch.engine.Engine;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.OrchException;
import orch.model.Stack;
import orch.model.Value;
import orch.own.Run;
import orch.own.Runs;
import orch.own.Watchdog;
import orch.plan.Observed;
import orch.plan.Plan;
import orch.plan.Progress;
import orch.plan.Scope;
import orch.plan.Shutdown;

/**
 * The lives of dedicated copies: each is in the journal and under a watchdog before anything of it
 * is made, and is out of it when nothing of it is left. Safe for use by several threads.
 */
public final class DedicatedRuns {
  /**
   * A thing that cannot be removed yet, since another is still going, is tried again this often.
   */
  private static final int ROUNDS = 20;

  private static final Duration PAUSE = Duration.ofMillis(100);

  /**
   * An engine finishes what a process asked for before it died: nothing may have appeared for so
   * long.
   */
  private static final Duration QUIET = Duration.ofMillis(1500);

  private final Engine engine;
  private final String host;
  private final Runs journal;
  private final Watchdog watchdog;
  private final Clock clock;
  private final Progress.Listener progress;
  private final Map<Identity, Runs.Held> own = new ConcurrentHashMap<>();

  /** Those on this engine. */
  public DedicatedRuns(
      Engine engine,
      String host,
      Runs journal,
      Watchdog watchdog,
      Clock clock,
      Progress.Listener progress) {
    this.engine = engine;
    this.host = host;
    this.journal = journal;
    this.watchdog = watchdog;
    this.clock = clock;
    this.progress = progress;
  }

  Clock clock() {
    return clock;
  }

  /** Journals a copy that this process is about to make; a shared stack needs nothing. */
  void begin(Identity identity, Stack stack) {
    if (identity.environment() instanceof Environment.Dedicated copy
        && !own.containsKey(identity)) {
      Runs.Held held = journal.begin(identity.stack(), copy, stack.secrets());
      own.put(identity, held);
      watchdog.watch(held.lockFile(), engine.info().address());
    }
  }

  /** The secrets of a copy that some process of this machine made. */
  public List<Value.Secret> secrets(Identity identity) {
    return journal.secrets(identity.prefix());
  }

  /** Removes a copy that this process made; does nothing for others. */
  public void end(Identity identity, boolean allEnded) {
    Runs.Held held = own.remove(identity);
    if (held != null) {
      try {
        discard(identity, allEnded ? Duration.ZERO : QUIET, "its run has ended");
        held.ended();
      } finally {
        held.close();
      }
    }
  }

  /** All copies on this engine that the journal knows, those of living owners as well. */
  public List<Run> all() {
    return journal.all();
  }

  /** Names of the copies that runs left whose process died without removing them. */
  List<String> dead() {
    List<String> names = new ArrayList<>();
    for (Runs.Held dead : journal.dead()) {
      try (dead) {
        names.add(dead.run().prefix());
      }
    }
    return names;
  }

  /** Whether a copy's owner may live: then nobody else removes it. */
  boolean inUse(Identity identity) {
    return journal.knows(identity.prefix());
  }

  /**
   * Removes what runs left whose process died without it.
   *
   * @return the runs
   */
  public List<Run> sweep() {
    List<Run> swept = new ArrayList<>();
    if (journal.isEmpty()) {
      return swept;
    }
    for (Runs.Held dead : journal.dead()) {
      try (dead) {
        Run run = dead.run();
        discard(
            new Identity(run.stack(), run.environment(), host),
            QUIET,
            "its run died: " + run.describe());
        dead.ended();
        swept.add(run);
      }
    }
    return swept;
  }

  /**
   * Removes all of a copy.
   *
   * @param quiet how long nothing of it may have been seen
   */
  void discard(Identity identity, Duration quiet, String cause) {
    Instant lastSeen = clock.instant();
    int failures = 0;
    while (true) {
      Observed observed = engine.observe(Scope.of(identity));
      Plan plan = Shutdown.discard(identity, observed, cause);
      if (plan.isEmpty()) {
        if (Duration.between(lastSeen, clock.instant()).compareTo(quiet) >= 0) {
          return;
        }
        pause();
        continue;
      }
      try {
        engine.apply(plan, Duration.ZERO, progress, ChangeGate.OPEN);
      } catch (OrchException.Failed e) {
        // a network lets go of a container a little after the container has gone
        if (++failures == ROUNDS) {
          throw e;
        }
        pause();
      }
      lastSeen = clock.instant();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }
}

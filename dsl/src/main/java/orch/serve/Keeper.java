package orch.serve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.facade.Orchestrator;
import orch.health.StackStatus;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.OrchException;

/**
 * Keeps one shared stack of this machine healthy, on a thread of its own: makes it run at first,
 * then starts what has ended or is gone and restarts what is not healthy, each service with a
 * back-off of its own. What a person has stopped stays stopped; what is not ours is never touched,
 * since all is done by plans.
 */
final class Keeper implements AutoCloseable {
  /** Health that only probes tell makes no event. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  /** While somebody changes the stack, and while a service waits for its turn. */
  private static final Duration SOON = Duration.ofMillis(300);

  private final Kept kept;
  private final Orchestrator orchestrator;
  private final Decisions decisions;
  private final Clock clock;
  private final Identity identity;
  private final Map<String, Tries> tries = new HashMap<>();
  private final Thread thread;
  private Optional<String> lastNote = Optional.empty();
  private boolean begun;
  private boolean news;
  private volatile boolean closed;
  private volatile int repairs;

  Keeper(Kept kept, Orchestrator orchestrator, Decisions decisions, Clock clock) {
    this.kept = kept;
    this.orchestrator = orchestrator;
    this.decisions = decisions;
    this.clock = clock;
    this.identity = orchestrator.identity(kept.name(), Environment.SHARED);
    this.thread = new Thread(this::keep, "keeps " + kept.name());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  String name() {
    return kept.name();
  }

  /** How often it has repaired something. */
  int repairs() {
    return repairs;
  }

  /** Something has changed on the engine. */
  synchronized void news() {
    news = true;
    notifyAll();
  }

  private void keep() {
    while (!closed) {
      Duration pause;
      try {
        pause = look();
      } catch (OrchException e) {
        // the engine is away, or the file cannot be read
        say("cannot look after it: " + reason(e));
        pause = LOOK_EVERY;
      }
      rest(pause);
    }
  }

  private synchronized void rest(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toMillis();
          left > 0 && !news && !closed;
          left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    news = false;
  }

  /** Looks once, and does what is to be done; how long it may rest. */
  private Duration look() {
    if (!begun) {
      return begin();
    }
    Repair repair = Repair.of(status());
    if (repair instanceof Repair.Needed && orchestrator.isBeingChanged(identity)) {
      return SOON;
    } else if (repair instanceof Repair.Stopped) {
      say("was stopped; left alone until somebody starts it");
      tries.clear();
    } else if (repair instanceof Repair.None) {
      Instant now = clock.instant();
      tries.values().removeIf(tried -> tried.isOver(now));
      if (lastNote.isPresent()) {
        say("is healthy");
        lastNote = Optional.empty();
      }
    } else if (Repair.of(status()) instanceof Repair.Needed needed) {
      // looked at again, since whoever has just changed it may have stopped it
      return repair(needed);
    }
    return LOOK_EVERY;
  }

  private StackStatus status() {
    return orchestrator.status(Optional.of(kept.name()), false).stream()
        .filter(status -> status.run().isEmpty())
        .findFirst()
        .orElse(new StackStatus(kept.name(), "shared", Optional.empty(), "", List.of()));
  }

  private Duration begin() {
    Tries tried = tries.getOrDefault("", Tries.NONE);
    Instant now = clock.instant();
    if (!tried.mayBegin(now)) {
      return Duration.between(now, tried.notBefore());
    }
    tries.put("", tried.again(now));
    decisions.note(about(), "is to be kept healthy: makes it run");
    begun =
        attempt(
            () ->
                orchestrator.start(
                    kept.described().get(), Environment.SHARED, List.of(), true, kept.within()));
    if (begun) {
      tries.clear();
      say("is healthy");
      lastNote = Optional.empty();
    }
    return begun ? LOOK_EVERY : SOON;
  }

  private Duration repair(Repair.Needed needed) {
    Instant now = clock.instant();
    List<String> start = due(needed.start(), now, "starts it");
    List<String> restart = due(needed.restart(), now, "restarts it");
    if (start.isEmpty() && restart.isEmpty()) {
      needed.waits().forEach((service, why) -> say("waits: " + why));
      return SOON.multipliedBy(2);
    }
    repairs++;
    if (!restart.isEmpty()) {
      attempt(() -> orchestrator.restart(identity, restart, true, kept.within()));
    }
    if (!start.isEmpty()) {
      attempt(
          () ->
              orchestrator.start(
                  kept.described().get(), Environment.SHARED, start, true, kept.within()));
    }
    return Duration.ofMillis(1);
  }

  /** Those whose turn has come, each of which is noted. */
  private List<String> due(Map<String, String> services, Instant now, String what) {
    List<String> due = new ArrayList<>();
    services.forEach(
        (service, why) -> {
          Tries tried = tries.getOrDefault(service, Tries.NONE);
          if (tried.mayBegin(now)) {
            Tries again = tried.again(now);
            tries.put(service, again);
            due.add(service);
            String count = again.count() == 1 ? "" : ", try " + again.count();
            decisions.note(about(), "service " + service + ": " + why + "; " + what + count);
            lastNote = Optional.of("");
          }
        });
    return due;
  }

  private boolean attempt(Runnable work) {
    try {
      work.run();
      return true;
    } catch (OrchException e) {
      if (!closed) {
        say("did not succeed: " + reason(e));
      }
      return false;
    }
  }

  private static String reason(OrchException e) {
    String evidence = e.evidence().isEmpty() ? "" : " (" + e.evidence().get(0) + ")";
    return e.getMessage() + evidence;
  }

  /** Says something, but not the same again and again. */
  private void say(String text) {
    if (!lastNote.equals(Optional.of(text))) {
      lastNote = Optional.of(text);
      decisions.note(about(), text);
    }
  }

  private String about() {
    return "stack " + kept.name();
  }

  /** Begins nothing more; a wait that it is in ends with the engine's connection. */
  @Override
  public void close() {
    closed = true;
    news();
  }
}

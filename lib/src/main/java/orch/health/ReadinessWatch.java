package orch.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import orch.model.Readiness;

/**
 * Decides when a container is ready, from what it is told: states, answers of probes, and the time.
 * It asks nothing and sleeps never, so that every path can be tried with a moved clock. Not safe
 * for several threads.
 */
public final class ReadinessWatch {
  /** A container without any check counts as ready when it has not ended within this time. */
  static final Duration SETTLE = Duration.ofMillis(150);

  /** Ends that the engine's restart policy answers with a new start are borne this often. */
  static final int MOST_ENDS = 3;

  /**
   * Own probes slow down to this, so that a long start costs little; the check's own interval where
   * that is shorter.
   */
  private static final Duration SLOWEST = Duration.ofSeconds(1);

  private final Target target;
  private final Instant started;
  private final Instant deadline;
  private final ProbePace probePace;
  private Duration pause;
  private Optional<Instant> nextProbe;
  private Optional<Verdict> end = Optional.empty();
  private boolean engineChecks;
  private boolean runs;
  private Optional<Instant> runsSince = Optional.empty();
  private boolean ended;
  private int ends;
  private int tries;
  private ContainerState.Phase phase = ContainerState.Phase.CREATED;
  private String lastSeen = "no answer yet";

  /**
   * Watches from now on.
   *
   * @param probePace when the first probes come; later ones of our own come in growing distances
   */
  public ReadinessWatch(Target target, Instant now, Instant deadline, ProbePace probePace) {
    this.target = target;
    this.started = now;
    this.probePace = probePace;
    this.deadline = deadline;
    this.pause = probePace.first().toMillis() < 50 ? Duration.ofMillis(50) : probePace.first();
    this.nextProbe = probes() ? Optional.of(now.plus(first())) : Optional.empty();
  }

  /**
   * When the first probe of our own comes. Where so many are still to start that the engine's own
   * check comes before the last of them runs, it only stands in for an engine that does not check:
   * the same command run twice would make all of them slower.
   */
  private Duration first() {
    Duration engine = probePace.engineFirst().orElse(target.readiness().pace().interval());
    boolean engineIsAsSoon =
        target.readiness() instanceof Readiness.Command
            && probePace.first().multipliedBy(ProbePace.CHECKS_IN_A_START).compareTo(engine) >= 0;
    return engineIsAsSoon ? probePace.first().plus(engine.multipliedBy(3)) : probePace.first();
  }

  /** Tells the container's state, as asked for or as an event brought it. */
  public void state(ContainerState state) {
    if (end.isPresent()) {
      return;
    }
    phase = state.phase();
    if (state.health() != ContainerState.Health.NONE) {
      engineChecks = true;
      if (nextProbe.isEmpty()
          && target.readiness() instanceof Readiness.ByImage
          && !target.oneShot()) {
        // the image's interval is half a minute by default: the same check is asked by us as well
        nextProbe = Optional.of(started.plus(probePace.first()));
      }
    }
    if (state.phase() != ContainerState.Phase.RUNNING) {
      runs = false;
      runsSince = Optional.empty();
    }
    switch (state.phase()) {
      case GONE -> fail("its container was removed");
      case CREATED -> {
        if (!state.error().isEmpty()) {
          fail("the engine could not start it: " + state.error());
        }
      }
      case ENDED -> ended(state);
      case RUNNING -> {
        ended = false;
        runs = true;
        running(state.health());
      }
    }
  }

  private void running(ContainerState.Health health) {
    if (target.oneShot()) {
      return;
    }
    boolean asksEngine =
        target.readiness() instanceof Readiness.Command
            || target.readiness() instanceof Readiness.ByImage;
    if (asksEngine && health == ContainerState.Health.HEALTHY) {
      end = Optional.of(new Verdict.Ready());
    } else if (asksEngine && health == ContainerState.Health.UNHEALTHY) {
      fail("its health check fails: " + (tries > 0 ? lastSeen : target.readiness().describe()));
    }
  }

  private void ended(ContainerState state) {
    if (ended) {
      return;
    }
    ended = true;
    ends++;
    String how =
        (state.oomKilled()
                ? "it was killed for lack of memory, exit code "
                : "it ended with exit code ")
            + state.exitCode();
    if (target.oneShot() && state.exitCode() == 0) {
      end = Optional.of(new Verdict.Ready());
    } else if (!state.restarting() || state.oomKilled()) {
      fail(how);
    } else if (ends >= MOST_ENDS) {
      fail(how + ", " + ends + " times in a row");
    } else {
      lastSeen = how + " and is started again";
    }
  }

  /** Tells what a probe of our own found. */
  public void answer(Answer answer, Instant now) {
    tries++;
    lastSeen = answer.text();
    if (end.isPresent()) {
      return;
    }
    if (answer.ready() && !ended) {
      end = Optional.of(new Verdict.Ready());
      return;
    }
    Readiness.Pace pace = target.readiness().pace();
    Duration most = pace.startPeriod().plus(pace.interval().multipliedBy(pace.retries()));
    if (!engineChecks && now.isAfter(started.plus(most))) {
      fail(lastSeen + " (" + tries + " tries in " + seconds(Duration.between(started, now)) + ")");
      return;
    }
    if (pace.startMillis() > 0 && now.isBefore(started.plus(pace.startPeriod()))) {
      nextProbe = Optional.of(now.plusMillis(pace.startMillis()));
      return;
    }
    nextProbe = Optional.of(now.plus(pause));
    Duration grown = pause.multipliedBy(3).dividedBy(2);
    Duration slowest = pace.interval().compareTo(SLOWEST) < 0 ? pace.interval() : SLOWEST;
    pause = grown.compareTo(slowest) < 0 ? grown : slowest;
  }

  /** Short times with their tenths: {@code 0.9 s}. */
  private static String seconds(Duration time) {
    return time.toSeconds() >= 10
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  /** What to do at this moment. */
  public Verdict next(Instant now) {
    if (end.isPresent()) {
      return end.get();
    }
    Optional<Instant> settled = settled(now);
    if (settled.isPresent() && !now.isBefore(settled.get())) {
      return new Verdict.Ready();
    }
    if (!now.isBefore(deadline)) {
      return new Verdict.Late(lastSeen + (tries > 0 ? " (" + tries + " tries)" : ""));
    }
    if (nextProbe.isPresent() && !now.isBefore(nextProbe.get()) && !ended) {
      return new Verdict.Probe();
    }
    Instant until = settled.or(() -> nextProbe.filter(at -> !ended)).orElse(deadline);
    return new Verdict.Wait(until.isBefore(deadline) ? until : deadline);
  }

  /** What was last seen, for those who wait. */
  public Heard heard(Instant now) {
    return new Heard(phase, lastSeen, tries, Duration.between(started, now));
  }

  /** When a container without any check is ready; it settles anew after each start. */
  private Optional<Instant> settled(Instant now) {
    if (runs && runsSince.isEmpty()) {
      runsSince = Optional.of(now);
    }
    return settlesByRunning() ? runsSince.map(since -> since.plus(SETTLE)) : Optional.empty();
  }

  private boolean settlesByRunning() {
    return !target.oneShot()
        && (target.readiness() instanceof Readiness.Running
            || target.readiness() instanceof Readiness.ByImage && !engineChecks);
  }

  private boolean probes() {
    return !target.oneShot()
        && !(target.readiness() instanceof Readiness.Running)
        && !(target.readiness() instanceof Readiness.ByImage);
  }

  private void fail(String reason) {
    end = Optional.of(new Verdict.Failed(reason));
  }
}

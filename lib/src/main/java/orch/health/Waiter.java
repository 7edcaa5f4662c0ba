package orch.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Readiness;

/**
 * Waits for one container after another, or for several on threads of their own. Safe for use by
 * several threads.
 */
public final class Waiter {
  /** A wait says at this distance what it waits for, although nothing has changed. */
  private static final Duration NEWS = Duration.ofMillis(2500);

  private final Watched watched;
  private final Clock clock;

  /** Asks this engine, by this clock. */
  public Waiter(Watched watched, Clock clock) {
    this.watched = watched;
    this.clock = clock;
  }

  /**
   * Returns when the container is ready.
   *
   * @param pace of commands inside
   * @param news receives what is seen when it changes, and now and then while it does not
   * @throws OrchException.Failed when it will not become ready
   * @throws OrchException.TimedOut at the deadline
   */
  public void await(Target target, Instant deadline, ProbePace pace, Consumer<Heard> news)
      throws InterruptedException {
    Instant begin = clock.instant();
    BlockingQueue<ContainerState> states = watched.follow(target.id());
    try {
      boolean inside =
          target.readiness() instanceof Readiness.Command
              || target.readiness() instanceof Readiness.ByImage;
      ReadinessWatch watch =
          new ReadinessWatch(target, begin, deadline, inside ? pace : ProbePace.NOW);
      watch.state(watched.state(target.id()));
      Instant nextNews = begin.plus(NEWS);
      Heard told = null;
      Answers answers = new Answers();
      while (true) {
        Instant now = clock.instant();
        Verdict verdict = watch.next(now);
        if (verdict instanceof Verdict.Ready) {
          return;
        } else if (verdict instanceof Verdict.Failed failed) {
          throw new OrchException.Failed(
              "service '" + target.service() + "' is not healthy: " + failed.reason(),
              evidence(target, answers),
              Next.verb("logs", target.service()));
        } else if (verdict instanceof Verdict.Late late) {
          throw new OrchException.TimedOut(
              "service '"
                  + target.service()
                  + "' is not healthy after "
                  + Duration.between(begin, now).toSeconds()
                  + " s: "
                  + late.reason(),
              evidence(target, answers),
              Next.verb("logs", target.service()));
        } else if (verdict instanceof Verdict.Probe) {
          watch.answer(probe(target), clock.instant());
        } else if (verdict instanceof Verdict.Wait wait) {
          Instant until = wait.until().isBefore(nextNews) ? wait.until() : nextNews;
          long millis = Math.max(1, Duration.between(now, until).toMillis());
          ContainerState state = states.poll(millis, TimeUnit.MILLISECONDS);
          if (state != null) {
            watch.state(state);
          }
        }
        Instant heardAt = clock.instant();
        Heard heard = watch.heard(heardAt);
        answers.heard(heard);
        boolean due = !heardAt.isBefore(nextNews);
        if (due || heard.differs(told)) {
          news.accept(heard);
          told = heard;
        }
        if (due) {
          nextNews = heardAt.plus(NEWS);
          if (states.isEmpty()) {
            // a stream of events that hangs looks like one that has nothing to tell
            state(target).ifPresent(watch::state);
          }
        }
      }
    } finally {
      watched.forget(target.id());
    }
  }

  /** An engine that is away for a moment, or restarts, is asked again until the deadline. */
  private Answer probe(Target target) {
    try {
      return watched.probe(target);
    } catch (OrchException.Unavailable e) {
      return Answer.notReady(e.getMessage());
    }
  }

  private Optional<ContainerState> state(Target target) {
    try {
      return Optional.of(watched.state(target.id()));
    } catch (OrchException.Unavailable e) {
      return Optional.empty();
    }
  }

  private List<String> evidence(Target target, Answers answers) {
    List<String> lines = new ArrayList<>();
    lines.add("container " + target.name() + ", waited for: " + target.readiness().describe());
    lines.addAll(answers.lines());
    lines.addAll(watched.evidence(target));
    return lines;
  }
}

package orch.engine.docker;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import orch.engine.read.EngineReader;
import orch.health.Heard;
import orch.health.ProbePace;
import orch.health.Target;
import orch.health.Waiter;
import orch.model.OrchException;
import orch.plan.Operation;
import orch.plan.Progress;

/**
 * The waits of one plan, and what is told of them. Safe for use by several threads.
 *
 * @param changing how many changes of the plan are under way or could be: they need the processors
 *     that a check inside a container would take
 * @param startInterval how long after a start the engine checks first, where that is not the
 *     regular distance
 */
record ReadyWaits(
    Waiter waiter,
    EngineReader reader,
    Clock clock,
    Duration within,
    AtomicInteger changing,
    Function<Duration, Optional<Duration>> startInterval) {
  /** Lines of output that are kept of what failed. */
  private static final String OUTPUT_KEPT = "200";

  /** Returns when the container of this id is ready. */
  void await(Operation.AwaitReady await, String id, Progress.Listener news)
      throws InterruptedException {
    try {
      waiter.await(
          new Target(await.service(), await.name(), id, await.readiness(), await.oneShot()),
          // from now on: building images and waiting for dependencies took their own time
          clock.instant().plus(within),
          new ProbePace(
              ProbePace.firstProbe(1 + changing.get(), Runtime.getRuntime().availableProcessors()),
              startInterval.apply(await.readiness().pace().interval())),
          heard -> news.on(waiting(await, heard)));
    } catch (OrchException.Failed | OrchException.TimedOut e) {
      output(await, id, news);
      throw e;
    }
  }

  /** More of it than an error shows, for those who keep it. */
  private void output(Operation.AwaitReady await, String id, Progress.Listener news) {
    try {
      news.on(new Progress.Output(await, reader.logLines(id, OUTPUT_KEPT)));
    } catch (OrchException e) {
      // the failure itself says more than that its output cannot be had
    }
  }

  private static Progress waiting(Operation.AwaitReady await, Heard heard) {
    return new Progress.Waiting(
        await,
        heard.phase().name().toLowerCase(Locale.ROOT),
        heard.answer(),
        heard.tries(),
        heard.waited());
  }
}

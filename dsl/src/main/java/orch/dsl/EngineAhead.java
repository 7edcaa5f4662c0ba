package orch.dsl;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import orch.facade.Orchestrator;
import orch.model.OrchException;

/**
 * Connects to the engine beside what its session does: reading a stack takes about as long as
 * connecting and loading what containers are made with.
 */
final class EngineAhead {
  private final Engines engines;
  private FutureTask<Orchestrator> begun;

  EngineAhead(Engines engines) {
    this.engines = engines;
  }

  /** Begins, once; sets nothing up. */
  void begin(String stack) {
    if (begun != null) {
      return;
    }
    FutureTask<Orchestrator> task =
        new FutureTask<>(
            () -> {
              Orchestrator found = engines.connect(false);
              found.expectStart(stack);
              return found;
            });
    begun = task;
    Thread thread = new Thread(task, "engine ahead");
    thread.setDaemon(true);
    thread.start();
  }

  /** The engine, as {@link Engines#connect} finds it. */
  Orchestrator connect(boolean setUp) {
    if (begun != null) {
      try {
        return begun.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OrchException.Failed("interrupted", List.of(), null);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof OrchException.TimedOut late) {
          throw late; // it would take as long again
        }
        // asked once more: then with an error that says why, or with one that is set up
      }
    }
    return engines.connect(setUp);
  }

  /** Lets go of what nobody asked for. */
  void close() {
    if (begun != null && begun.isDone()) {
      try {
        begun.get().engine().close();
      } catch (InterruptedException | ExecutionException e) {
        // there is nothing to let go of
      }
    }
  }
}

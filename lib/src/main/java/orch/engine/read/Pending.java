package orch.engine.read;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import orch.model.OrchException;

/**
 * What is being asked for on a thread of its own, while whoever wants it asks for something else.
 */
public final class Pending<T> {
  private final FutureTask<T> task;

  private Pending(FutureTask<T> task) {
    this.task = task;
  }

  /** Begins to ask. */
  public static <T> Pending<T> begin(Supplier<T> question) {
    Pending<T> pending = new Pending<>(new FutureTask<>(question::get));
    Thread thread = new Thread(pending.task, "engine-question");
    thread.setDaemon(true);
    thread.start();
    return pending;
  }

  /** The answer that the calling thread asks for itself, at once. */
  public static <T> Pending<T> now(Supplier<T> question) {
    Pending<T> pending = new Pending<>(new FutureTask<>(question::get));
    pending.task.run();
    return pending;
  }

  /**
   * Waits for the answer.
   *
   * @throws OrchException as the question did, or because this thread was interrupted
   */
  public T get() {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}

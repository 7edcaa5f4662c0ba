package orch.engine.docker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import orch.engine.ChangeGate;
import orch.model.OrchException;
import orch.plan.Operation;
import orch.plan.Plan;
import orch.plan.Progress;

/**
 * Walks a plan's graph: a step begins as soon as the steps that it needs are done, changes at most
 * so many at once, waits without limit. One object runs one plan.
 */
final class PlanExecutor {
  private final Plan plan;
  private final Operations operations;
  private final Progress.Listener progress;
  private final ChangeGate gate;
  private final Object gateKeeper = new Object();
  private final Semaphore changes;
  private final ExecutorService threads;
  private final int[] open;
  private final List<List<Integer>> dependants = new ArrayList<>();
  private final List<Future<?>> waits = new ArrayList<>();
  private int unfinished;

  /** Changes that were submitted and have not ended; written under this object's lock. */
  private final AtomicInteger changing;

  /** Those of them that leave something on the engine although nobody waits for the answer. */
  private int making;

  /** Whether the gate is entered; guarded by the gate keeper. */
  private boolean inside;

  private RuntimeException failure;

  /**
   * For one plan.
   *
   * @param parallel changes at the same time, from 1
   * @param changing is kept at the number of changes that could be made now and have not ended
   */
  PlanExecutor(
      Plan plan,
      Operations operations,
      Progress.Listener progress,
      ChangeGate gate,
      int parallel,
      AtomicInteger changing) {
    this.plan = plan;
    this.operations = operations;
    this.progress = progress;
    this.gate = gate;
    this.changes = new Semaphore(parallel);
    this.changing = changing;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "orch-step");
              thread.setDaemon(true);
              return thread;
            });
    this.open = new int[plan.steps().size()];
    for (int step = 0; step < open.length; step++) {
      dependants.add(new ArrayList<>());
      open[step] = plan.steps().get(step).needs().size();
      for (int need : plan.steps().get(step).needs()) {
        dependants.get(need).add(step);
      }
    }
  }

  /** Returns when all is done; throws the first failure when what was under way has ended. */
  void run() {
    try {
      synchronized (this) {
        for (int step = 0; step < open.length; step++) {
          if (open[step] == 0) {
            submit(step);
          }
        }
        while (unfinished > 0) {
          wait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    } finally {
      threads.shutdownNow();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Breaks off: begins nothing more, and waits for the changes that are under way, since the engine
   * goes on with them in any case.
   *
   * @return whether they have ended within that time
   */
  synchronized boolean halt(Duration patience) {
    if (failure == null) {
      failure = new OrchException.Failed("interrupted", List.of(), null);
    }
    waits.forEach(wait -> wait.cancel(true));
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (making > 0 && System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return making == 0;
  }

  private synchronized void submit(int step) {
    unfinished++;
    Operation operation = plan.steps().get(step).operation();
    changing.addAndGet(operation.changes() ? 1 : 0);
    making += makes(operation) ? 1 : 0;
    Future<?> future = threads.submit(() -> step(step, operation));
    if (!operation.changes()) {
      waits.add(future);
    }
  }

  private void step(int step, Operation operation) {
    RuntimeException failed = null;
    try {
      if (operation.changes()) {
        changes.acquire();
        try {
          perform(operation);
        } finally {
          changes.release();
        }
      } else {
        perform(operation);
      }
    } catch (InterruptedException e) {
      failed = new OrchException.Failed("interrupted", List.of(), null);
    } catch (OrchException e) {
      failed = explained(step, e);
    } catch (RuntimeException e) {
      failed = e;
    }
    finished(step, operation, failed);
  }

  /** Who waited for it comes right after the first line of the evidence. */
  private OrchException explained(int step, OrchException error) {
    List<String> chain = new Dependants(plan).evidence(step);
    if (chain.isEmpty() || error.evidence().isEmpty()) {
      return error;
    }
    List<String> evidence = new ArrayList<>(error.evidence());
    evidence.addAll(1, chain);
    return error.withEvidence(evidence);
  }

  /** The engine breaks off pulls and builds whose caller has gone. */
  private static boolean makes(Operation operation) {
    return operation.changes() && !(operation instanceof Operation.ProvideImage);
  }

  private void enter() {
    synchronized (gateKeeper) {
      if (!inside) {
        gate.enter();
        inside = true;
      }
    }
  }

  private void perform(Operation operation) throws InterruptedException {
    synchronized (this) {
      if (failure != null) {
        return;
      }
    }
    if (operation.changes()) {
      enter();
    }
    progress.on(new Progress.Started(operation));
    long begin = System.nanoTime();
    try {
      operations.apply(operation, progress);
    } catch (OrchException e) {
      boolean first;
      synchronized (this) {
        first = failure == null;
      }
      if (first) {
        progress.on(new Progress.Failed(operation, e.getMessage()));
      }
      throw e;
    }
    progress.on(new Progress.Done(operation, Duration.ofNanos(System.nanoTime() - begin)));
  }

  private synchronized void finished(int step, Operation operation, RuntimeException failed) {
    unfinished--;
    changing.addAndGet(operation.changes() ? -1 : 0);
    making -= makes(operation) ? 1 : 0;
    if (failed != null && failure == null) {
      failure = failed;
      // nobody needs to know whether the others become ready
      waits.forEach(wait -> wait.cancel(true));
    }
    if (failure == null) {
      for (int dependant : dependants.get(step)) {
        if (--open[dependant] == 0) {
          submit(dependant);
        }
      }
    }
    if (changing.get() == 0) {
      synchronized (gateKeeper) {
        if (inside) {
          inside = false;
          gate.leave();
        }
      }
    }
    notifyAll();
  }
}

package orch.repl;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs one thing after the other, each on a thread that can be told to stop. */
final class Work {
  /** What does not stop within this is left to itself. */
  private static final int GRACE_SECONDS = 5;

  private volatile Thread running;
  private final java.util.concurrent.atomic.AtomicBoolean cancelled =
      new java.util.concurrent.atomic.AtomicBoolean();

  /** What a piece of work ended with. */
  record End(boolean cancelled, boolean stopped, Optional<RuntimeException> thrown) {}

  /** Runs it and returns when it has ended, or was cancelled and does not end. */
  End run(Runnable task) {
    CountDownLatch done = new CountDownLatch(1);
    RuntimeException[] thrown = new RuntimeException[1];
    cancelled.set(false);
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                thrown[0] = e;
              } finally {
                done.countDown();
              }
            },
            "typed");
    thread.setDaemon(true);
    running = thread;
    thread.start();
    boolean stopped = await(done);
    running = null;
    return new End(cancelled.get(), stopped, Optional.ofNullable(stopped ? thrown[0] : null));
  }

  private boolean await(CountDownLatch done) {
    int left = GRACE_SECONDS * 10;
    while (true) {
      try {
        if (done.await(100, TimeUnit.MILLISECONDS)) {
          return true;
        }
        if (cancelled.get() && --left == 0) {
          return false;
        }
      } catch (InterruptedException e) {
        cancel();
      }
    }
  }

  /** Whether what runs, or ran last, was told to stop. */
  boolean isCancelled() {
    return cancelled.get();
  }

  /** Tells what runs to stop. */
  void cancel() {
    Thread thread = running;
    if (thread != null) {
      cancelled.set(true);
      thread.interrupt();
    }
  }
}

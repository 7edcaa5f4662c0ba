package orch.dsl;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orch.model.OrchException;
import orch.serve.WorkDesk;
import orch.work.WorkService;

/** A list of work that a server works off, on a thread of its own. */
final class ServedWork implements WorkDesk {
  /** Between two tries, where the list cannot be worked on: no file, or another orch is at it. */
  private static final long AGAIN_SECONDS = 10;

  private final Works works;
  private final WorkHandle handle;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile WorkService working;

  ServedWork(Works works, WorkHandle handle) {
    this.works = works;
    this.handle = handle;
  }

  @Override
  public Map<String, Object> status() {
    return WorkText.tree(works.status(handle));
  }

  @Override
  public void begin() {
    Thread thread = new Thread(this::work, "work");
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    try {
      do {
        try (WorkService service = works.open(handle, true)) {
          working = service;
          if (stopped.getCount() > 0) {
            service.run();
          }
        } catch (OrchException e) {
          works.tell("work: " + e.getMessage());
        }
      } while (!stopped.await(AGAIN_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    stopped.countDown();
    WorkService service = working;
    if (service != null) {
      service.stop();
    }
  }
}

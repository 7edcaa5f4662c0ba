package orch.dsl;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orch.model.OrchException;
import orch.serve.Events;
import orch.serve.WorkDesk;
import orch.work.Decision;
import orch.work.WorkService;

/** A list of work that a server works off, on a thread of its own. */
final class ServedWork implements WorkDesk {
  /** Between two tries, where the list cannot be worked on: no file, or another orch is at it. */
  private static final long AGAIN_SECONDS = 10;

  private final Works works;
  private final WorkHandle handle;
  private final Events events;
  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile WorkService working;

  ServedWork(Works works, WorkHandle handle, Events events, Clock clock) {
    this.works = works;
    this.handle = handle;
    this.events = events;
    this.clock = clock;
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
        try (WorkService service = works.open(handle, true, this::tell)) {
          working = service;
          if (stopped.getCount() > 0) {
            service.run();
          }
        } catch (OrchException e) {
          works.tell("work: " + e.getMessage());
          tell(new Decision(clock.instant(), 0, "", "", "", e.getMessage()));
        }
      } while (!stopped.await(AGAIN_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Decision decision) {
    Map<String, Object> data = new LinkedHashMap<>(WorkText.tree(decision));
    WorkService service = working;
    data.put("source", service == null ? handle.file() : service.name());
    events.publish("work", data);
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

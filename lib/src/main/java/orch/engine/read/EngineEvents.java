package orch.engine.read;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.health.ContainerState;

/**
 * One stream of events for all containers that somebody follows. A stream that is cut is opened
 * again, and then every followed container is looked at, so that nothing is missed in between.
 */
public final class EngineEvents implements AutoCloseable {
  private static final long PAUSE_MILLIS = 200;

  private final EngineHttp http;
  private final EngineReader reader;
  private final Map<String, BlockingQueue<ContainerState>> followed = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private volatile HttpReply stream;
  private Thread thread;

  /** Events of this engine, from the first {@link #follow} on. */
  public EngineEvents(EngineHttp http, EngineReader reader) {
    this.http = http;
    this.reader = reader;
  }

  /** States of a container as they change. */
  public BlockingQueue<ContainerState> follow(String containerId) {
    BlockingQueue<ContainerState> states = new LinkedBlockingQueue<>();
    followed.put(containerId, states);
    synchronized (this) {
      if (thread == null) {
        thread = new Thread(this::listen, "engine-events");
        thread.setDaemon(true);
        thread.start();
      }
    }
    return states;
  }

  /** Ends {@link #follow}. */
  public void forget(String containerId) {
    followed.remove(containerId);
  }

  private void listen() {
    String filters =
        new Filters()
            .with("type", java.util.List.of("container"))
            .with("event", java.util.List.of("start", "die", "destroy", "health_status"))
            .query();
    while (!closed) {
      try (HttpReply reply = http.get("/events?filters=" + filters)) {
        stream = reply;
        followed.forEach((id, states) -> states.add(reader.state(id)));
        Json.readAll(
            reply.body(),
            event -> {
              tell(event);
              return !closed;
            });
      } catch (IOException | RuntimeException e) {
        // cut or refused: whoever waits has a deadline, and probes of its own that say what is
        // wrong
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void tell(Json event) {
    String id = event.at("Actor", "ID").text();
    BlockingQueue<ContainerState> states = followed.get(id);
    if (states == null) {
      return;
    }
    ContainerState now = reader.state(id);
    if (event.at("Action").text().equals("die")) {
      // by now the restart policy may have started it again, or --rm-like clean-up removed it: tell
      // the end as well
      int code = (int) Long.parseLong(event.at("Actor", "Attributes", "exitCode").text());
      boolean startsAgain = now.restarting() || now.phase() == ContainerState.Phase.RUNNING;
      states.add(
          new ContainerState(
              ContainerState.Phase.ENDED,
              now.health(),
              code,
              now.oomKilled(),
              startsAgain,
              now.error()));
      if (now.phase() == ContainerState.Phase.ENDED) {
        return;
      }
    }
    if (event.at("Action").text().equals("start") && now.phase() == ContainerState.Phase.ENDED) {
      // it ran, and has ended again before it could be looked at: its next end counts as one more
      states.add(
          new ContainerState(ContainerState.Phase.RUNNING, now.health(), 0, false, false, ""));
      return;
    }
    states.add(now);
  }

  @Override
  public void close() {
    closed = true;
    HttpReply open = stream;
    if (open != null) {
      open.close();
    }
  }
}

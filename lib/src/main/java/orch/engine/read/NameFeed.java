package orch.engine.read;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.model.Labels;

/**
 * Tells what an engine holds, at first and after each change, from its events: nobody who wants to
 * know has to ask. A burst of events is one change. Two threads of its own; a stream that is cut is
 * opened again.
 */
public final class NameFeed implements AutoCloseable {
  /** Events come in bursts: so long after the first of them one looks, and not more often. */
  private static final long REST_MILLIS = 150;

  /** Between an event and the first look. */
  private static final long SETTLE_MILLIS = 30;

  /** After so long without events there is a last look. */
  private static final long QUIET_MILLIS = 400;

  /** Looking takes at most this part of the time. */
  private static final int SHARE = 5;

  private static final long RECONNECT_MILLIS = 1000;

  private static final String FILTERS =
      new Filters()
          .with("type", List.of("container", "network", "volume", "image"))
          .with(
              "event",
              List.of(
                  "create",
                  "start",
                  "die",
                  "destroy",
                  "pause",
                  "unpause",
                  "rename",
                  "health_status",
                  "remove",
                  "pull",
                  "load",
                  "import",
                  "tag",
                  "untag",
                  "delete"))
          .query();

  private final EngineHttp http;
  private final EngineReader reader;
  private final Consumer<EngineNames> changed;
  private volatile HttpReply stream;
  private volatile boolean closed;
  private boolean dirty;

  private NameFeed(EngineHttp http, EngineReader reader, Consumer<EngineNames> changed) {
    this.http = http;
    this.reader = reader;
    this.changed = changed;
  }

  /**
   * Begins.
   *
   * @param changed called on a thread of the feed, never twice at a time
   */
  public static NameFeed open(EngineHttp http, EngineReader reader, Consumer<EngineNames> changed) {
    NameFeed feed = new NameFeed(http, reader, changed);
    feed.thread("engine-names", feed::look);
    feed.thread("engine-changes", feed::listen);
    return feed;
  }

  private void thread(String name, Runnable run) {
    Thread thread = new Thread(run, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    while (!closed) {
      try (HttpReply reply = http.get("/events?filters=" + FILTERS)) {
        stream = reply;
        // what happened while nobody listened
        mark();
        Json.readAll(
            reply.body(),
            event -> {
              mark();
              return !closed;
            });
      } catch (IOException | RuntimeException e) {
        // cut, or the engine is away: opened again below
      }
      rest(RECONNECT_MILLIS);
    }
  }

  private synchronized void mark() {
    dirty = true;
    notifyAll();
  }

  /** Ends early when the feed is closed. */
  private synchronized void rest(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    try {
      for (long left = millis; left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  /**
   * Waits for an event.
   *
   * @param millis at most so long; 0: until there is one
   * @return whether there was one
   */
  private synchronized boolean awaitChange(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    try {
      while (!dirty && !closed && (millis == 0 || System.nanoTime() < end)) {
        wait(millis == 0 ? 0 : Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    boolean was = dirty;
    dirty = false;
    return was;
  }

  private void look() {
    while (!closed) {
      awaitChange(0);
      do {
        rest(SETTLE_MILLIS);
        long begin = System.nanoTime();
        tell();
        rest(Math.max(REST_MILLIS, (System.nanoTime() - begin) / 1_000_000 * SHARE));
      } while (awaitChange(QUIET_MILLIS) && !closed);
      // an engine tells that a container died a moment before its own listing says so
      tell();
    }
  }

  private void tell() {
    try {
      if (!closed) {
        changed.accept(read());
      }
    } catch (RuntimeException e) {
      // the engine is away: what was known stays until it is back
    }
  }

  private EngineNames read() {
    return new EngineNames(
        reader.containersWith(Labels.STACK),
        reader.networks(Map.of()).stream().map(n -> n.name()).toList(),
        // those that nobody has named are called by 64 letters
        reader.volumes(Map.of()).stream()
            .map(v -> v.name())
            .filter(name -> !name.matches("[0-9a-f]{64}"))
            .toList(),
        reader.json("/images/json").elements().stream()
            .flatMap(image -> image.at("RepoTags").elements().stream())
            .map(Json::text)
            .filter(tag -> !tag.startsWith("<none>"))
            .toList());
  }

  @Override
  public void close() {
    closed = true;
    HttpReply open = stream;
    if (open != null) {
      open.close();
    }
    synchronized (this) {
      notifyAll();
    }
  }
}

package orch.serve.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import orch.model.OrchException;
import orch.report.JsonText;
import orch.serve.Event;
import orch.serve.Events;
import orch.serve.Server;
import orch.serve.Site;
import orch.task.Task;

/**
 * Answers that go on: events, and what tasks print. Each holds a thread, so that there is a limit,
 * and one whose client has gone is ended within a second.
 */
final class Streams implements AutoCloseable {
  /** How many there are at most. */
  static final int MOST = 40;

  /** Shorter than what proxies and the connection itself take for idle. */
  private static final long HEARTBEAT_MILLIS = 15_000;

  private static final long LOOK_MILLIS = 500;

  private final Site site;
  private final Events events;
  private final Semaphore free = new Semaphore(MOST);
  private final Set<OpenStream> running = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "streams");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean closed;

  Streams(Server server) {
    this.site = server.site();
    this.events = server.events();
    timer.scheduleWithFixedDelay(
        () -> running.forEach(OpenStream::look), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** How many there are now. */
  int open() {
    return MOST - free.availablePermits();
  }

  /** A flag of a query: there, and not false. */
  static boolean flag(Context ctx, String name) {
    String given = ctx.queryParam(name);
    return given != null && !given.equals("false");
  }

  private interface Body {
    void write(OutputStream out) throws IOException;
  }

  private void stream(Context ctx, String type, Body body) {
    if (!free.tryAcquire()) {
      throw new Problem(
          503,
          new OrchException.Unavailable(
              "there are " + MOST + " streams already", java.util.List.of(), null));
    }
    try (OpenStream stream = new OpenStream(ctx)) {
      running.add(stream);
      try {
        write(ctx, type, body, stream);
      } finally {
        running.remove(stream);
      }
    } finally {
      free.release();
    }
  }

  private void write(Context ctx, String type, Body body, OpenStream stream) {
    if (closed) {
      stream.end();
    }
    try {
      ctx.contentType(type);
      ctx.res().setCharacterEncoding("UTF-8");
      OutputStream out = ctx.res().getOutputStream();
      out.flush();
      body.write(out);
      out.flush();
    } catch (IOException | UncheckedIOException e) {
      // the client has gone
    } catch (OrchException e) {
      if (!stream.isEnded()) {
        throw e;
      }
    }
  }

  /** What a task has printed. */
  void logs(Context ctx, Task task) {
    boolean follow = flag(ctx, "follow");
    stream(ctx, "text/plain", out -> site.tasks().follow(task, follow, line -> line(out, line)));
  }

  private void line(OutputStream out, String line) {
    try {
      out.write((site.masked(line) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What happens. */
  void events(Context ctx) {
    long after = last(ctx);
    try (Events.Listener listener = events.listen(after)) {
      stream(ctx, "text/event-stream", out -> pass(listener, out));
    }
  }

  private static long last(Context ctx) {
    String given = ctx.header("Last-Event-ID");
    return given != null && given.matches("\\d{1,18}") ? Long.parseLong(given) : -1;
  }

  private void pass(Events.Listener listener, OutputStream out) throws IOException {
    write(out, ": orch\n\n");
    while (!listener.isOver()) {
      Optional<Event> event = listener.next(HEARTBEAT_MILLIS);
      if (event.isPresent()) {
        write(out, text(event.get()));
      } else if (!listener.isOver()) {
        write(out, ":\n\n");
      }
    }
  }

  private String text(Event event) {
    return "id: "
        + event.id()
        + "\nevent: "
        + event.type()
        + "\ndata: "
        + site.masked(JsonText.tree(event.data()))
        + "\n\n";
  }

  /** Ends them all, and each that comes later. */
  @Override
  public void close() {
    closed = true;
    timer.shutdownNow();
    running.forEach(OpenStream::end);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}

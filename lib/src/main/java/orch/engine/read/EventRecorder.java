package orch.engine.read;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.http.Tries;
import orch.model.Next;
import orch.model.OrchException;

/**
 * Records one stream of events. A stream that is cut is opened again from the last event on, as far
 * back as the engine remembers.
 */
public final class EventRecorder implements EventRecording {
  private static final long PAUSE_MILLIS = 200;

  private static final String FILTERS =
      new Filters()
          .with("type", List.of("container", "network", "volume", "image"))
          .with(
              "event",
              List.of(
                  "start",
                  "kill",
                  "die",
                  "oom",
                  "stop",
                  "destroy",
                  "pause",
                  "health_status",
                  "untag",
                  "delete"))
          .query();

  private final EngineHttp http;
  private final EngineClock clock;
  private final Set<EngineEvent> events = new LinkedHashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Instant begun;
  private long latest = System.nanoTime();
  private volatile HttpReply stream;

  private EventRecorder(EngineHttp http, EngineClock clock, HttpReply stream) {
    this.http = http;
    this.clock = clock;
    this.begun = clock.earliest();
    this.stream = stream;
  }

  /**
   * Begins: what happens after this call is recorded.
   *
   * @param clock this machine's
   * @throws OrchException when the engine does not answer
   */
  public static EventRecorder begin(EngineHttp http, Clock clock) {
    HttpReply stream = open(http);
    EventRecorder recorder =
        new EventRecorder(http, EngineClock.of(stream, http.address(), clock), stream);
    Thread thread = new Thread(recorder::listen, "engine-record");
    thread.setDaemon(true);
    thread.start();
    return recorder;
  }

  private static HttpReply open(EngineHttp http) {
    try {
      for (int tries = 1; ; tries++) {
        try {
          HttpReply reply = http.get("/events?filters=" + FILTERS);
          if (reply.status() == 200) {
            return reply;
          }
          reply.close();
          throw new IOException("it answered " + reply.status());
        } catch (IOException e) {
          if (tries == Tries.MOST) {
            throw e;
          }
        }
        Tries.pause(tries);
      }
    } catch (IOException e) {
      throw broken(http, e);
    }
  }

  private void listen() {
    try {
      while (closed.getCount() > 0) {
        try (HttpReply reply = stream) {
          read(reply);
        } catch (IOException | RuntimeException e) {
          // cut: opened again below
        }
        if (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          reopen();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reopen() {
    try {
      stream = http.get("/events?filters=" + FILTERS + "&since=" + seconds(lastMoment()));
      if (closed.getCount() == 0) {
        stream.close();
      }
    } catch (IOException | RuntimeException e) {
      // not yet: the next round tries again
    }
  }

  private synchronized Instant lastMoment() {
    return events.stream().map(EngineEvent::at).max(Comparator.naturalOrder()).orElse(begun);
  }

  private synchronized void add(Json json) {
    long nanos = json.at("timeNano").number();
    EngineEvent event =
        new EngineEvent(
            Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000),
            json.at("Type").text(),
            json.at("Action").text(),
            json.at("Actor", "ID").text(),
            json.at("Actor", "Attributes").texts());
    if (events.add(event)) {
      latest = System.nanoTime();
      notifyAll();
    }
  }

  @Override
  public List<EngineEvent> soFar() {
    // what the engine still remembers is asked for as well: the stream may be a moment behind
    String times = "&since=" + seconds(begun) + "&until=" + seconds(clock.latest());
    try {
      http.ask("/events?filters=" + FILTERS + times, this::read);
    } catch (IOException e) {
      throw broken(http, e);
    }
    synchronized (this) {
      return events.stream().sorted(Comparator.comparing(EngineEvent::at)).toList();
    }
  }

  @Override
  public synchronized void settle(Duration quiet, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    latest = System.nanoTime();
    try {
      for (long now = latest; now < end; now = System.nanoTime()) {
        long left = Math.min(latest + quiet.toNanos(), end) - now;
        if (left <= 0) {
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Void read(HttpReply reply) throws IOException {
    if (reply.status() != 200) {
      throw new IOException("it answered " + reply.status());
    }
    Json.readAll(
        reply.body(),
        json -> {
          add(json);
          return closed.getCount() > 0;
        });
    return null;
  }

  private static String seconds(Instant moment) {
    return String.format(Locale.ROOT, "%d.%09d", moment.getEpochSecond(), moment.getNano());
  }

  private static OrchException.Unavailable broken(EngineHttp http, IOException e) {
    return new OrchException.Unavailable(
        "the engine at " + http.address() + " broke off its events",
        List.of(String.valueOf(e.getMessage())),
        Next.verb("doctor"));
  }

  @Override
  public void close() {
    closed.countDown();
    HttpReply open = stream;
    if (open != null) {
      open.close();
    }
  }
}

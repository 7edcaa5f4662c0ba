package orch.engine.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TimerTask;
import orch.model.Next;
import orch.model.OrchException;

/** Closes a connection when the time of its request is up. Safe for use by several threads. */
final class Deadline extends TimerTask {
  private final EngineAddress address;
  private final String request;
  private final Duration limit;
  private final Duration whole;
  private Closeable connection;
  private boolean passed;

  /**
   * For one request.
   *
   * @param request method and path, for the error
   * @param limit from now on; more than zero
   * @param whole what was granted at first, for the error: tries before this one took their part
   */
  Deadline(EngineAddress address, String request, Duration limit, Duration whole) {
    this.address = address;
    this.request = request;
    this.limit = limit;
    this.whole = whole;
  }

  /** What is closed in time; at once, where it is late already. */
  synchronized void closes(Closeable connection) throws IOException {
    this.connection = connection;
    if (passed) {
      connection.close();
    }
  }

  Duration limit() {
    return limit;
  }

  /** Whether it is over: then whatever failed since failed because of it. */
  synchronized boolean passed() {
    return passed;
  }

  @Override
  public synchronized void run() {
    passed = true;
    if (connection != null) {
      try {
        connection.close();
      } catch (IOException e) {
        // closing is all that can be done
      }
    }
  }

  OrchException.TimedOut error() {
    String time = whole.toMillis() < 1000 ? whole.toMillis() + " ms" : whole.toSeconds() + " s";
    return new OrchException.TimedOut(
        "the engine at " + address + " did not answer within " + time,
        List.of(request),
        Next.verb("version"));
  }
}

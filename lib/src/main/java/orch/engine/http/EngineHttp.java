package orch.engine.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import orch.model.Next;
import orch.model.OrchException;

/**
 * Sends requests to one engine, each on a connection of its own: opening a socket file costs tens
 * of microseconds, and what hangs or is cut hurts one request only. Safe for use by several
 * threads.
 */
public final class EngineHttp implements AutoCloseable {
  /** How long an engine may take unless something else is asked for. */
  public static final Duration PATIENCE = Duration.ofSeconds(120);

  /** Answers that last as long as what they tell of. */
  private static final Pattern STREAMS =
      Pattern.compile(
          "(/v[0-9.]+)?/(events|build|images/(create|load)|images/.+/push"
              + "|containers/[^/]+/(logs|attach|wait|stats|archive)|exec/[^/]+/start)(\\?.*)?");

  /** An image takes as long as it takes: no user's limit of a wait is meant for it. */
  private static final Pattern IMAGES =
      Pattern.compile("(/v[0-9.]+)?/(build|images/(create|load))(\\?.*)?");

  private static final int SMALL = 16 * 1024;
  private static final int LARGE = 256 * 1024;

  private final EngineAddress address;
  private final Supplier<SSLSocketFactory> tls;
  private final Duration patience;
  private Timer timer;

  /**
   * For one engine.
   *
   * @param tls makes the factory of secured sockets; asked only where the address wants one
   * @param patience how long the engine may take for a whole answer, or to begin one that is a
   *     stream; more than zero. Getting images has {@link #PATIENCE} at least.
   */
  public EngineHttp(EngineAddress address, Supplier<SSLSocketFactory> tls, Duration patience) {
    this.address = address;
    this.tls = tls;
    this.patience = patience;
  }

  /**
   * Loads on a thread of its own what the first connection over a socket file takes: the JDK reads
   * its security providers then, for a random number, 10 to 20 ms.
   */
  public static void prepare() {
    Thread thread = new Thread(Wire.Channels::load, "socket-files");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it connects to. */
  public EngineAddress address() {
    return address;
  }

  /** How long the engine may take for an answer. */
  public Duration patience() {
    return patience;
  }

  /**
   * Asks for something; streams such as events must begin within the engine's patience, all other
   * answers end within it.
   */
  public HttpReply get(String path) throws IOException {
    return send("GET", path, Map.of(), null, null);
  }

  /** Reads an answer. It may be called several times. */
  public interface Reading<T> {
    /** Reads all that is wanted of it. */
    T read(HttpReply reply) throws IOException;
  }

  /**
   * Asks, and asks again when the engine breaks off or answers with an error of its own: asking
   * changes nothing. All tries together have the engine's patience.
   *
   * @param reading gets the first answer below 500, else the last one
   * @throws IOException why the last try failed
   */
  public <T> T ask(String path, Reading<T> reading) throws IOException {
    long begin = System.nanoTime();
    for (int tries = 1; ; tries++) {
      Duration left = patience.minusNanos(System.nanoTime() - begin);
      boolean over = left.isNegative() || left.isZero();
      Deadline deadline = deadline("GET " + path, over ? patience : left);
      if (over) {
        throw deadline.error();
      }
      try (HttpReply reply = send("GET", path, Map.of(), null, null, false, deadline)) {
        if (reply.status() < 500 || tries == Tries.MOST) {
          return reading.read(reply);
        }
      } catch (IOException e) {
        if (tries == Tries.MOST || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      Tries.pause(tries);
    }
  }

  /** Sends a JSON body. */
  public HttpReply post(String path, String json) throws IOException {
    return send(
        "POST",
        path,
        Map.of("Content-Type", "application/json"),
        new java.io.ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
        null);
  }

  /**
   * Sends a request.
   *
   * @param body or null; sent in chunks
   * @param hijacked or null; what goes on being sent after the answer's head, until it ends
   * @throws OrchException.Unavailable when no engine answers there
   * @throws OrchException.TimedOut when the engine does not answer in time
   */
  public HttpReply send(
      String method,
      String path,
      Map<String, String> headers,
      InputStream body,
      InputStream hijacked)
      throws IOException {
    boolean image = IMAGES.matcher(path).matches();
    Duration limit = image && patience.compareTo(PATIENCE) < 0 ? PATIENCE : patience;
    boolean stream = hijacked != null || isStream(path);
    return send(
        method, path, headers, body, hijacked, stream, deadline(method + " " + path, limit));
  }

  /** The error of a request that takes longer than the engine's patience. */
  public OrchException.TimedOut late(String request) {
    return deadline(request, patience).error();
  }

  /** Whether the answer at a path lasts as long as what it tells of. */
  public static boolean isStream(String path) {
    return STREAMS.matcher(path).matches();
  }

  private Deadline deadline(String request, Duration limit) {
    Duration whole = limit.compareTo(patience) < 0 ? patience : limit;
    return new Deadline(address, request, limit, whole);
  }

  private HttpReply send(
      String method,
      String path,
      Map<String, String> headers,
      InputStream body,
      InputStream hijacked,
      boolean stream,
      Deadline deadline)
      throws IOException {
    if (address.isUnix()) {
      // a socket file's queue can be full, and connecting to it knows no limit of its own
      begin(deadline);
    }
    Wire wire = connect(deadline);
    // a stream that is sent (an image, a build's folder) takes as long as it takes
    boolean upload = body != null && !(body instanceof java.io.ByteArrayInputStream);
    boolean answered = false;
    try {
      deadline.closes(wire);
      if (upload) {
        deadline.cancel();
      } else if (!address.isUnix()) {
        begin(deadline);
      }
      OutputStream out = new BufferedOutputStream(wire.out(), 16 * 1024);
      writeHead(out, method, path, headers, body != null, hijacked != null);
      HttpReply reply = null;
      if (upload) {
        reply = upload(out, body, wire, method, deadline);
      } else {
        if (body != null) {
          writeChunks(out, body, SMALL);
        }
        out.flush();
        // an archive is long, and the engine sends it in small chunks
        reply = new HttpReply(wire, method, deadline, path.contains("/archive?") ? LARGE : SMALL);
      }
      if (hijacked != null) {
        pump(hijacked, wire);
      }
      answered = true;
      return reply;
    } catch (IOException | RuntimeException e) {
      if (deadline.passed()) {
        throw deadline.error();
      }
      throw e;
    } finally {
      if (!answered || stream) {
        deadline.cancel();
      }
      if (!answered) {
        wire.close();
      }
    }
  }

  private Wire connect(Deadline deadline) {
    try {
      return Wire.open(address, tls, deadline);
    } catch (IOException e) {
      deadline.cancel();
      if (deadline.passed()) {
        throw deadline.error();
      }
      throw new OrchException.Unavailable(
          "no engine answers at " + address + " (" + address.found() + ")",
          List.of(e.getMessage() == null ? e.toString() : e.getMessage()),
          Next.verb("doctor"));
    }
  }

  private synchronized void begin(Deadline deadline) {
    if (timer == null) {
      timer = new Timer("engine-deadlines", true);
    }
    timer.schedule(deadline, deadline.limit().toMillis());
  }

  private static void writeHead(
      OutputStream out,
      String method,
      String path,
      Map<String, String> headers,
      boolean body,
      boolean hijack)
      throws IOException {
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: engine\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (hijack) {
      // https://docs.docker.com/reference/api/engine/: attach and exec turn into a raw stream
      head.append("Connection: Upgrade\r\nUpgrade: tcp\r\n");
    } else {
      head.append("Connection: close\r\n");
    }
    if (body) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (method.equals("POST") || method.equals("PUT")) {
      head.append("Content-Length: 0\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Sends a stream. An engine that cannot use it answers before it has read all and closes the
   * connection; then its answer says more than the broken pipe does.
   */
  private static HttpReply upload(
      OutputStream out, InputStream body, Wire wire, String method, Deadline deadline)
      throws IOException {
    Sent sent = new Sent(body);
    try {
      writeChunks(out, sent, LARGE);
      out.flush();
    } catch (IOException e) {
      if (sent.failed) {
        throw e;
      }
      try {
        return new HttpReply(wire, method, deadline);
      } catch (IOException noAnswer) {
        throw e;
      }
    }
    return new HttpReply(wire, method, deadline);
  }

  /** What is sent; remembers whether it was the reading that failed. */
  private static final class Sent extends java.io.FilterInputStream {
    private boolean failed;

    Sent(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return in.read(into, offset, length);
      } catch (IOException e) {
        failed = true;
        throw e;
      }
    }
  }

  private static void writeChunks(OutputStream out, InputStream body, int size) throws IOException {
    byte[] buffer = new byte[size];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      if (count > 0) {
        out.write((Integer.toHexString(count) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(buffer, 0, count);
        out.write("\r\n".getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Copies a command's input on a thread of its own; its end is told to the command, which JDK
   * sockets can and most clients do not.
   */
  private static void pump(InputStream from, Wire wire) {
    Thread thread =
        new Thread(
            () -> {
              try {
                OutputStream out = wire.out();
                byte[] buffer = new byte[8 * 1024];
                for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                  out.write(buffer, 0, count);
                }
                wire.endInput();
              } catch (IOException e) {
                // the command has ended; nobody is left to read
              }
            },
            "engine-input");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void close() {
    if (timer != null) {
      timer.cancel();
    }
  }
}

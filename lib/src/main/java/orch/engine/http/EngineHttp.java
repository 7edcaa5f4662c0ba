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
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import orch.model.Next;
import orch.model.OrchException;

/**
 * Sends requests to one engine, each on a connection of its own: opening a socket file costs tens
 * of microseconds, and what hangs or is cut hurts one request only. Safe for use by several
 * threads.
 */
public final class EngineHttp implements AutoCloseable {
  private final EngineAddress address;
  private final Supplier<SSLSocketFactory> tls;
  private final Duration patience;
  private Timer timer;

  /**
   * For one engine.
   *
   * @param tls makes the factory of secured sockets; asked only where the address wants one
   * @param patience how long the engine may take to answer a request that is not a stream
   */
  public EngineHttp(EngineAddress address, Supplier<SSLSocketFactory> tls, Duration patience) {
    this.address = address;
    this.tls = tls;
    this.patience = patience;
  }

  /** Where it connects to. */
  public EngineAddress address() {
    return address;
  }

  /** Asks for something; the answer's head must come within the engine's patience. */
  public HttpReply get(String path) throws IOException {
    return send("GET", path, Map.of(), null, null);
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
    Wire wire = connect();
    AtomicBoolean late = new AtomicBoolean();
    // a stream that is sent (an image, a build's folder) takes as long as it takes
    TimerTask deadline =
        body instanceof java.io.ByteArrayInputStream || body == null ? closeLate(wire, late) : null;
    try {
      OutputStream out = new BufferedOutputStream(wire.out(), 16 * 1024);
      writeHead(out, method, path, headers, body != null, hijacked != null);
      if (body != null) {
        writeChunks(out, body);
      }
      out.flush();
      HttpReply reply = new HttpReply(wire, method);
      if (hijacked != null) {
        pump(hijacked, wire);
      }
      return reply;
    } catch (IOException | RuntimeException e) {
      wire.close();
      if (late.get()) {
        throw new OrchException.TimedOut(
            "the engine at " + address + " did not answer within " + patience.toSeconds() + " s",
            List.of(method + " " + path),
            Next.verb("version"));
      }
      throw e;
    } finally {
      if (deadline != null) {
        deadline.cancel();
      }
    }
  }

  private Wire connect() {
    try {
      return Wire.open(address, tls, patience);
    } catch (IOException e) {
      throw new OrchException.Unavailable(
          "no engine answers at " + address + " (" + address.found() + ")",
          List.of(e.getMessage() == null ? e.toString() : e.getMessage()),
          null);
    }
  }

  private synchronized TimerTask closeLate(Wire wire, AtomicBoolean late) {
    if (timer == null) {
      timer = new Timer("engine-deadlines", true);
    }
    TimerTask task =
        new TimerTask() {
          @Override
          public void run() {
            late.set(true);
            try {
              wire.close();
            } catch (IOException e) {
              // closing is all that can be done
            }
          }
        };
    timer.schedule(task, patience.toMillis());
    return task;
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

  private static void writeChunks(OutputStream out, InputStream body) throws IOException {
    byte[] buffer = new byte[16 * 1024];
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

package orch.engine.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answer to one request, read as RFC 9112 frames it. Closing it closes the connection. */
public final class HttpReply implements AutoCloseable {
  /** Status lines and headers are far shorter; what is longer is no engine. */
  private static final int LONGEST_LINE = 64 * 1024;

  private final int status;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final InputStream body;
  private final Wire wire;
  private final Deadline deadline;

  HttpReply(Wire wire, String method, Deadline deadline) throws IOException {
    this(wire, method, deadline, 16 * 1024);
  }

  /**
   * Reads the head.
   *
   * @param buffer bytes that are read at once
   */
  HttpReply(Wire wire, String method, Deadline deadline, int buffer) throws IOException {
    this.wire = wire;
    this.deadline = deadline;
    BufferedInputStream in = new BufferedInputStream(wire.in(), buffer);
    int code = readHead(in);
    while (code >= 100 && code < 200 && code != 101) {
      headers.clear();
      code = readHead(in);
    }
    status = code;
    body = new Timely(body(in, method), deadline);
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** Headers by name, whatever the case. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /**
   * The body, with transfer codings removed. Reading it throws {@link
   * orch.model.OrchException.TimedOut} when the engine takes too long.
   */
  public InputStream body() {
    return body;
  }

  /** The whole body as text. */
  public String text() throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    deadline.cancel();
    try {
      wire.close();
    } catch (IOException e) {
      // the answer was read or is no longer wanted
    }
  }

  private int readHead(InputStream in) throws IOException {
    String line = line(in);
    String[] parts = line.split(" ", 3);
    if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("\\d{3}")) {
      throw new IOException(
          "not an HTTP answer: " + line.substring(0, Math.min(line.length(), 80)));
    }
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(header.substring(0, colon).trim(), name -> new ArrayList<>(1))
            .add(header.substring(colon + 1).trim());
      }
    }
    return Integer.parseInt(parts[1]);
  }

  private String header(String name) {
    List<String> values = headers.get(name);
    return values == null ? "" : values.get(0);
  }

  private InputStream body(InputStream in, String method) throws IOException {
    if (method.equals("HEAD") || status == 204 || status == 304) {
      return InputStream.nullInputStream();
    }
    if (header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
      return new Chunked(in);
    }
    String length = header("Content-Length");
    return length.isEmpty() || status == 101
        ? in
        : new Limited(in, size("content length", length, 10));
  }

  private static long size(String what, String text, int radix) throws IOException {
    try {
      long size = Long.parseLong(text, radix);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IOException("not a " + what + ": " + text);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the engine closed the connection");
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("not an HTTP answer: a line without end");
      }
      if (b != '\r') {
        line.append((char) b);
      }
    }
    return line.toString();
  }

  /** Says of a body that was closed at its deadline that it was. */
  private static final class Timely extends InputStream {
    private final InputStream in;
    private final Deadline deadline;

    Timely(InputStream in, Deadline deadline) {
      this.in = in;
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return in.read(into, offset, length);
      } catch (IOException e) {
        if (deadline.passed()) {
          throw deadline.error();
        }
        throw e;
      }
    }
  }

  /** A body of known length. */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(into, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the engine's answer was cut off");
      }
      left -= count;
      return count;
    }
  }

  /** A body in chunks, as of RFC 9112, section 7.1. */
  private static final class Chunked extends InputStream {
    private final InputStream in;
    private long left;
    private boolean first = true;
    private boolean ended;

    Chunked(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0 && !ended) {
        nextChunk();
      }
      if (ended) {
        return -1;
      }
      int count = in.read(into, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the engine's answer was cut off");
      }
      left -= count;
      return count;
    }

    private void nextChunk() throws IOException {
      if (!first) {
        line(in);
      }
      first = false;
      String line = line(in);
      int extension = line.indexOf(';');
      left = size("chunk size", (extension < 0 ? line : line.substring(0, extension)).trim(), 16);
      if (left == 0) {
        ended = true;
        while (!line(in).isEmpty()) {
          // trailers say nothing that is of use here
        }
      }
    }
  }
}

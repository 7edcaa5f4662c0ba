package orch.engine.docker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import orch.engine.Engine;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.http.Tries;
import orch.engine.read.Json;
import orch.model.Next;
import orch.model.OrchException;

/**
 * Reads what a container has printed. A stream that is cut is taken up again behind the last piece
 * that came: the engine tells the time of each. Of a terminal's output it tells no bounds; where
 * that is cut, an error says so.
 */
final class LogReader {
  private final EngineHttp http;

  LogReader(EngineHttp http) {
    this.http = http;
  }

  /** See {@link Engine#logs}. */
  void read(
      String containerId, boolean tty, Engine.LogQuery query, Consumer<Engine.LogLine> lines) {
    new Reading(containerId, tty, query, lines).run();
  }

  /** One reading, however many streams it takes. */
  private final class Reading {
    private final String containerId;
    private final boolean tty;
    private final Engine.LogQuery query;
    private final Lines lines;

    /** The time of the last piece that came, as the engine wrote it; empty before the first. */
    private String last = "";

    /** How many pieces of that time came, and how many of them are still to be left out again. */
    private int sameTime;

    private int known;
    private boolean progress;

    Reading(
        String containerId, boolean tty, Engine.LogQuery query, Consumer<Engine.LogLine> lines) {
      this.containerId = containerId;
      this.tty = tty;
      this.query = query;
      this.lines = new Lines(lines);
    }

    void run() {
      for (int tries = 1; ; tries++) {
        progress = false;
        try (HttpReply reply = http.get(path())) {
          if (reply.status() < 500 || tries == Tries.MOST) {
            pass(reply);
            return;
          }
        } catch (IOException e) {
          if (Thread.currentThread().isInterrupted()) {
            throw new OrchException.Failed("interrupted", List.of(), null);
          }
          tries = progress ? 1 : tries;
          boolean unknown = tty && progress;
          if (unknown || tries == Tries.MOST) {
            lines.end();
            throw cut(String.valueOf(e.getMessage()));
          }
        }
        try {
          Tries.pause(tries);
        } catch (IOException e) {
          throw new OrchException.Failed("interrupted", List.of(), null);
        }
      }
    }

    private OrchException.Failed cut(String reason) {
      return new OrchException.Failed(
          "the engine broke off the output; lines may be missing",
          List.of("container " + containerId, reason),
          Next.verb("logs"));
    }

    private String path() {
      known = sameTime;
      String since =
          !last.isEmpty() ? moment(last) : query.since() > 0 ? Long.toString(query.since()) : "0";
      String tail = last.isEmpty() && query.tail() >= 0 ? Integer.toString(query.tail()) : "all";
      boolean times = !tty || query.timestamps();
      return "/containers/"
          + containerId
          + "/logs?stdout=1&stderr=1&follow="
          + (query.follow() ? 1 : 0)
          + "&timestamps="
          + (times ? 1 : 0)
          + "&tail="
          + tail
          + "&since="
          + since;
    }

    private void pass(HttpReply reply) throws IOException {
      if (reply.status() == 404 && !last.isEmpty()) {
        lines.end();
        throw cut("it does not exist any more");
      } else if (reply.status() != 200) {
        throw new OrchException.Failed(
            "the output could not be read: " + Json.read(reply.text()).at("message").text(),
            List.of(),
            Next.verb("version"));
      }
      if (tty) {
        terminal(reply.body());
      } else {
        frames(new DataInputStream(reply.body()));
      }
      lines.end();
    }

    private void terminal(InputStream in) throws IOException {
      byte[] buffer = new byte[8 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        progress = true;
        lines.add(false, buffer, 0, count);
      }
    }

    /** See {@code orch.engine.read.Frames} for what a frame is; each holds one piece. */
    private void frames(DataInputStream in) throws IOException {
      for (int stream = in.read(); stream >= 0; stream = in.read()) {
        in.skipNBytes(3);
        byte[] piece = new byte[in.readInt()];
        in.readFully(piece);
        progress = true;
        piece(stream == 2, piece);
      }
    }

    private void piece(boolean error, byte[] piece) throws IOException {
      int space = 0;
      while (space < piece.length && piece[space] != ' ') {
        space++;
      }
      if (space == piece.length) {
        throw new EOFException("a piece of output without its time");
      }
      String time = new String(piece, 0, space, StandardCharsets.US_ASCII);
      boolean same = time.equals(last);
      if (same && known > 0) {
        known--;
        return;
      }
      sameTime = same ? sameTime + 1 : 1;
      known = 0;
      last = time;
      int from = query.timestamps() && lines.begins(error) ? 0 : space + 1;
      lines.add(error, piece, from, piece.length - from);
    }
  }

  /** Seconds and nanoseconds, as the engine takes them. */
  private static String moment(String time) {
    Instant instant = java.time.OffsetDateTime.parse(time).toInstant();
    return String.format(Locale.ROOT, "%d.%09d", instant.getEpochSecond(), instant.getNano());
  }

  /** Puts pieces together into lines, each stream for itself. */
  private static final class Lines {
    private final Consumer<Engine.LogLine> lines;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    Lines(Consumer<Engine.LogLine> lines) {
      this.lines = lines;
    }

    /** Whether the next piece begins a line. */
    boolean begins(boolean error) {
      return (error ? err : out).size() == 0;
    }

    void add(boolean error, byte[] bytes, int from, int count) {
      for (int i = from; i < from + count; i++) {
        if (bytes[i] == '\n') {
          flush(error);
        } else {
          (error ? err : out).write(bytes[i]);
        }
      }
    }

    /** What was printed without a line end is a line as well. */
    void end() {
      if (out.size() > 0) {
        flush(false);
      }
      if (err.size() > 0) {
        flush(true);
      }
    }

    private void flush(boolean error) {
      ByteArrayOutputStream buffer = error ? err : out;
      String text = buffer.toString(StandardCharsets.UTF_8);
      buffer.reset();
      lines.accept(
          new Engine.LogLine(
              error, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
    }
  }
}

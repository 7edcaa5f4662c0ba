package orch.repl;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import orch.cli.Main;
import orch.cli.Place;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/** Runs a command again after each change on the engine, until a key or Ctrl-C. */
final class Watch {
  /** What tells of no change is looked at again after this. */
  private static final long MOST_MILLIS = 5000;

  private static final long LOOK_MILLIS = 50;

  private final Terminal terminal;
  private final Place place;
  private final Live live;
  private final Evaluator evaluator;

  Watch(Terminal terminal, Place place, Live live, Evaluator evaluator) {
    this.terminal = terminal;
    this.place = place;
    this.live = live;
    this.evaluator = evaluator;
  }

  /** Runs until it is stopped; the last result stays on the screen. */
  void run(List<String> words) {
    Attributes before = terminal.enterRawMode();
    String last = "";
    try {
      boolean again = true;
      while (again && !Thread.currentThread().isInterrupted()) {
        long version = live.version();
        String now = once(words);
        if (!now.equals(last)) {
          show(now, last);
          last = now;
        }
        again = awaitChange(version);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      terminal.setAttributes(before);
    }
  }

  private String once(List<String> words) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    new Main(
            new Place(
                place.environment(),
                place.folder(),
                place.in(),
                out,
                out,
                place.masking(),
                java.util.Optional.empty()),
            java.util.Optional.empty(),
            evaluator)
        .run(words);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** In the place of the last one, where the terminal can do that. */
  private void show(String now, String last) {
    int rows = (int) last.lines().count();
    boolean over = rows > 0 && rows < terminal.getHeight();
    for (int row = 0; over && row < rows; row++) {
      over = terminal.puts(Capability.cursor_up);
    }
    if (over) {
      terminal.puts(Capability.carriage_return);
      String clear = clearToEnd(terminal);
      now.lines().forEach(line -> terminal.writer().print(line + clear + "\n\r"));
      for (long row = now.lines().count(); row < rows; row++) {
        terminal.writer().print(clear + "\n\r");
      }
    } else {
      now.lines().forEach(line -> terminal.writer().print(line + "\n\r"));
    }
    terminal.flush();
  }

  private static String clearToEnd(Terminal terminal) {
    return terminal.getStringCapability(Capability.clr_eol) == null ? "" : "\u001b[K";
  }

  /** False when a key was typed. */
  private boolean awaitChange(long version) throws IOException {
    long end = System.nanoTime() + MOST_MILLIS * 1_000_000;
    while (System.nanoTime() < end) {
      if (terminal.reader().read(LOOK_MILLIS) != NonBlockingReader.READ_EXPIRED) {
        return false;
      }
      if (live.version() != version || Thread.currentThread().isInterrupted()) {
        return true;
      }
    }
    return true;
  }
}

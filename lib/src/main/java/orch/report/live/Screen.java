package orch.report.live;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lines at the end of a terminal's text that are drawn anew in place, while other text goes above
 * them. The cursor is never hidden and rests below the lines, so that nothing is to be restored
 * however the process ends. Safe for use by several threads.
 */
public final class Screen {
  /**
   * A terminal's size.
   *
   * @param columns from 20
   * @param rows from 4
   */
  public record Size(int columns, int rows) {
    /** Smaller ones are taken for these. */
    public Size {
      columns = Math.max(20, columns);
      rows = Math.max(4, rows);
    }
  }

  private static final String ESCAPE = "\u001b[";

  private final PrintStream terminal;
  private final Supplier<Size> size;

  /** Widths of the lines that stand on the terminal. */
  private List<Integer> drawn = List.of();

  /** Whether other text has begun a line and not ended it. */
  private boolean lineOpen;

  /**
   * At the end of this terminal's text.
   *
   * @param size asked before each drawing
   */
  public Screen(PrintStream terminal, Supplier<Size> size) {
    this.terminal = terminal;
    this.size = size;
  }

  Size size() {
    return size.get();
  }

  /** Draws these lines in place of those before. */
  synchronized void draw(List<String> lines) {
    if (lineOpen) {
      return;
    }
    int before = rowsDrawn();
    StringBuilder text = new StringBuilder(up(before));
    // lines that are too long, since the window has become narrower, are cut and not wrapped
    text.append(ESCAPE).append("?7l");
    for (String line : lines) {
      text.append(line).append(ESCAPE).append("K\n");
    }
    text.append(cleared(before - lines.size())).append(ESCAPE).append("?7h");
    write(text.toString());
    drawn = lines.stream().map(Screen::width).toList();
  }

  /** Leaves the lines where they are: what comes next is written below. */
  synchronized void leave() {
    drawn = List.of();
  }

  private void erase() {
    if (!drawn.isEmpty()) {
      int before = rowsDrawn();
      write(up(before) + cleared(before));
      drawn = List.of();
    }
  }

  /** Rows of the lines: a terminal that has become narrower shows some as several. */
  private int rowsDrawn() {
    int columns = size.get().columns();
    int rows = 0;
    for (int width : drawn) {
      rows += Math.max(1, (width + columns - 1) / columns);
    }
    return rows;
  }

  private static String up(int rows) {
    return rows <= 0 ? "" : ESCAPE + rows + "A\r";
  }

  /** So many rows and the one below, row by row: the end of the screen may be somebody else's. */
  private static String cleared(int rows) {
    String clear = ESCAPE + "K";
    return rows <= 0 ? clear : (clear + "\n").repeat(rows) + clear + up(rows);
  }

  private static int width(String line) {
    return orch.report.TextWidth.of(line.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // in one piece, so that no half of it is ever seen
    terminal.write(bytes, 0, bytes.length);
    terminal.flush();
  }

  /** A stream to the same terminal whose text goes above the lines. */
  public PrintStream above(PrintStream other) {
    return new PrintStream(new Above(other), true, StandardCharsets.UTF_8);
  }

  private final class Above extends OutputStream {
    private final PrintStream target;

    Above(PrintStream target) {
      this.target = target;
    }

    @Override
    public void write(int letter) {
      write(new byte[] {(byte) letter}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (length == 0) {
        return;
      }
      synchronized (Screen.this) {
        erase();
        target.write(bytes, offset, length);
        target.flush();
        lineOpen = bytes[offset + length - 1] != '\n';
      }
    }

    @Override
    public void flush() throws IOException {
      target.flush();
    }
  }
}

package orch.repl;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import orch.report.live.Screen;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Status;

/**
 * The line at the bottom of the terminal, where there is room and the terminal can have one. Safe
 * for use by several threads.
 */
final class StatusBar {
  /** A screen with fewer rows is left to what is typed. */
  private static final int LEAST_ROWS = 6;

  private final Terminal terminal;
  private Status status;
  private String shown = "";
  private boolean hidden = true;

  StatusBar(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Shows this text from now on, unless it is hidden, as it is at first. */
  synchronized void show(String text) {
    if (text.equals(shown)) {
      return;
    }
    shown = text;
    draw();
  }

  private void draw() {
    if (hidden || terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
      return;
    }
    if (status == null) {
      status = Status.getStatus(terminal);
    }
    if (status != null) {
      boolean room = terminal.getHeight() >= LEAST_ROWS;
      status.update(
          room
              ? List.of(new AttributedString(shown, AttributedStyle.DEFAULT.inverse()))
              : List.of());
      terminal.flush();
    }
  }

  /** Where all else is written: never between the pieces of a change of this line. */
  OutputStream beside() {
    OutputStream out = terminal.output();
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        synchronized (StatusBar.this) {
          out.write(bytes, offset, length);
          out.flush();
        }
      }

      @Override
      public void flush() throws IOException {
        synchronized (StatusBar.this) {
          out.flush();
        }
      }
    };
  }

  /** Takes it away, for who wants the whole screen. */
  synchronized void hide() {
    if (status != null && !hidden) {
      status.hide();
      terminal.flush();
    }
    hidden = true;
  }

  /** The rows and columns that are left to what is typed and printed. */
  Screen.Size window() {
    return new Screen.Size(terminal.getWidth(), terminal.getHeight() - 1);
  }

  /** Shows it again. */
  synchronized void unhide() {
    hidden = false;
    if (status != null) {
      status.resize();
    }
    draw();
  }

  /** The window has another size. */
  synchronized void resized() {
    if (status != null && !hidden) {
      status.resize();
      draw();
    }
  }
}

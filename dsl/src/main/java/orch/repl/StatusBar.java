package orch.repl;

import java.util.List;
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
  private boolean placed;

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
      if (!placed) {
        placed = true;
        // what makes room for it at the bottom also moves the cursor up a row
        terminal.writer().println();
      }
      boolean room = terminal.getHeight() >= LEAST_ROWS;
      status.update(
          room
              ? List.of(new AttributedString(shown, AttributedStyle.DEFAULT.inverse()))
              : List.of());
    }
  }

  /** Takes it away, for who wants the whole screen. */
  synchronized void hide() {
    if (status != null && !hidden) {
      status.hide();
      terminal.flush();
    }
    hidden = true;
  }

  /** Shows it again. */
  synchronized void unhide() {
    hidden = false;
    placed = false;
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

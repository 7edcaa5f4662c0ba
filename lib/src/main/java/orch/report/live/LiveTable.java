package orch.report.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import orch.plan.Progress;
import orch.report.Masking;
import orch.report.Style;
import orch.report.Symbols;

/**
 * A table of what is being started or stopped, drawn in place on a terminal, at most ten times a
 * second. Safe for use by several threads.
 */
public final class LiveTable implements Progress.Listener {
  /** The least distance of two drawings. */
  private static final Duration FRAME = Duration.ofMillis(100);

  /** What is over sooner is only shown when it is over. */
  private static final Duration PATIENCE = Duration.ofMillis(150);

  private final Screen screen;
  private final TableText text;
  private final Clock clock;
  private final Progress.Listener others;
  private final Board board = new Board();
  private int plans;
  private Thread drawing;

  /**
   * On this screen.
   *
   * @param others is told what does not concern a container: its lines stand above the table
   */
  public LiveTable(
      Screen screen,
      Style style,
      Symbols symbols,
      Masking masking,
      Clock clock,
      Progress.Listener others) {
    this.screen = screen;
    this.text = new TableText(style, symbols, masking::mask);
    this.clock = clock;
    this.others = others;
  }

  @Override
  public synchronized void on(Progress progress) {
    boolean known = board.on(progress, clock.instant());
    if (!known) {
      others.on(progress);
    } else if (progress instanceof Progress.Planned) {
      plans++;
      begin();
    } else if (progress instanceof Progress.Finished) {
      plans = Math.max(0, plans - 1);
      if (plans == 0) {
        end();
      }
    } else if (progress instanceof Progress.Ended) {
      plans = 0;
      end();
    }
  }

  private void begin() {
    if (drawing == null) {
      drawing = new Thread(this::drawOnAndOn, "orch-table");
      drawing.setDaemon(true);
      drawing.start();
    }
  }

  private void drawOnAndOn() {
    // asked before the table is locked: it may take a moment
    screen.size();
    synchronized (this) {
      try {
        wait(PATIENCE.toMillis());
        while (drawing == Thread.currentThread()) {
          drawNow();
          wait(FRAME.toMillis());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void drawNow() {
    Instant now = clock.instant();
    if (!board.rows().isEmpty()) {
      Screen.Size size = screen.size();
      screen.draw(text.lines(board, now, size.columns(), size.rows()));
    }
  }

  private void end() {
    if (drawing != null) {
      drawing = null;
      drawNow();
      screen.leave();
      notifyAll();
    }
    board.clear();
  }
}

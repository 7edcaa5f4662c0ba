package orch.report.html;

import java.time.Duration;
import java.util.Locale;

/** Times as the page writes them. */
final class Times {
  /** Distances of marks on an axis, in milliseconds. */
  private static final long[] STEPS = {
    10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000,
    600_000, 1_800_000, 3_600_000
  };

  private Times() {}

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  /** A mark on an axis, as exact as its distance to the next. */
  static String mark(long millis, long step) {
    String form = step < 100 ? "%.2f s" : step < 1000 ? "%.1f s" : "%.0f s";
    return String.format(Locale.ROOT, form, millis / 1000.0);
  }

  /** The distance that gives at most five marks after the first: they have room on a phone. */
  static long step(long millis) {
    for (long step : STEPS) {
      if (millis / step <= 5) {
        return step;
      }
    }
    return millis / 5;
  }
}

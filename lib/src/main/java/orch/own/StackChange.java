package orch.own;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who changes a stack, or did so last.
 *
 * @param number how often the stack was changed up to and with this change
 * @param stops whether the change takes things away
 * @param pid of the process
 * @param since when it took the lock
 * @param command as it was typed
 */
record StackChange(long number, boolean stops, long pid, Instant since, String command) {
  /** Nobody has changed it yet. */
  static final StackChange NONE = new StackChange(0, false, 0, Instant.EPOCH, "");

  /** As a file keeps it: a line each, the command last. */
  String text() {
    return number + "\n" + stops + "\n" + pid + "\n" + since + "\n" + command + "\n";
  }

  /** Reads {@link #text()}; anything else is nobody's change. */
  static StackChange parse(Optional<String> text) {
    List<String> lines = text.map(t -> t.lines().toList()).orElse(List.of());
    if (lines.size() < 5 || !lines.get(0).matches("\\d{1,18}") || !lines.get(2).matches("\\d+")) {
      return NONE;
    }
    try {
      return new StackChange(
          Long.parseLong(lines.get(0)),
          Boolean.parseBoolean(lines.get(1)),
          Long.parseLong(lines.get(2)),
          Instant.parse(lines.get(3)),
          lines.get(4));
    } catch (java.time.DateTimeException | NumberFormatException e) {
      return NONE;
    }
  }

  /** {@code orch start (pid 4711, since 2026-01-31T12:00:00Z)}. */
  String who() {
    return pid == 0
        ? "another orch that has not said who it is"
        : command
            + " (pid "
            + pid
            + ", since "
            + since.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
            + ")";
  }
}

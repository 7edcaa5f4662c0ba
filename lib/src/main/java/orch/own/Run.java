package orch.own;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import orch.model.Environment;

/**
 * The journal's entry of a dedicated copy.
 *
 * @param stack the stack's name
 * @param environment which copy
 * @param pid of the process that made it
 * @param since when it began
 * @param command as it was typed
 */
public record Run(
    String stack, Environment.Dedicated environment, long pid, Instant since, String command) {
  /** What names on the engine begin with: {@code dev-k3x9z}. */
  public String prefix() {
    return stack + "-" + environment.nonce();
  }

  /** {@code dev-k3x9z (orch start, pid 4711, since 2026-01-31T12:00:00Z)}. */
  public String describe() {
    return prefix()
        + " ("
        + command
        + ", pid "
        + pid
        + ", since "
        + since.truncatedTo(ChronoUnit.SECONDS)
        + ")";
  }

  /** As the journal keeps it: a line each, the command last. */
  String text() {
    return stack + "\n" + environment.nonce() + "\n" + pid + "\n" + since + "\n" + command + "\n";
  }

  /** Reads {@link #text()}; empty for anything else. */
  static Optional<Run> parse(Optional<String> text) {
    List<String> lines = text.map(t -> t.lines().toList()).orElse(List.of());
    if (lines.size() < 5 || !lines.get(2).matches("\\d{1,18}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Run(
              lines.get(0),
              new Environment.Dedicated(lines.get(1)),
              Long.parseLong(lines.get(2)),
              Instant.parse(lines.get(3)),
              lines.get(4)));
    } catch (java.time.DateTimeException | orch.model.OrchException.BadInput e) {
      return Optional.empty();
    }
  }
}

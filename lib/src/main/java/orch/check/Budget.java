package orch.check;

import java.util.Optional;

/** Compares what was measured with what it may be. */
final class Budget {
  private Budget() {}

  /** The sentence for a figure above its limit. */
  static Optional<String> exceeded(Figure measured, double limit) {
    return measured.value() <= limit
        ? Optional.empty()
        : Optional.of(
            measured.text() + " is more than " + new Figure("", limit, measured.unit()).amount());
  }

  /**
   * Writes a measured figure down and holds it against its limit. That the figure is more than
   * nothing, and that half of it as a limit is exceeded, is the control.
   */
  static void hold(Figure measured, Optional<Double> limit, Protocol protocol) {
    protocol.figure(measured.name(), measured.value(), measured.unit());
    limit.flatMap(most -> exceeded(measured, most)).ifPresent(protocol::problem);
    if (measured.value() > 0 && exceeded(measured, measured.value() / 2).isPresent()) {
      protocol.control("half of what was measured would be exceeded as a limit");
    }
  }
}

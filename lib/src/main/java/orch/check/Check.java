package orch.check;

import java.util.Map;

/** One kind of proof about a stack. Has no state. */
public interface Check {
  /** The word for it. */
  String name();

  /** What it shows, in one line. */
  String proves();

  /** Its arguments: what each means, by name. */
  default Map<String, String> arguments() {
    return Map.of();
  }

  /**
   * Whether it stops, kills or fills something, or writes data; then it works on a dedicated copy
   * unless the user says otherwise.
   */
  boolean harms();

  /**
   * Looks, and writes down what it finds.
   *
   * @throws DoesNotApply when it says nothing about this stack
   * @throws orch.model.OrchException when it cannot go on; that counts as failed
   */
  void run(Subject subject, Arguments arguments, Protocol protocol);
}

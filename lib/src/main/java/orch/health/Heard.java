package orch.health;

import java.time.Duration;

/**
 * What a wait sees at a moment.
 *
 * @param phase the container's
 * @param answer what was last found, in a few words
 * @param tries probes of our own so far
 * @param waited since the wait began
 */
public record Heard(ContainerState.Phase phase, String answer, int tries, Duration waited) {
  /** Whether it tells something else than another, beside the time and the number of tries. */
  boolean differs(Heard other) {
    return other == null || phase != other.phase || !answer.equals(other.answer);
  }
}

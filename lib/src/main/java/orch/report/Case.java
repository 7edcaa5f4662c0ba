package orch.report;

import java.time.Duration;

/**
 * One result of a run as test reports know it: a service that was started, a command, a check.
 *
 * @param classname the group that it belongs to: a stack's name
 * @param name what it is, unique in its group
 * @param time that it took; zero or more
 * @param outcome how it ended
 * @param message one line that says why it did not pass; empty for one that did
 * @param output what shows it: evidence, last lines of a log; may be empty
 */
public record Case(
    String classname, String name, Duration time, Outcome outcome, String message, String output) {
  /** How a case ended. */
  public enum Outcome {
    /** As it should. */
    PASSED,
    /** What was looked at is not as it should be. */
    FAILED,
    /** It could not be looked at: no engine, a wrong file, an interruption. */
    BROKEN,
    /** Something before it failed. */
    SKIPPED
  }

  /** The message is kept to its first line: it stands in an attribute. */
  public Case {
    message = message.lines().findFirst().orElse("");
  }
}

package orch.report;

import orch.model.OrchException;

/** Errors for people: the problem, the evidence indented, the next step. */
public final class ErrorText {
  private ErrorText() {}

  /** Lines for standard error. */
  public static String of(OrchException error) {
    StringBuilder text = new StringBuilder("orch: ").append(error.getMessage()).append('\n');
    error.evidence().forEach(line -> text.append("  ").append(line).append('\n'));
    error.next().ifPresent(next -> text.append("  next: ").append(next.commandLine()).append('\n'));
    return text.toString();
  }
}

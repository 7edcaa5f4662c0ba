package orch.report;

import java.util.Optional;
import orch.model.Next;
import orch.model.OrchException;

/** Errors for people: the problem, the evidence indented, the next step. */
public final class ErrorText {
  private ErrorText() {}

  /** Lines for standard error. */
  public static String of(OrchException error) {
    return of(error, error.next());
  }

  /** Lines for standard error, with a next step that fits where it will be typed. */
  public static String of(OrchException error, Optional<Next> next) {
    StringBuilder text = new StringBuilder("orch: ").append(error.getMessage()).append('\n');
    error.evidence().stream()
        .flatMap(String::lines)
        .forEach(line -> text.append("  ").append(line).append('\n'));
    next.ifPresent(step -> text.append("  next: ").append(step.commandLine()).append('\n'));
    return text.toString();
  }
}

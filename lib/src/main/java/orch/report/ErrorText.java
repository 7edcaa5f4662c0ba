package orch.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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

  /**
   * As above, for a terminal: the headings stand out, and long lines are broken between words. The
   * next step never is, so that it can be copied.
   *
   * @param columns of the terminal
   * @param mask hides secrets: before lines are broken, since none must be left in two halves
   */
  public static String of(
      OrchException error,
      Optional<Next> next,
      Style style,
      int columns,
      UnaryOperator<String> mask) {
    List<String> lines = new ArrayList<>();
    TextWidth.wrapped("orch: " + mask.apply(error.getMessage()), columns, 6).forEach(lines::add);
    lines.set(0, style.bad("orch:") + lines.get(0).substring(5));
    List<String> evidence = error.evidence().stream().map(mask).flatMap(String::lines).toList();
    for (int i = 0; i < evidence.size(); i++) {
      boolean heads = i + 1 < evidence.size() && evidence.get(i + 1).startsWith(" ");
      for (String line : TextWidth.wrapped("  " + evidence.get(i), columns, 2)) {
        lines.add(heads && !evidence.get(i).startsWith(" ") ? style.strong(line) : line);
      }
    }
    next.ifPresent(step -> lines.add("  " + style.strong("next:") + " " + step.commandLine()));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}

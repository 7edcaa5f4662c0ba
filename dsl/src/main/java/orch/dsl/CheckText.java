package orch.dsl;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import orch.check.Check;
import orch.check.CheckResult;
import orch.check.Checks;
import orch.check.Figure;
import orch.check.Outcome;
import orch.report.Case;
import orch.report.JsonText;
import orch.report.Style;

/** Results of checks for people, as JSON, and as cases of a test report. */
final class CheckText {
  /** Checks whose evidence is of interest when they pass as well: a matrix, layers. */
  private static final Set<String> TELLING = Set.of("networkIsolation", "build");

  private static final int WIDEST = 120;

  private final Style style;
  private final boolean json;

  CheckText(Style style, boolean json) {
    this.style = style;
    this.json = json;
  }

  /** The text of a result or of several; empty for anything else. */
  Optional<String> text(Object result) {
    if (result instanceof CheckRun run) {
      StringBuilder text = new StringBuilder();
      if (json) {
        return Optional.of(JsonText.tree(run.tree()) + "\n");
      }
      run.results().forEach(one -> text.append(one(one)));
      return Optional.of(text.append(run.summary()).append('\n').toString());
    }
    if (result instanceof CheckResult one) {
      return Optional.of(json ? JsonText.tree(one.tree()) + "\n" : one(one));
    }
    return Optional.empty();
  }

  private String one(CheckResult result) {
    StringBuilder text = new StringBuilder();
    String word = result.outcome().word();
    String shown =
        result.failed()
            ? style.bad(word)
            : result.outcome() instanceof Outcome.Skipped ? style.faint(word) : style.good(word);
    String seconds = String.format(Locale.ROOT, "%.1f s", result.duration().toMillis() / 1000.0);
    text.append(shown).append("  ").append(style.strong(result.name()));
    text.append("  ").append(style.faint(seconds)).append('\n');
    result.reasons().forEach(reason -> line(text, "", reason));
    if (!result.control().isEmpty()) {
      line(text, "control: ", result.control());
    }
    for (Figure figure : result.figures()) {
      line(text, "", figure.text());
    }
    if (result.failed() || TELLING.contains(result.name())) {
      result
          .evidence()
          .forEach(evidence -> line(text, "  ", result.failed() ? evidence : cut(evidence)));
    }
    return text.toString();
  }

  /** JSON and test reports have all of it. */
  private static String cut(String line) {
    return line.length() > WIDEST ? line.substring(0, WIDEST) + "..." : line;
  }

  private static void line(StringBuilder text, String before, String line) {
    text.append("    ").append(before).append(line.replace("\n", "\n      ")).append('\n');
  }

  /** What checks there are. */
  static String known() {
    StringBuilder text = new StringBuilder();
    for (Check check : Checks.ALL) {
      text.append(check.name()).append(": ").append(check.proves());
      text.append(check.harms() ? " (on a dedicated copy)\n" : "\n");
      check
          .arguments()
          .forEach((name, what) -> text.append("    ").append(name + "= " + what + "\n"));
    }
    return text.toString().stripTrailing();
  }

  /** A result as a case. */
  static Case asCase(CheckResult result) {
    StringBuilder output = new StringBuilder();
    result.reasons().forEach(reason -> output.append(reason).append('\n'));
    output.append("control: ").append(result.control()).append('\n');
    result.figures().forEach(figure -> output.append(figure.text()).append('\n'));
    result.evidence().forEach(line -> output.append(line).append('\n'));
    Case.Outcome outcome =
        result.failed()
            ? Case.Outcome.FAILED
            : result.outcome() instanceof Outcome.Skipped
                ? Case.Outcome.SKIPPED
                : Case.Outcome.PASSED;
    return new Case(
        result.stack(),
        "check: " + result.name(),
        result.duration(),
        outcome,
        result.reasons().stream().findFirst().orElse(""),
        output.toString());
  }
}

package orch.check;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a check has shown.
 *
 * @param stack that was looked at
 * @param name of the check
 * @param outcome how it ended
 * @param control what showed that it can fail; empty where it did not come so far
 * @param figures what was measured
 * @param evidence lines that show how it was found out
 * @param duration that it took
 */
public record CheckResult(
    String stack,
    String name,
    Outcome outcome,
    String control,
    List<Figure> figures,
    List<String> evidence,
    Duration duration) {
  /** Copies the lists. */
  public CheckResult {
    figures = List.copyOf(figures);
    evidence = List.copyOf(evidence);
  }

  /** Whether something is not as it should be. */
  public boolean failed() {
    return outcome instanceof Outcome.Failed;
  }

  /** Why it failed or was skipped, a line each; none when it passed. */
  public List<String> reasons() {
    if (outcome instanceof Outcome.Failed failed) {
      return failed.problems();
    }
    return outcome instanceof Outcome.Skipped skipped ? List.of(skipped.reason()) : List.of();
  }

  /** As it is written as JSON. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("stack", stack);
    tree.put("name", name);
    tree.put("outcome", outcome.word());
    tree.put("reasons", reasons());
    tree.put("control", control);
    tree.put(
        "figures",
        figures.stream()
            .map(
                figure -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("name", figure.name());
                  one.put("value", figure.value());
                  one.put("unit", figure.unit());
                  return one;
                })
            .toList());
    tree.put("evidence", evidence);
    tree.put("millis", duration.toMillis());
    return tree;
  }
}

package orch.dsl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.check.CheckResult;
import orch.check.Outcome;

/**
 * Checks that were made.
 *
 * @param results in their order
 */
public record CheckRun(List<CheckResult> results) {
  /** Copies the list. */
  public CheckRun {
    results = List.copyOf(results);
  }

  /** Whether none failed. */
  public boolean passed() {
    return results.stream().noneMatch(CheckResult::failed);
  }

  /** Those that failed, by name. */
  public List<String> failed() {
    return results.stream().filter(CheckResult::failed).map(CheckResult::name).toList();
  }

  /** The results, as scripts write it. */
  public List<CheckResult> getResults() {
    return results;
  }

  /** As it is written as JSON. */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("passed", passed());
    tree.put("checks", results.stream().map(CheckResult::tree).toList());
    return tree;
  }

  /** {@code 3 passed, 1 failed, 2 do not apply}. */
  String summary() {
    long skipped =
        results.stream().filter(result -> result.outcome() instanceof Outcome.Skipped).count();
    int failed = failed().size();
    String text = (results.size() - failed - skipped) + " passed";
    text += failed == 0 ? "" : ", " + failed + " failed";
    return text + (skipped == 0 ? "" : ", " + skipped + " do not apply");
  }
}

package orch.check;

import java.util.List;

/** How a check ended. */
public sealed interface Outcome {
  /** {@code passed}, {@code failed} or {@code skipped}. */
  String word();

  /** It was shown. */
  record Passed() implements Outcome {
    @Override
    public String word() {
      return "passed";
    }
  }

  /**
   * It is not so.
   *
   * @param problems at least one, each in a sentence
   */
  record Failed(List<String> problems) implements Outcome {
    /** Copies the list. */
    public Failed {
      problems = List.copyOf(problems);
    }

    @Override
    public String word() {
      return "failed";
    }
  }

  /**
   * It does not apply to this stack, or cannot be looked at here.
   *
   * @param reason why, in a sentence
   */
  record Skipped(String reason) implements Outcome {
    @Override
    public String word() {
      return "skipped";
    }
  }
}

package orch.task;

import java.util.List;
import java.util.function.Function;

/** Takes the secrets of a task out of what it prints. */
final class HiddenSecrets {
  /** What is shorter is left: it would be found in half of all words. */
  private static final int SHORTEST = 4;

  private final List<String> texts;

  HiddenSecrets(TaskSpec spec, Function<TaskSpec.Secret, List<String>> secrets) {
    this.texts =
        spec.secrets().stream()
            .flatMap(secret -> secrets.apply(secret).stream())
            .flatMap(String::lines)
            .filter(line -> line.length() >= SHORTEST)
            .sorted((a, b) -> b.length() - a.length())
            .toList();
  }

  /** A line without them. */
  String in(String line) {
    String hidden = line;
    for (String text : texts) {
      hidden = hidden.replace(text, "***");
    }
    return hidden;
  }
}

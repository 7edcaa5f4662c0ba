package orch.model;

import java.util.List;

/**
 * The next step that helps: an orch verb with its arguments. The front end renders it, so that the
 * command line says {@code orch logs db} and an interactive session {@code logs db}.
 *
 * @param words the verb and its arguments
 */
public record Next(List<String> words) {
  /** Copies the words. */
  public Next {
    words = List.copyOf(words);
  }

  /** A verb and its arguments. */
  public static Next verb(String... words) {
    return new Next(List.of(words));
  }

  /** The step as it is typed in a shell. */
  public String commandLine() {
    return "orch " + String.join(" ", words);
  }
}

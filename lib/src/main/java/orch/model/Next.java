package orch.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The next step that helps: an orch verb with its arguments. The front end renders it, so that the
 * command line says {@code orch logs db} and an interactive session {@code logs db}.
 *
 * @param words the verb and its arguments
 */
public record Next(List<String> words) {
  /** Verbs that work on the stack of the folder unless told otherwise. */
  private static final Set<String> OF_A_STACK =
      Set.of(
          "logs",
          "plan",
          "start",
          "stop",
          "restart",
          "exec",
          "check",
          "snapshot",
          "rollback",
          "doctor");

  /** Copies the words. */
  public Next {
    words = List.copyOf(words);
  }

  /** A verb and its arguments. */
  public static Next verb(String... words) {
    return new Next(List.of(words));
  }

  /** The same step where the stack must be named, by file or name. */
  public Next onStack(String stack) {
    if (!OF_A_STACK.contains(words.get(0))) {
      return this;
    }
    List<String> named = new ArrayList<>(words);
    named.addAll(List.of("--stack", stack));
    return new Next(named);
  }

  /** The step as it is typed in a shell. */
  public String commandLine() {
    StringBuilder line = new StringBuilder("orch");
    for (String word : words) {
      boolean plain = word.matches("[A-Za-z0-9_./:@%+=,-]+");
      line.append(' ').append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
    }
    return line.toString();
  }
}

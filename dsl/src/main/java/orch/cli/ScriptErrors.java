package orch.cli;

import groovy.lang.GroovyRuntimeException;
import java.util.List;
import orch.model.OrchException;
import orch.model.Origin;

/** What a script did wrong, as users are told of it: with file and line, without a stack trace. */
final class ScriptErrors {
  private ScriptErrors() {}

  /**
   * The error for what a script has thrown.
   *
   * @param origin the script's line
   */
  static OrchException of(Throwable thrown, Origin origin) {
    return of(thrown, origin, "--verbose shows where it comes from");
  }

  /**
   * As above.
   *
   * @param more how one learns more
   */
  static OrchException of(Throwable thrown, Origin origin, String more) {
    String message = String.valueOf(thrown.getMessage()).strip();
    List<String> lines = message.lines().toList();
    String first = lines.isEmpty() ? thrown.getClass().getSimpleName() : lines.get(0);
    if (thrown instanceof AssertionError) {
      return new OrchException.Failed(
          origin.at(lines.size() > 1 ? "assertion failed" : first),
          lines.size() > 1 ? lines : List.of(),
          null);
    }
    if (thrown instanceof GroovyRuntimeException) {
      // "Possible solutions" and class names of scripts help nobody
      return new OrchException.BadInput(
          origin.at(first.replaceFirst(" for class: .*| is applicable for argument types.*", "")));
    }
    return new OrchException.Failed(
        origin.at(thrown.getClass().getSimpleName() + ": " + first),
        more.isEmpty() ? List.of() : List.of(more),
        null);
  }
}

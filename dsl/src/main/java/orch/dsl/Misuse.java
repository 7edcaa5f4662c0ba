package orch.dsl;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.runtime.metaclass.MethodSelectionException;

/**
 * Words called with nothing or with null. Groovy tells of them in two ways of its own: it cannot
 * choose between the forms of a word, or hands null to the only one.
 */
final class Misuse {
  private static final Pattern NOT_CHOSEN = Pattern.compile("which method (\\w+)\\(");

  private Misuse() {}

  /** The word that was called so, if that is what went wrong. */
  static Optional<String> word(RuntimeException thrown, Set<String> words) {
    Optional<String> word = Optional.empty();
    if (thrown instanceof MethodSelectionException) {
      Matcher matcher = NOT_CHOSEN.matcher(thrown.getMessage());
      word = matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } else if (thrown instanceof NullPointerException) {
      for (StackTraceElement frame : thrown.getStackTrace()) {
        if (frame.getClassName().startsWith("orch.dsl.") && words.contains(frame.getMethodName())) {
          word = Optional.of(frame.getMethodName());
          break;
        }
      }
    }
    return word.filter(words::contains);
  }

  /** What it was called with. */
  static Object[] arguments(RuntimeException thrown) {
    return thrown instanceof NullPointerException ? new Object[] {null} : new Object[0];
  }
}

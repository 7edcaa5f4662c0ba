package orch.compose;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A text with variables in it: {@code $V ${V} ${V:-d} ${V-d} ${V:?e} ${V?e} ${V:+r} ${V+r}},
 * nested, and {@code $$} for a dollar sign; one that no name or brace follows stands for itself.
 * Rules: https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md
 */
final class Template {
  /** Thrown with what is wrong in words; the caller knows the place. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String problem) {
      super(problem, null, false, false);
    }
  }

  private static final int DEEPEST = 50;

  private final Function<String, Optional<String>> lookup;
  private final Consumer<String> unset;

  /**
   * A way to fill in.
   *
   * @param lookup gives a variable's value
   * @param unset is told of variables that have none, which count as empty
   */
  Template(Function<String, Optional<String>> lookup, Consumer<String> unset) {
    this.lookup = lookup;
    this.unset = unset;
  }

  /**
   * The text with values in the place of variables.
   *
   * @throws Malformed when it is not of the form, or a variable is demanded and not set
   */
  String fill(String text) {
    return text.indexOf('$') < 0 ? text : fill(text, 0);
  }

  private String fill(String text, int depth) {
    if (depth > DEEPEST) {
      throw new Malformed("variables are nested more than " + DEEPEST + " deep");
    }
    StringBuilder filled = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int dollar = text.indexOf('$', at);
      if (dollar < 0 || dollar + 1 == text.length()) {
        return filled.append(text, at, text.length()).toString();
      }
      filled.append(text, at, dollar);
      char next = text.charAt(dollar + 1);
      if (next == '$') {
        filled.append('$');
        at = dollar + 2;
      } else if (next == '{') {
        int end = closing(text, dollar + 2);
        filled.append(braced(text.substring(dollar + 2, end), text, dollar, depth));
        at = end + 1;
      } else {
        int end = nameEnd(text, dollar + 1);
        filled.append(end == dollar + 1 ? "$" : value(text.substring(dollar + 1, end)));
        at = end;
      }
    }
    return filled.toString();
  }

  private static Malformed malformed(String text, int at) {
    String part = text.substring(at, Math.min(text.length(), at + 20));
    return new Malformed(
        "'" + part.lines().findFirst().orElse("") + "' is no variable; write $$ for a dollar sign");
  }

  /** Where the brace that is open before {@code from} ends. */
  private static int closing(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      open += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (open == 0) {
        return i;
      }
    }
    throw malformed(text, from - 2);
  }

  private static int nameEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isOfName(text.charAt(end), end == from)) {
      end++;
    }
    return end;
  }

  private static boolean isOfName(char c, boolean first) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || !first && c >= '0' && c <= '9';
  }

  private String value(String name) {
    return lookup
        .apply(name)
        .orElseGet(
            () -> {
              unset.accept(name);
              return "";
            });
  }

  private String braced(String inside, String text, int dollar, int depth) {
    int end = nameEnd(inside, 0);
    if (end == 0) {
      throw malformed(text, dollar);
    }
    String name = inside.substring(0, end);
    if (end == inside.length()) {
      return value(name);
    }
    boolean colon = inside.charAt(end) == ':';
    int sign = colon ? end + 1 : end;
    if (sign == inside.length() || "-?+".indexOf(inside.charAt(sign)) < 0) {
      throw malformed(text, dollar);
    }
    String rest = inside.substring(sign + 1);
    Optional<String> value = lookup.apply(name).filter(v -> !colon || !v.isEmpty());
    return switch (inside.charAt(sign)) {
      case '-' -> value.isPresent() ? value.get() : fill(rest, depth + 1);
      case '+' -> value.isPresent() ? fill(rest, depth + 1) : "";
      default ->
          value.orElseThrow(
              () -> {
                String why = fill(rest, depth + 1);
                return new Malformed(
                    "variable " + name + " is not set" + (why.isEmpty() ? "" : ": " + why));
              });
    };
  }
}

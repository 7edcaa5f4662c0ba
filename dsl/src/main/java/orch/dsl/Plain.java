package orch.dsl;

import groovy.lang.GString;

/**
 * Text of what scripts give. Groovy's own way from a {@code "text with $values"} to a string looks
 * through all packages that every script imports, once per process: 50 to 90 ms, for nothing that
 * is needed here.
 */
final class Plain {
  private Plain() {}

  /**
   * The text, with the values in their places.
   *
   * @throws NullPointerException where nothing is given, as a script's mistake
   */
  static String text(Object given) {
    if (!(given instanceof GString text) || !simple(text.getValues())) {
      return given.toString();
    }
    StringBuilder all = new StringBuilder();
    String[] strings = text.getStrings();
    Object[] values = text.getValues();
    for (int at = 0; at < strings.length; at++) {
      all.append(strings[at]);
      if (at < values.length) {
        all.append(text(values[at]));
      }
    }
    return all.toString();
  }

  /** Whether Groovy shows all of these as Java does. */
  private static boolean simple(Object[] values) {
    for (Object value : values) {
      if (!(value instanceof CharSequence || value instanceof Number || value instanceof Boolean)) {
        return false;
      }
    }
    return true;
  }
}

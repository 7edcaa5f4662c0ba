package orch.compose;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line into words as a shell does: quotes and backslashes, nothing else. There is
 * no shell, so the line ends at what only a shell could do, as with the reference.
 *
 * @param leftOut the rest of the line from there on
 */
record ShellWords(List<String> words, String leftOut) {
  private static final String SIGNS = ";&|<>";

  /**
   * The words of a line; null where a quote is not closed, or a bracket stands outside of quotes.
   */
  static ShellWords split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    String leftOut = "";
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
        begun = true;
      } else if (quote != 0) {
        if (c == quote) {
          word.append(c == ')' ? ")" : "");
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (c == '(' && word.length() > 0 && word.charAt(word.length() - 1) == '$') {
        quote = ')'; // what a shell would run stays one word
        word.append(c);
      } else if (c == '(' || c == ')') {
        return null;
      } else if (SIGNS.indexOf(c) >= 0) {
        // the number of a file descriptor goes with its sign
        begun = begun && !(c == '>' && word.length() > 0 && Character.isDigit(word.charAt(0)));
        leftOut = line.substring(i);
        break;
      } else if (Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return quote == 0 ? new ShellWords(words, leftOut) : null;
  }
}

package orch.repl;

import java.util.ArrayList;
import java.util.List;

/** A command line cut into words as a shell does: blanks part them, quotes keep them together. */
final class ShellWords {
  private ShellWords() {}

  /**
   * A word.
   *
   * @param text without its quotes
   * @param start of its first letter or quote
   * @param end after its last one
   */
  record Word(String text, int start, int end) {}

  /** The words; a quote that is not closed reaches to the end. */
  static List<Word> of(String line) {
    List<Word> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    int start = -1;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        if (start >= 0) {
          words.add(new Word(word.toString(), start, i));
          word.setLength(0);
          start = -1;
        }
        continue;
      }
      start = start < 0 ? i : start;
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else {
        word.append(c);
      }
    }
    if (start >= 0) {
      words.add(new Word(word.toString(), start, line.length()));
    }
    return words;
  }
}

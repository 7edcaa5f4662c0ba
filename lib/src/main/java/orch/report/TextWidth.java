package orch.report;

import java.util.ArrayList;
import java.util.List;

/** How much room text takes in columns of a terminal, and how it is made to fit. */
public final class TextWidth {
  private TextWidth() {}

  /** Columns of a text without colours: wide letters of East Asia and pictures take two. */
  public static int of(String text) {
    return text.codePoints().map(TextWidth::columns).sum();
  }

  private static int columns(int letter) {
    int type = Character.getType(letter);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        letter >= 0x1100
            && (letter <= 0x115f
                || letter >= 0x2e80 && letter <= 0xa4cf
                || letter >= 0xac00 && letter <= 0xd7a3
                || letter >= 0xf900 && letter <= 0xfaff
                || letter >= 0xfe30 && letter <= 0xfe6f
                || letter >= 0xff00 && letter <= 0xff60
                || letter >= 0x1f300 && letter <= 0x1faff
                || letter >= 0x20000);
    return wide ? 2 : 1;
  }

  /** One line of what may be several, without what would move a terminal's cursor. */
  public static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.strip()
        .codePoints()
        .forEach(letter -> line.appendCodePoint(Character.isISOControl(letter) ? ' ' : letter));
    return line.toString();
  }

  /** The beginning of a text that fits, with a sign that more was there. */
  public static String cut(String text, int columns, String more) {
    if (of(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int room = columns - of(more);
    for (int letter : text.codePoints().toArray()) {
      room -= columns(letter);
      if (room < 0) {
        break;
      }
      kept.appendCodePoint(letter);
    }
    return columns >= of(more) ? kept + more : "";
  }

  /** With blanks behind it up to a width; longer text stays as it is. */
  public static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  /**
   * Lines of at most this width, broken between words where there are any.
   *
   * @param hanging how much more the later ones are indented than the first
   */
  public static List<String> wrapped(String line, int columns, int hanging) {
    if (of(line) <= columns || columns < 20) {
      return List.of(line);
    }
    String indentation = line.substring(0, line.length() - line.stripLeading().length());
    List<String> lines = new ArrayList<>();
    StringBuilder current = new StringBuilder(indentation);
    int used = 0;
    for (String word : line.strip().split(" ", -1)) {
      int room = columns - of(current.toString()) - (used > 0 ? 1 : 0);
      if (used > 0 && of(word) > room) {
        lines.add(current.toString());
        current = new StringBuilder(indentation + " ".repeat(hanging));
        used = 0;
      }
      current.append(used > 0 ? " " : "").append(word);
      used++;
    }
    lines.add(current.toString());
    return lines;
  }
}

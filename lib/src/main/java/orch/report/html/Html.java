package orch.report.html;

import java.util.function.UnaryOperator;

/**
 * Text in HTML and SVG.
 *
 * @param mask hides secrets
 */
record Html(UnaryOperator<String> mask) {
  /** The one way of any text into a page: masked, and as it is safe in text and in attributes. */
  String text(String text) {
    StringBuilder safe = new StringBuilder();
    for (int letter : mask.apply(text).codePoints().toArray()) {
      switch (letter) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        case '\n', '\t' -> safe.appendCodePoint(letter);
        default ->
            // what XML forbids would make the SVG unreadable
            safe.appendCodePoint(
                Character.isISOControl(letter)
                        || letter >= 0xd800 && letter <= 0xdfff
                        || (letter & 0xfffe) == 0xfffe
                    ? 0xfffd
                    : letter);
      }
    }
    return safe.toString();
  }
}

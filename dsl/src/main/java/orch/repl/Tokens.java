package orch.repl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Groovy text cut into pieces, as far as painting, completing and asking for more lines need it;
 * the compiler alone decides what is right.
 */
final class Tokens {
  /** What a piece is. */
  enum Kind {
    SPACE,
    WORD,
    NUMBER,
    TEXT,
    COMMENT,
    OPEN,
    CLOSE,
    SYMBOL
  }

  /**
   * A piece.
   *
   * @param start of its first letter
   * @param end after its last letter
   * @param whole false for a text or comment that has no end
   */
  record Token(Kind kind, int start, int end, boolean whole) {
    String in(String text) {
      return text.substring(start, end);
    }
  }

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Tokens(String text) {
    this.text = text;
  }

  /** All pieces in their order; together they are the text. */
  static List<Token> of(String text) {
    Tokens all = new Tokens(text);
    while (all.at < text.length()) {
      all.next();
    }
    return all.tokens;
  }

  /** What must follow before a text is whole, such as <code>}</code>; empty when it is. */
  static Optional<String> missing(String text) {
    Deque<String> open = new ArrayDeque<>();
    List<Token> tokens = of(text);
    for (Token token : tokens) {
      String piece = token.in(text);
      if (token.kind() == Kind.OPEN) {
        open.push(piece.equals("{") ? "}" : piece.equals("(") ? ")" : "]");
      } else if (token.kind() == Kind.CLOSE && piece.equals(open.peek())) {
        open.pop();
      } else if (!token.whole() && piece.startsWith("/*")) {
        return Optional.of("*/");
      } else if (!token.whole() && (piece.startsWith("'''") || piece.startsWith("\"\"\""))) {
        return Optional.of(piece.substring(0, 3));
      }
    }
    if (!open.isEmpty()) {
      return Optional.of(open.peek());
    }
    String end = text.stripTrailing();
    boolean goesOn =
        end.endsWith(",")
            || end.endsWith("\\")
            || end.endsWith("&&")
            || end.endsWith("||")
            || end.endsWith("=") && !end.endsWith("==");
    return goesOn ? Optional.of("...") : Optional.empty();
  }

  private void next() {
    char c = text.charAt(at);
    int start = at;
    if (Character.isWhitespace(c)) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      add(Kind.SPACE, start, true);
    } else if (Character.isJavaIdentifierStart(c)) {
      while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
        at++;
      }
      add(Kind.WORD, start, true);
    } else if (Character.isDigit(c)) {
      while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
        at++;
      }
      add(Kind.NUMBER, start, true);
    } else if (text.startsWith("//", at)) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
      add(Kind.COMMENT, start, true);
    } else if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length() : end + 2;
      add(Kind.COMMENT, start, end >= 0);
    } else if (c == '\'' || c == '"' || c == '/' && beginsPattern()) {
      string(start, c);
    } else {
      at++;
      Kind kind =
          "{([".indexOf(c) >= 0 ? Kind.OPEN : "})]".indexOf(c) >= 0 ? Kind.CLOSE : Kind.SYMBOL;
      add(kind, start, true);
    }
  }

  private void add(Kind kind, int start, boolean whole) {
    tokens.add(new Token(kind, start, at, whole));
  }

  /** A slash behind a value divides; one that has no end on its line is no pattern. */
  private boolean beginsPattern() {
    for (int i = tokens.size() - 1; i >= 0; i--) {
      Kind kind = tokens.get(i).kind();
      if (kind != Kind.SPACE && kind != Kind.COMMENT) {
        boolean value = kind != Kind.OPEN && kind != Kind.SYMBOL;
        if (value) {
          return false;
        }
        break;
      }
    }
    int end = text.indexOf('/', at + 1);
    int line = text.indexOf('\n', at);
    return end > 0 && (line < 0 || end < line);
  }

  private void string(int start, char quote) {
    String three = String.valueOf(quote).repeat(3);
    boolean multiline = quote != '/' && text.startsWith(three, at);
    String end = multiline ? three : String.valueOf(quote);
    at += end.length();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (text.startsWith(end, at)) {
        at += end.length();
        add(Kind.TEXT, start, true);
        return;
      } else if (c == '\n' && !multiline) {
        add(Kind.TEXT, start, false);
        return;
      } else if (c == '\\') {
        at = Math.min(at + 2, text.length());
      } else if (quote == '"' && text.startsWith("${", at)) {
        expression();
      } else {
        at++;
      }
    }
    add(Kind.TEXT, start, false);
  }

  /** What stands in <code>${ }</code> may hold quotes of its own. */
  private void expression() {
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return;
      }
    }
  }
}

package orch.repl;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import orch.repl.Tokens.Kind;
import orch.repl.Tokens.Token;
import orch.script.Signature;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Paints what is typed: verbs and options, words of the language, texts, numbers, comments. */
final class Painter implements Highlighter {
  private static final AttributedStyle VERB =
      AttributedStyle.BOLD.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle WORD =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle TEXT =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle NUMBER =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA);
  private static final AttributedStyle COMMENT = AttributedStyle.DEFAULT.faint();

  private final Supplier<Map<String, Signature>> verbs;
  private final Vocabulary vocabulary;
  private final GroovyCompletion groovy;

  Painter(Supplier<Map<String, Signature>> verbs, Vocabulary vocabulary, GroovyCompletion groovy) {
    this.verbs = verbs;
    this.vocabulary = vocabulary;
    this.groovy = groovy;
  }

  @Override
  public AttributedString highlight(LineReader reader, String text) {
    TypedLine line =
        TypedLine.of(text, w -> SessionWords.isVerb(verbs.get(), w), groovy::isVariable);
    AttributedStringBuilder painted = new AttributedStringBuilder();
    if (line instanceof TypedLine.Groovy) {
      groovy(painted, text);
    } else {
      command(painted, text);
    }
    return painted.toAttributedString();
  }

  private static void command(AttributedStringBuilder painted, String text) {
    int at = 0;
    boolean first = true;
    for (ShellWords.Word word : ShellWords.of(text)) {
      painted.append(text.substring(at, word.start()));
      String typed = text.substring(word.start(), word.end());
      boolean quoted = typed.startsWith("'") || typed.startsWith("\"");
      painted.append(
          typed,
          first ? VERB : typed.startsWith("-") ? WORD : quoted ? TEXT : AttributedStyle.DEFAULT);
      at = word.end();
      first = false;
    }
    painted.append(text.substring(at));
  }

  private void groovy(AttributedStringBuilder painted, String text) {
    List<Token> tokens = Tokens.of(text);
    for (Token token : tokens) {
      painted.append(token.in(text), style(token, text));
    }
  }

  private AttributedStyle style(Token token, String text) {
    if (token.kind() == Kind.WORD) {
      String block = Vocabulary.blockAtEnd(text.substring(0, token.start()));
      return vocabulary.find(block, token.in(text)).isPresent() ? WORD : AttributedStyle.DEFAULT;
    }
    return switch (token.kind()) {
      case TEXT -> TEXT;
      case NUMBER -> NUMBER;
      case COMMENT -> COMMENT;
      default -> AttributedStyle.DEFAULT;
    };
  }
}

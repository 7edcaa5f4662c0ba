package orch.repl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.cli.Help;
import orch.cli.Help.Entry;
import orch.repl.Tokens.Kind;
import orch.repl.Tokens.Token;

/** Which words of the language may stand at a place: those of the block that it is in. */
final class Vocabulary {
  /** Words at the top level. */
  static final String SCRIPT = "script";

  /** Words behind the dot of a stack. */
  static final String STACK_HANDLE = "what stack gives";

  private static final Map<String, String> BLOCKS =
      Map.of("stack", "stack { }", "service", "service { }", "healthcheck", "healthcheck { }");

  private final Map<String, List<Entry>> words = Help.vocabulary();

  /** The words of a kind of block. */
  List<Entry> of(String block) {
    return words.getOrDefault(block, List.of());
  }

  /** A word of a kind of block. */
  Optional<Entry> find(String block, String word) {
    return of(block).stream().filter(e -> e.name().equals(word)).findFirst();
  }

  /** The kind of block in which a text ends; the innermost that has words of its own. */
  static String blockAtEnd(String text) {
    Deque<String> blocks = new ArrayDeque<>(List.of(SCRIPT));
    List<Token> before = new ArrayList<>();
    for (Token token : Tokens.of(text)) {
      if (token.kind() == Kind.OPEN) {
        boolean block = token.in(text).equals("{");
        blocks.push(block ? kind(text, before).orElse(blocks.peek()) : blocks.peek());
      } else if (token.kind() == Kind.CLOSE && blocks.size() > 1) {
        blocks.pop();
      }
      if (token.kind() != Kind.SPACE && token.kind() != Kind.COMMENT) {
        before.add(token);
      }
    }
    return blocks.peek();
  }

  /** What a block is by the word before it: {@code service('db')}. */
  private static Optional<String> kind(String text, List<Token> before) {
    int at = before.size() - 1;
    if (at >= 0 && before.get(at).in(text).equals(")")) {
      int depth = 0;
      do {
        String piece = before.get(at).in(text);
        depth += piece.equals(")") ? 1 : piece.equals("(") ? -1 : 0;
        at--;
      } while (at >= 0 && depth > 0);
    }
    return at < 0 ? Optional.empty() : Optional.ofNullable(BLOCKS.get(before.get(at).in(text)));
  }
}

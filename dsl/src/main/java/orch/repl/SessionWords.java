package orch.repl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.repl.Proposals.Proposal;
import orch.script.Signature;

/** The words of the session itself, beside verbs and the language. */
final class SessionWords {
  /** With a colon: name with arguments, and what it does. */
  static final Map<String, String> COLON = colon();

  /** Without one. */
  static final Map<String, String> BARE =
      Map.of(
          "help", "verbs, or one verb, or one word of the language",
          "version", "versions of orch, Java and the engine",
          "watch", "watch VERB...: again after each change, until a key");

  private SessionWords() {}

  private static Map<String, String> colon() {
    Map<String, String> words = new LinkedHashMap<>();
    words.put(":help", "what can be typed here");
    words.put(":json [EXPRESSION]", "the last result, or that of an expression, as JSON");
    words.put(":load FILE", "runs a script as if it were typed here");
    words.put(":save FILE", "keeps what was typed as a script that can be run");
    words.put(":history [N]", "what was typed, the last N lines");
    words.put(":trace", "where the last unexpected error came from");
    words.put(":reset", "forgets variables, methods, classes, imports and stacks; what runs stays");
    words.put(":quit", "leaves, as Ctrl-D does");
    return words;
  }

  /** Whether a first word is run as a command. */
  static boolean isVerb(Map<String, Signature> verbs, String word) {
    return verbs.containsKey(word) || word.equals("help") || word.equals("version");
  }

  static List<Proposal> proposals() {
    return COLON.entrySet().stream()
        .map(e -> new Proposal(e.getKey().split(" ")[0], "session", e.getValue(), true))
        .toList();
  }

  /** What a word of the session means; empty for others. */
  static String tip(String word) {
    return COLON.entrySet().stream()
        .filter(e -> e.getKey().split(" ")[0].equals(word))
        .findFirst()
        .map(e -> (e.getKey().substring(word.length()) + "  " + e.getValue()).strip())
        .orElse(BARE.getOrDefault(word, ""));
  }

  /** What {@code :help} prints. */
  static String help() {
    StringBuilder text =
        new StringBuilder(
            """
            Type a verb (help lists them), or anything that stands in a script: stack { ... } goes on over
            several lines, variables stay, _ is the last result. Tab completes, Ctrl-R searches what was
            typed, Ctrl-C stops a command or clears the line, Ctrl-D leaves.

            """);
    Map<String, String> all = new LinkedHashMap<>(COLON);
    all.put("watch VERB...", "runs a verb again after each change on the engine, until a key");
    all.forEach(
        (word, does) ->
            text.append("  ")
                .append(word)
                .append(" ".repeat(22 - word.length()))
                .append(does)
                .append('\n'));
    return text.toString();
  }
}

package orch.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orch.model.OrchException;

/** The words of a command line before they are read as options and arguments. */
final class CommandWords {
  private CommandWords() {}

  /** More words than this tell nobody which command it was. */
  private static final int MOST = 8;

  /** The words up to a script's own or a snippet, which may hold anything. */
  static String typed(List<String> args) {
    List<String> words = new ArrayList<>(List.of("orch"));
    for (String word : args) {
      words.add(word);
      if (words.size() == MOST || word.equals("-e") || word.equals("--")) {
        break;
      }
    }
    if (words.size() <= args.size()) {
      words.add("...");
    }
    return String.join(" ", words).lines().findFirst().orElse("orch");
  }

  /** The place of the first word that is not one of the options everywhere. */
  static int target(List<String> args) {
    int at = 0;
    while (at < args.size()) {
      String word = args.get(at);
      if (word.equals("-") || word.equals("-e") || !word.startsWith("-")) {
        return at;
      }
      at += CommonOptions.takesNextWord(word) ? 2 : 1;
    }
    return args.size();
  }

  /**
   * {@code STACK/SERVICE} names the stack as {@code --stack} does.
   *
   * @param commandFollows whether only the first word is a service: commands hold slashes of their
   *     own
   */
  static List<String> withoutStack(
      List<String> words, Map<String, List<String>> common, boolean commandFollows) {
    List<String> bare = new ArrayList<>();
    for (String word : words) {
      boolean service = bare.isEmpty() || !commandFollows;
      if (!service || !word.matches("[a-zA-Z0-9_.-]+/[a-zA-Z0-9_.-]+")) {
        bare.add(word);
        continue;
      }
      String stack = word.substring(0, word.indexOf('/'));
      List<String> before = common.put("--stack", List.of(stack));
      if (before != null && !before.equals(List.of(stack))) {
        throw new OrchException.BadInput(
            "one command works on one stack: '"
                + String.join("', '", before)
                + "' and '"
                + stack
                + "' are two");
      }
      bare.add(word.substring(stack.length() + 1));
    }
    return bare;
  }
}

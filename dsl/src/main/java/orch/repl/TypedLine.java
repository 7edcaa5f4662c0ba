package orch.repl;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a typed line is. */
sealed interface TypedLine {
  /** Nothing, or a comment. */
  record Nothing() implements TypedLine {}

  /**
   * A verb with its words, run as {@code orch} runs it.
   *
   * @param words the verb first
   */
  record Command(List<String> words) implements TypedLine {
    /** Copies the words. */
    public Command {
      words = List.copyOf(words);
    }
  }

  /**
   * A word of the session itself: {@code :json}, {@code watch}.
   *
   * @param name without colon
   * @param rest what follows it
   */
  record OfSession(String name, String rest) implements TypedLine {}

  /** Anything else. */
  record Groovy(String text) implements TypedLine {}

  /** A first word that blanks or nothing follow, and what follows. */
  Pattern FIRST = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)(?:\\s+(.*))?", Pattern.DOTALL);

  /** What makes the word before it a variable, not a verb. */
  Pattern ASSIGNS =
      Pattern.compile("([-+*/%&|^?<>]{0,3}=[^=~]|[-+*/%]\\s|\\?\\.|->|<<|\\{).*", Pattern.DOTALL);

  /**
   * Tells what a line is.
   *
   * @param verb whether there is such a verb
   * @param variable whether there is such a variable, which then goes first
   */
  static TypedLine of(String text, Predicate<String> verb, Predicate<String> variable) {
    String line = text.strip();
    if (line.isEmpty() || line.startsWith("//") && !line.contains("\n")) {
      return new Nothing();
    }
    if (line.startsWith(":")) {
      String[] parts = line.substring(1).split("\\s+", 2);
      return new OfSession(parts[0], parts.length == 2 ? parts[1] : "");
    }
    Matcher first = FIRST.matcher(line.startsWith("orch ") ? line.substring(5).strip() : line);
    if (!first.matches() || variable.test(first.group(1))) {
      return new Groovy(text);
    }
    String word = first.group(1);
    String rest = first.group(2) == null ? "" : first.group(2);
    if (ASSIGNS.matcher(rest + "\n").matches()) {
      return new Groovy(text);
    }
    if (word.equals("watch") || (word.equals("quit") || word.equals("exit")) && rest.isEmpty()) {
      return new OfSession(word, rest);
    }
    return verb.test(word)
        ? new Command(ShellWords.of(first.group()).stream().map(ShellWords.Word::text).toList())
        : new Groovy(text);
  }
}

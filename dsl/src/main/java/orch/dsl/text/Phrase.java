package orch.dsl.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One use of a word: {@code port 8080, host: 18080}.
 *
 * @param word of the language
 * @param values as literals
 * @param named arguments as literals, by name
 * @param block phrases in braces behind it; empty: none
 */
record Phrase(String word, List<String> values, Map<String, String> named, List<Phrase> block) {
  /** As far as a line goes before it is broken. */
  static final int WIDTH = 110;

  Phrase {
    values = List.copyOf(values);
    named = new LinkedHashMap<>(named);
    block = List.copyOf(block);
  }

  /** A word with values. */
  static Phrase of(String word, String... values) {
    return new Phrase(word, List.of(values), Map.of(), List.of());
  }

  /** The same with a named argument. */
  Phrase with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(named);
    more.put(name, value);
    return new Phrase(word, values, more, block);
  }

  /** The same with a named argument, unless that is the usual value. */
  Phrase said(String name, String value, String usual) {
    return value.equals(usual) ? this : with(name, Literal.text(value));
  }

  /** The same with a flag, where it is on. */
  Phrase flag(String name, boolean on) {
    return on ? with(name, "true") : this;
  }

  /** The same with a number, unless it is zero. */
  Phrase number(String name, long number) {
    return number == 0 ? this : with(name, Long.toString(number));
  }

  /** The same with an amount of bytes, unless it is zero. */
  Phrase size(String name, long bytes) {
    return bytes == 0 ? this : with(name, Literal.size(bytes));
  }

  /** The same with a list of texts, unless it is empty. */
  Phrase list(String name, List<String> texts) {
    return texts.isEmpty() ? this : with(name, Literal.list(texts));
  }

  /** The same with texts by key, unless there are none. */
  Phrase map(String name, Map<String, String> texts) {
    return texts.isEmpty() ? this : with(name, Literal.map(texts));
  }

  /** Its lines, broken where they are too long. */
  List<String> lines(String indent) {
    String line = indent + line();
    if (line.length() <= WIDTH || named.size() < 2 && block.isEmpty()) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>();
    if (!block.isEmpty()) {
      lines.add(indent + head() + " {");
      block.forEach(phrase -> lines.addAll(phrase.lines(indent + "    ")));
      lines.add(indent + "}");
      return lines;
    }
    List<String> arguments = arguments();
    String pad = " ".repeat(word.length() + 1);
    for (int i = 0; i < arguments.size(); i++) {
      String end = i < arguments.size() - 1 ? "," : "";
      lines.add(indent + (i == 0 ? word + " " : pad) + arguments.get(i) + end);
    }
    return lines;
  }

  /** All of it on one line. */
  String line() {
    if (block.isEmpty()) {
      return head();
    }
    return head() + " { " + String.join("; ", block.stream().map(Phrase::line).toList()) + " }";
  }

  private String head() {
    List<String> arguments = arguments();
    String joined = String.join(", ", arguments);
    if (!block.isEmpty()) {
      return arguments.isEmpty() ? word : word + "(" + joined + ")";
    }
    // a list after a word would be read as an index
    boolean bare = !arguments.isEmpty() && !joined.startsWith("[");
    return bare ? word + " " + joined : word + "(" + joined + ")";
  }

  private List<String> arguments() {
    List<String> arguments = new ArrayList<>(values);
    named.forEach((name, value) -> arguments.add(Literal.key(name) + ": " + value));
    return arguments;
  }
}

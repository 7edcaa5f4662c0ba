package orch.compose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import orch.model.OrchException;

/**
 * Variables from a file: {@code NAME=value} lines with quotes, comments, {@code export}, several
 * lines in quotes, and variables in values that are not in single quotes. Rules:
 * https://github.com/compose-spec/compose-spec/blob/main/05-services.md#env_file-format
 */
final class DotEnv {
  private final String text;
  private final String name;
  private final Function<String, Optional<String>> outside;
  private final Map<String, String> found = new LinkedHashMap<>();
  private int at;

  private DotEnv(String text, String name, Function<String, Optional<String>> outside) {
    this.text = text.replace("\r\n", "\n");
    this.name = name;
    this.outside = outside;
  }

  /**
   * Reads a file.
   *
   * @param name the file as the user knows it
   * @param outside what values may refer to; goes before the file's own variables
   */
  static Map<String, String> read(
      Path file, String name, Function<String, Optional<String>> outside) {
    try {
      return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), name, outside);
    } catch (IOException e) {
      throw new OrchException.BadInput("cannot read " + name + ": " + OrchException.reason(e));
    }
  }

  /** Reads a text. */
  static Map<String, String> parse(
      String text, String name, Function<String, Optional<String>> outside) {
    DotEnv reader = new DotEnv(text, name, outside);
    reader.lines();
    return reader.found;
  }

  /** Reads a text as it is: everything behind the equals sign is the value. */
  static Map<String, String> raw(
      String text, String name, Function<String, Optional<String>> outside) {
    Map<String, String> found = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              if (equals > 0) {
                found.put(line.substring(0, equals), line.substring(equals + 1));
              } else {
                outside.apply(line.strip()).ifPresent(value -> found.put(line.strip(), value));
              }
            });
    return found;
  }

  private void lines() {
    if (text.startsWith("\uFEFF")) {
      at = 1;
    }
    while (true) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      if (at == text.length()) {
        return;
      }
      if (text.charAt(at) == '#') {
        restOfLine();
      } else {
        statement();
      }
    }
  }

  private String restOfLine() {
    int end = text.indexOf('\n', at);
    String rest = text.substring(at, end < 0 ? text.length() : end);
    at = end < 0 ? text.length() : end;
    return rest;
  }

  private void statement() {
    int start = at;
    int end = at;
    while (end < text.length() && "=:\n".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String key = text.substring(start, end).strip();
    if (key.startsWith("export ") || key.startsWith("export\t")) {
      key = key.substring(7).strip();
    }
    boolean inherited = end == text.length() || text.charAt(end) == '\n';
    if (inherited && key.contains(" #")) {
      key = key.substring(0, key.indexOf(" #")).strip();
    }
    if (!key.matches("[\\p{L}\\p{N}_.\\[\\]-]+")) {
      throw bad(start, "'" + key + "' cannot be the name of a variable");
    }
    at = end;
    if (inherited) {
      String inheritedKey = key;
      outside.apply(key).ifPresent(value -> found.put(inheritedKey, value));
      return;
    }
    at++;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    found.put(key, value());
  }

  private String value() {
    char first = at < text.length() ? text.charAt(at) : '\n';
    if (first == '\'') {
      return quoted('\'');
    } else if (first == '"') {
      int start = at;
      return filled(unescaped(quoted('"')), start);
    }
    int start = at;
    String line = restOfLine();
    int comment = -1;
    for (int i = 0; i < line.length() && comment < 0; i++) {
      boolean spaced = i == 0 || Character.isWhitespace(line.charAt(i - 1));
      comment = line.charAt(i) == '#' && spaced ? i : -1;
    }
    return filled((comment < 0 ? line : line.substring(0, comment)).stripTrailing(), start);
  }

  private String quoted(char quote) {
    int start = at;
    for (int i = at + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\'
          && (quote == '"' || i + 1 < text.length() && text.charAt(i + 1) == quote)) {
        i++;
      } else if (text.charAt(i) == quote) {
        String inside = text.substring(start + 1, i);
        at = i + 1;
        restOfLine();
        return quote == '\'' ? inside.replace("\\'", "'") : inside;
      }
    }
    throw bad(start, "the quote is not closed");
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
        continue;
      }
      char next = text.charAt(++i);
      switch (next) {
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        case '$' -> plain.append("$$");
        case '"', '\\', '\'' -> plain.append(next);
        default -> plain.append(c).append(next);
      }
    }
    return plain.toString();
  }

  private String filled(String value, int start) {
    try {
      return new Template(
              name -> outside.apply(name).or(() -> Optional.ofNullable(found.get(name))),
              name -> {
                // an unset variable in a value is empty, as in a shell
              })
          .fill(value);
    } catch (Template.Malformed e) {
      throw bad(start, e.getMessage());
    }
  }

  private OrchException.BadInput bad(int position, String problem) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < position; i++) {
      column = text.charAt(i) == '\n' ? 1 : column + 1;
      line += text.charAt(i) == '\n' ? 1 : 0;
    }
    return new Place(name, line, column).bad(problem);
  }
}

package orch.dsl.text;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import orch.model.Value;

/** Values as a script writes them. */
final class Literal {
  // https://docs.groovy-lang.org/latest/html/documentation/#_keywords
  private static final Set<String> KEYWORDS =
      Set.of(
          "abstract",
          "as",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "def",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "false",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "in",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "non",
          "not",
          "null",
          "package",
          "permits",
          "private",
          "protected",
          "public",
          "record",
          "return",
          "sealed",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "threadsafe",
          "throw",
          "throws",
          "trait",
          "transient",
          "true",
          "try",
          "var",
          "void",
          "volatile",
          "while",
          "yield");

  private static final long[] BYTE_UNITS = {1L << 30, 1L << 20, 1L << 10, 1};
  private static final String[] BYTE_WORDS = {"GB", "MB", "KB", "B"};

  private Literal() {}

  /** A text in single quotes, in which no dollar sign means anything. */
  static String text(String text) {
    StringBuilder literal = new StringBuilder("'");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '\\' -> literal.append("\\\\");
        case '\'' -> literal.append("\\'");
        case '\n' -> literal.append("\\n");
        case '\r' -> literal.append("\\r");
        case '\t' -> literal.append("\\t");
        default -> {
          boolean shown = c >= ' ' && c < 127 || c > 0xa0 && Character.isLetterOrDigit(c);
          literal.append(shown ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
      }
    }
    return literal.append('\'').toString();
  }

  /** The name of a named argument or of a map's entry. */
  static String key(String key) {
    return key.matches("[A-Za-z_][A-Za-z0-9_]*") && !KEYWORDS.contains(key) ? key : text(key);
  }

  /** Texts in brackets. */
  static String list(Collection<String> texts) {
    return texts.stream().map(Literal::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Texts by key, in brackets. */
  static String map(Map<String, String> texts) {
    return texts(texts).entrySet().stream()
        .map(entry -> key(entry.getKey()) + ": " + entry.getValue())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** The same map with its texts as literals. */
  static Map<String, String> texts(Map<String, String> texts) {
    Map<String, String> literals = new LinkedHashMap<>();
    texts.forEach((key, value) -> literals.put(key, text(value)));
    return literals;
  }

  /** {@code 256.MB}, in the largest unit in which it is whole. */
  static String size(long bytes) {
    int unit = 0;
    while (bytes % BYTE_UNITS[unit] != 0) {
      unit++;
    }
    return bytes / BYTE_UNITS[unit] + "." + BYTE_WORDS[unit];
  }

  /** {@code 5.seconds}, in the largest unit in which it is whole. */
  static String duration(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos % 1_000_000L != 0) {
      return "java.time.Duration.parse('" + duration + "')";
    }
    long millis = nanos / 1_000_000L;
    if (millis % 1000 != 0) {
      return millis + ".ms";
    }
    long seconds = millis / 1000;
    if (seconds <= 60 || seconds % 60 != 0) {
      return amount(seconds, "second");
    }
    return seconds % 3600 == 0 ? amount(seconds / 3600, "hour") : amount(seconds / 60, "minute");
  }

  private static String amount(long number, String unit) {
    return number + "." + unit + (number == 1 ? "" : "s");
  }

  /** A number without what says nothing: {@code 2}, {@code 0.5}. */
  static String number(double number) {
    BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
    return exact.toPlainString();
  }

  /** The value of a variable; a secret by its name. */
  static String value(Value value) {
    return value instanceof Value.Secret secret
        ? "secret(" + text(secret.name()) + ")"
        : text(value.text());
  }

  /**
   * The words of a command: as one text where that is cut, or given to a shell, just so; else word
   * by word, a single one as a list.
   */
  static String[] words(List<String> words) {
    boolean plain = words.stream().allMatch(text -> text.matches("[!-~&&[^'\"]]+"));
    String line = words.size() == 3 ? words.get(2) : "";
    boolean shell =
        words.size() == 3
            && words.subList(0, 2).equals(List.of("/bin/sh", "-c"))
            && (line.contains("'") || line.contains("\""))
            && line.strip().equals(line);
    if (plain || shell) {
      return new String[] {text(plain ? String.join(" ", words) : line)};
    }
    return words.size() > 1
        ? words.stream().map(Literal::text).toArray(String[]::new)
        : new String[] {list(words)};
  }
}

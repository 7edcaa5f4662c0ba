package orch.compose;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The table of shapes, {@code shapes.txt}; it says at its top how it is written. */
final class ShapeTable {
  private final Map<String, Shape.Group> groups = new LinkedHashMap<>();

  /** Reads the table. */
  ShapeTable() {
    List<String> lines = lines();
    Map<String, Set<String>> required = new LinkedHashMap<>();
    String group = "";
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", 2);
      if (!line.startsWith(" ")) {
        group = words[0];
        required.put(group, new HashSet<>());
        groups.put(group, new Shape.Group(group, null, required.get(group), words.length > 1));
      } else if (words[0].endsWith("!")) {
        required.get(group).add(words[0].substring(0, words[0].length() - 1));
      }
    }
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", 2);
      if (line.startsWith(" ")) {
        groups.get(group).keys().put(words[0].replace("!", ""), shape(words[1]));
      } else {
        group = words[0];
      }
    }
  }

  private static List<String> lines() {
    try (InputStream in = ShapeTable.class.getResourceAsStream("shapes.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A group by its name in the table. */
  Shape.Group group(String name) {
    return groups.get(name);
  }

  private Shape shape(String text) {
    return oneOf(text, " \\| ", this::choice);
  }

  private static Shape oneOf(String text, String separator, Function<String, Shape> part) {
    List<Shape> choices = Arrays.stream(text.split(separator)).map(part).toList();
    return choices.size() == 1 ? choices.get(0) : new Shape.OneOf(choices);
  }

  private Shape choice(String text) {
    if (text.startsWith("'")) {
      Set<String> words = new LinkedHashSet<>(List.of(text.replace("'", "").split("\\s+")));
      return new Shape.Words(words);
    }
    String item = text.substring(text.lastIndexOf(' ') + 1);
    if (item.equals(text)) {
      return single(text);
    }
    Shape part = oneOf(item, "/", this::single);
    return switch (text.substring(0, text.indexOf(' '))) {
      case "list" -> new Shape.ListOf(part, false);
      case "set" -> new Shape.ListOf(part, true);
      case "map" -> new Shape.MapOf(part, false);
      default -> new Shape.MapOf(part, true);
    };
  }

  private static Shape either(Shape first, Shape second) {
    return new Shape.OneOf(List.of(first, second));
  }

  private Shape single(String word) {
    Shape text = Shape.Simple.TEXT;
    Shape scalar =
        new Shape.OneOf(
            List.of(text, Shape.Simple.NUMBER, Shape.Simple.BOOLEAN, Shape.Simple.NOTHING));
    Shape texts = new Shape.ListOf(text, true);
    return switch (word) {
      case "texts" -> either(text, texts);
      case "pairs" -> either(new Shape.MapOf(scalar, false), texts);
      case "hosts" ->
          either(new Shape.MapOf(either(text, new Shape.ListOf(text, false)), false), texts);
      default ->
          groups.containsKey(word)
              ? groups.get(word)
              : Shape.Simple.valueOf(word.toUpperCase(Locale.ROOT));
    };
  }
}

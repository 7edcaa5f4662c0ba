package orch.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a value of a Compose file may be. */
sealed interface Shape {
  /** Whether a value is of this kind at all, so that its parts are worth a look. */
  boolean takes(Node node);

  /** The kind in words, for messages. */
  String words();

  /** A single value of some kind. */
  enum Simple implements Shape {
    ANYTHING("anything"),
    TEXT("text"),
    WHOLE("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NOTHING("nothing"),
    FLAG("true or false"),
    COUNT("a whole number"),
    AMOUNT("a number"),
    QUANTITY("a number or text"),
    BYTES("a size such as 64m"),
    SIZE("a text such as 64m"),
    DURATION("a duration such as 1m30s"),
    POLICY("always, never, missing, build, refresh, daily, weekly or every_12h");

    private final String words;

    Simple(String words) {
      this.words = words;
    }

    @Override
    public String words() {
      return words;
    }

    @Override
    public boolean takes(Node node) {
      if (this == ANYTHING) {
        return true;
      }
      Object value = node instanceof Node.Scalar scalar ? scalar.value() : List.of();
      return switch (this) {
        case TEXT, SIZE, DURATION, POLICY -> value instanceof String;
        case WHOLE -> value instanceof Long;
        case NUMBER -> value instanceof Number;
        case BOOLEAN -> value instanceof Boolean;
        case NOTHING -> value == null;
        case FLAG -> value instanceof Boolean || value instanceof String;
        case COUNT -> value instanceof Long || value instanceof String || isWhole(value);
        default -> value instanceof Number || value instanceof String;
      };
    }

    private static boolean isWhole(Object value) {
      return value instanceof Double number && number == Math.rint(number);
    }
  }

  /** One of some words. */
  record Words(Set<String> known) implements Shape {
    @Override
    public boolean takes(Node node) {
      return node instanceof Node.Scalar scalar && scalar.value() instanceof String;
    }

    @Override
    public String words() {
      return known.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" or "));
    }
  }

  /**
   * A list.
   *
   * @param unique whether no item may be there twice
   */
  record ListOf(Shape item, boolean unique) implements Shape {
    @Override
    public boolean takes(Node node) {
      return node instanceof Node.Sequence;
    }

    @Override
    public String words() {
      return "a list";
    }
  }

  /**
   * A mapping with keys of the user's own.
   *
   * @param named whether the keys are names of services or the like
   */
  record MapOf(Shape value, boolean named) implements Shape {
    @Override
    public boolean takes(Node node) {
      return node instanceof Node.Mapping;
    }

    @Override
    public String words() {
      return "a mapping";
    }
  }

  /**
   * A mapping with keys of the specification.
   *
   * @param required keys that must be there in the end
   * @param closed whether not even keys with x- are allowed
   */
  record Group(String name, Map<String, Shape> keys, Set<String> required, boolean closed)
      implements Shape {
    /** Keeps the map as it is: it is filled after groups that refer to each other are made. */
    public Group {
      keys = keys == null ? new LinkedHashMap<>() : keys;
      required = Collections.unmodifiableSet(required);
    }

    @Override
    public boolean takes(Node node) {
      return node instanceof Node.Mapping;
    }

    @Override
    public String words() {
      return "a mapping";
    }
  }

  /** Any of several. */
  record OneOf(List<Shape> choices) implements Shape {
    @Override
    public boolean takes(Node node) {
      return choices.stream().anyMatch(choice -> choice.takes(node));
    }

    @Override
    public String words() {
      return choices.stream().map(Shape::words).distinct().collect(Collectors.joining(" or "));
    }
  }
}

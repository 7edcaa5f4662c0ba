package orch.compose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A value of a Compose file that knows where it is written. Immutable, so that stages can share
 * what they leave as it is. Maps and lists are not copied, since a file's nodes are many and only
 * this package makes them.
 */
sealed interface Node {
  /** Where it is written. */
  Place place();

  /**
   * Text, a number, true, false or nothing.
   *
   * @param value a String, Long, BigInteger, Double, Boolean or null
   */
  record Scalar(Object value, Place place) implements Node {
    @Override
    public String toString() {
      return value == null
          ? ""
          : value instanceof Double number ? Numbers.text(number) : "" + value;
    }
  }

  /** A list. */
  record Sequence(List<Node> items, Place place) implements Node {
    /** Keeps the list as it is. */
    public Sequence {
      items = Collections.unmodifiableList(items);
    }
  }

  /** Entries by key, in the order of the file. */
  record Mapping(Map<String, Node> entries, Place place) implements Node {
    /** Keeps the map as it is. */
    public Mapping {
      entries = Collections.unmodifiableMap(entries);
    }

    /** The value of a key; null where there is none. */
    Node get(String key) {
      return entries.get(key);
    }

    /** The mapping that is the key's value; an empty one where there is none. */
    Mapping mapping(String key) {
      return entries.get(key) instanceof Mapping found
          ? found
          : new Mapping(new LinkedHashMap<>(), place);
    }

    /** The items of the list that is the key's value. */
    List<Node> items(String key) {
      return entries.get(key) instanceof Sequence found ? found.items() : List.of();
    }

    /** The text that is the key's value; empty where there is none. */
    String text(String key) {
      return entries.get(key) instanceof Scalar found ? found.toString() : "";
    }

    /** Whether the key's value is {@code true}. */
    boolean flag(String key) {
      return text(key).equals("true");
    }

    /** A copy of the entries, to be changed. */
    Map<String, Node> copy() {
      return new LinkedHashMap<>(entries);
    }

    /** The same with another value of one key. */
    Mapping with(String key, Node value) {
      Map<String, Node> copy = copy();
      copy.put(key, value);
      return new Mapping(copy, place);
    }

    /** The same without a key. */
    Mapping without(String key) {
      if (!entries.containsKey(key)) {
        return this;
      }
      Map<String, Node> copy = copy();
      copy.remove(key);
      return new Mapping(copy, place);
    }

    /**
     * The same with one key's value, where it is there and not null, replaced by what is made of
     * it.
     */
    Mapping mapped(String key, UnaryOperator<Node> change) {
      Node old = entries.get(key);
      if (old == null || isNull(old)) {
        return this;
      }
      Node made = through(old, change);
      return made == old ? this : with(key, made);
    }

    /** The same with each value replaced by what is made of it. */
    Mapping each(UnaryOperator<Node> change) {
      Map<String, Node> made = copy();
      made.replaceAll((key, value) -> through(value, change));
      return new Mapping(made, place);
    }
  }

  /**
   * A value with {@code !reset} or {@code !override}: it takes the place of what an earlier file
   * says, or takes that away.
   */
  record Marked(Node node, boolean removes) implements Node {
    @Override
    public Place place() {
      return node.place();
    }
  }

  /** A text. */
  static Scalar text(String text, Place place) {
    return new Scalar(text, place);
  }

  /** Whether it is there and says nothing. */
  static boolean isNull(Node node) {
    return node instanceof Scalar scalar && scalar.value() == null;
  }

  /** What a change makes of it; where it is marked, of what the mark is about. */
  static Node through(Node node, UnaryOperator<Node> change) {
    if (node instanceof Marked marked) {
      return marked.removes() ? marked : new Marked(change.apply(marked.node()), false);
    }
    return change.apply(node);
  }

  /** The value itself where it is marked. */
  static Node unmarked(Node node) {
    return node instanceof Marked marked && !marked.removes() ? marked.node() : node;
  }

  /** The list with each item replaced by what is made of it; other nodes as they are. */
  static Node eachItem(Node node, UnaryOperator<Node> change) {
    if (node instanceof Marked) {
      return through(node, inner -> eachItem(inner, change));
    }
    return node instanceof Sequence sequence
        ? new Sequence(
            new java.util.ArrayList<>(sequence.items().stream().map(change).toList()), node.place())
        : node;
  }

  /** What a user calls it: text, number, list, ... */
  default String kind() {
    if (this instanceof Mapping) {
      return "a mapping";
    } else if (this instanceof Sequence) {
      return "a list";
    } else if (this instanceof Scalar scalar) {
      Object value = scalar.value();
      return value == null
          ? "empty"
          : value instanceof String
              ? "text"
              : value instanceof Boolean ? "true or false" : "a number";
    }
    return ((Marked) this).node().kind();
  }

  /** The same as maps, lists, texts, numbers, booleans and nulls. */
  default Object plain() {
    if (this instanceof Mapping mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      mapping.entries().forEach((key, value) -> map.put(key, value.plain()));
      return map;
    } else if (this instanceof Sequence sequence) {
      List<Object> list = new java.util.ArrayList<>();
      sequence.items().forEach(item -> list.add(item.plain()));
      return list;
    }
    return this instanceof Scalar scalar ? scalar.value() : ((Marked) this).node().plain();
  }
}

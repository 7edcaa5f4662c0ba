package orch.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Ways from a short form to a long one that several keys have in common. */
final class Forms {
  private Forms() {}

  static Node eachValue(Node node, UnaryOperator<Node> change) {
    return node instanceof Node.Mapping mapping
        ? mapping.each(value -> through(value, change))
        : node;
  }

  /** Changes what a mark is about and keeps the mark. */
  static Node through(Node node, UnaryOperator<Node> change) {
    if (node instanceof Node.Marked marked) {
      return marked.removes() ? marked : new Node.Marked(change.apply(marked.node()), false);
    }
    return Node.isNull(node) ? node : change.apply(node);
  }

  static Node all(Node node, Map<String, UnaryOperator<Node>> changes) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    Map<String, Node> made = mapping.copy();
    made.replaceAll(
        (key, value) -> changes.containsKey(key) ? through(value, changes.get(key)) : value);
    return new Node.Mapping(made, mapping.place());
  }

  static Node edited(Node node, String key, UnaryOperator<Node> change) {
    return all(node, Map.of(key, change));
  }

  /** A text as the only entry of a mapping. */
  static Node wrapped(String key, Node node) {
    if (!(node instanceof Node.Scalar)) {
      return node;
    }
    Map<String, Node> made = new LinkedHashMap<>();
    made.put(key, node);
    return new Node.Mapping(made, node.place());
  }

  static Node list(Node node) {
    return node instanceof Node.Scalar
        ? new Node.Sequence(new ArrayList<>(List.of(node)), node.place())
        : node;
  }

  static Node text(Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() != null
        ? Node.text(scalar.toString(), scalar.place())
        : node;
  }

  static Node texts(Node node) {
    return Node.eachItem(node, Forms::text);
  }

  static Node bytes(Node node) {
    String size = text(node).plain().toString();
    return Sizes.isSize(size)
        ? Node.text(Long.toString(Sizes.bytes(size)), node.place())
        : node; // a variable that stays one
  }

  /** {@code NAME=VALUE} as entries with texts; a name alone has no value. */
  static Node pairs(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.each(Forms::text);
    }
    if (!(node instanceof Node.Sequence sequence)) {
      return node;
    }
    Map<String, Node> made = new LinkedHashMap<>();
    for (Node item : sequence.items()) {
      String text = item instanceof Node.Scalar scalar ? scalar.toString() : "";
      int equals = text.indexOf('=');
      Object value = equals < 0 ? null : text.substring(equals + 1);
      made.put(equals < 0 ? text : text.substring(0, equals), new Node.Scalar(value, item.place()));
    }
    return new Node.Mapping(made, node.place());
  }

  /** Pairs of which each has a text. */
  static Node labels(Node node) {
    Node pairs = pairs(node);
    return pairs instanceof Node.Mapping mapping
        ? mapping.each(value -> Node.isNull(value) ? Node.text("", value.place()) : value)
        : pairs;
  }

  /** {@code ID=PATH} texts; the agent's own keys have no path. */
  static Node keys(Node node) {
    if (!(node instanceof Node.Mapping mapping)) {
      return list(node);
    }
    List<Node> made = new ArrayList<>();
    mapping
        .entries()
        .forEach(
            (id, path) ->
                made.add(
                    Node.text(
                        Node.isNull(path) ? id : id + "=" + text(path).plain(), path.place())));
    return new Node.Sequence(made, node.place());
  }

  /** A list of names as a mapping whose values say nothing. */
  static Node names(Node node) {
    if (!(node instanceof Node.Sequence sequence)) {
      return node;
    }
    Map<String, Node> made = new LinkedHashMap<>();
    sequence
        .items()
        .forEach(
            item -> made.put(text(item).plain().toString(), new Node.Scalar(null, item.place())));
    return new Node.Mapping(made, node.place());
  }

  /** {@code NAME=ADDRESS} texts. */
  static Node hosts(Node node) {
    List<Node> made = new ArrayList<>();
    if (node instanceof Node.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (name, value) -> {
                for (Node address :
                    value instanceof Node.Sequence several ? several.items() : List.of(value)) {
                  made.add(Node.text(name + "=" + text(address).plain(), address.place()));
                }
              });
    } else if (node instanceof Node.Sequence sequence) {
      for (Node item : sequence.items()) {
        String text = text(item).plain().toString();
        int sign = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
        if (sign < 0) {
          throw item.place().bad("'" + text + "' is not of the form NAME=ADDRESS");
        }
        String address = text.substring(sign + 1);
        boolean brackets = address.startsWith("[") && address.endsWith("]");
        String plain = brackets ? address.substring(1, address.length() - 1) : address;
        made.add(Node.text(text.substring(0, sign) + "=" + plain, item.place()));
      }
    }
    return new Node.Sequence(made, node.place());
  }

  static Node command(Node node) {
    if (!(node instanceof Node.Scalar scalar) || scalar.value() == null) {
      return texts(node);
    }
    ShellWords words = ShellWords.split(scalar.toString());
    if (words == null) {
      throw node.place()
          .bad("a quote in this command is not closed, or a bracket is not in quotes");
    }
    List<Node> items = new ArrayList<>();
    words.words().forEach(word -> items.add(Node.text(word, node.place())));
    return new Node.Sequence(items, node.place());
  }
}

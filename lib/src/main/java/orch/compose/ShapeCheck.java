package orch.compose;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import orch.model.Names;
import orch.model.OrchException;

/**
 * Checks a file against the table of shapes, and makes booleans and numbers of texts that stand for
 * them.
 */
final class ShapeCheck {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");
  private static final Pattern POLICY =
      Pattern.compile(
          "always|never|missing|if_not_present|build|refresh|daily|weekly|every_([0-9]+[wdhms])+");

  private final boolean filledIn;

  /**
   * A check.
   *
   * @param filledIn whether variables have their values; else texts with a dollar sign may be
   *     anything
   */
  ShapeCheck(boolean filledIn) {
    this.filledIn = filledIn;
  }

  /**
   * The value with its types.
   *
   * @param path where it stands, for messages: {@code services.web}
   * @throws OrchException.BadInput naming the place of what does not fit
   */
  Node check(Shape shape, Node node, String path) {
    if (node instanceof Node.Marked marked) {
      return marked.removes()
          ? marked
          : new Node.Marked(check(shape, marked.node(), path), marked.removes());
    }
    if (!shape.takes(node)) {
      throw node.place().bad(path + " is " + node.kind() + "; it takes " + shape.words());
    }
    if (shape instanceof Shape.OneOf one) {
      return check(
          one.choices().stream().filter(choice -> choice.takes(node)).findFirst().orElseThrow(),
          node,
          path);
    } else if (shape instanceof Shape.Group group) {
      return group(group, (Node.Mapping) node, path);
    } else if (shape instanceof Shape.MapOf map) {
      return map(map, (Node.Mapping) node, path);
    } else if (shape instanceof Shape.ListOf list) {
      return Node.eachItem(node, item -> check(list.item(), item, path + " (item)"));
    } else if (shape instanceof Shape.Words words) {
      String text = node.plain().toString();
      if (!words.known().contains(text) && !isOpen(text)) {
        throw node.place()
            .bad(
                path
                    + " is '"
                    + text
                    + "'; it takes "
                    + words.words()
                    + Names.didYouMean(text, words.known()));
      }
      return node;
    }
    return simple((Shape.Simple) shape, node, path);
  }

  private Node group(Shape.Group group, Node.Mapping mapping, String path) {
    Map<String, Node> made = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              Shape shape = group.keys().get(key);
              if (shape == null && (group.closed() || !key.startsWith("x-"))) {
                throw value
                    .place()
                    .bad(
                        "unknown key '"
                            + key
                            + (path.isEmpty() ? "'" : "' in " + path)
                            + Names.didYouMean(key, group.keys().keySet()));
              }
              made.put(key, shape == null ? value : check(shape, value, join(path, key)));
            });
    return new Node.Mapping(made, mapping.place());
  }

  private Node map(Shape.MapOf map, Node.Mapping mapping, String path) {
    Map<String, Node> made = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (map.named() && !NAME.matcher(key).matches()) {
                throw value
                    .place()
                    .bad(
                        "'" + key + "' in " + path + " is no name: letters, digits, '.', '_', '-'");
              }
              made.put(key, check(map.value(), value, join(path, key)));
            });
    return new Node.Mapping(made, mapping.place());
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Whether a text's value is not known yet. */
  private boolean isOpen(String text) {
    return !filledIn && text.contains("$");
  }

  private Node simple(Shape.Simple kind, Node node, String path) {
    if (!(node instanceof Node.Scalar scalar) || isOpen(scalar.toString())) {
      return node;
    }
    String text = scalar.toString();
    boolean isText = scalar.value() instanceof String;
    Object value =
        switch (kind) {
          case FLAG -> isText ? flag(text) : scalar.value();
          case COUNT -> isText ? whole(text) : scalar.value();
          case AMOUNT -> finite(isText ? Numbers.read(text).orElse(null) : scalar.value());
          case BYTES, SIZE -> !isText || Sizes.isSize(text) ? scalar.value() : null;
          case DURATION -> Sizes.isDuration(text) ? scalar.value() : null;
          case POLICY -> POLICY.matcher(text).matches() ? scalar.value() : null;
          default -> scalar;
        };
    if (value == null) {
      throw node.place().bad(path + " is '" + text + "'; it takes " + kind.words());
    }
    return value == scalar ? scalar : new Node.Scalar(value, scalar.place());
  }

  private static Object flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "y", "on" -> true;
      case "false", "no", "n", "off" -> false;
      default -> null;
    };
  }

  private static Object finite(Object number) {
    return number instanceof Double real && !Double.isFinite(real) ? null : number;
  }

  private static Object whole(String text) {
    return Numbers.read(text).filter(Long.class::isInstance).orElse(null);
  }

  /**
   * Looks, after all files are merged, for what is missing or there twice.
   *
   * @throws OrchException.BadInput naming its place
   */
  void complete(Shape shape, Node node, String path) {
    if (shape instanceof Shape.OneOf one) {
      one.choices().stream()
          .filter(choice -> choice.takes(node))
          .findFirst()
          .ifPresent(choice -> complete(choice, node, path));
    } else if (shape instanceof Shape.Group group && node instanceof Node.Mapping mapping) {
      for (String key : group.required()) {
        if (mapping.get(key) == null) {
          throw node.place().bad(path + " has no '" + key + "'");
        }
      }
      mapping
          .entries()
          .forEach(
              (key, value) -> {
                if (group.keys().containsKey(key)) {
                  complete(group.keys().get(key), value, join(path, key));
                }
              });
    } else if (shape instanceof Shape.MapOf map && node instanceof Node.Mapping mapping) {
      mapping.entries().forEach((key, value) -> complete(map.value(), value, join(path, key)));
    } else if (shape instanceof Shape.ListOf list && node instanceof Node.Sequence sequence) {
      if (list.unique()) {
        unique(sequence, path);
      }
      sequence.items().forEach(item -> complete(list.item(), item, path + " (item)"));
    }
  }

  private static void unique(Node.Sequence sequence, String path) {
    Set<Object> seen = new HashSet<>();
    Map<Object, Place> places = new HashMap<>();
    for (Node item : sequence.items()) {
      Object plain = item.plain();
      if (!seen.add(plain)) {
        throw item.place().bad(path + " has '" + plain + "' twice, first at " + places.get(plain));
      }
      places.put(plain, item.place());
    }
  }
}

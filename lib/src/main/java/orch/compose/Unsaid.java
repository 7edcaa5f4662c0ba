package orch.compose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Leaves out what says the same when it is not there: empty texts, false where it is the default,
 * and a size of 0.
 */
final class Unsaid {
  /** Mappings of the user's own, in which an empty text is a value. */
  private static final Set<String> OPAQUE =
      Set.of(
          "annotations",
          "additional_contexts",
          "args",
          "driver_opts",
          "environment",
          "labels",
          "options",
          "storage_opt",
          "sysctls");

  /** Where not saying it is a third thing, or the default is true. */
  private static final Set<String> SAID = Set.of("attach", "init", "required", "content");

  private Unsaid() {}

  /** The model without them. */
  static Node.Mapping apply(Node.Mapping model) {
    return model.mapped("services", services -> ((Node.Mapping) services).each(Unsaid::pruned));
  }

  private static Node pruned(Node node) {
    if (node instanceof Node.Sequence list) {
      return Node.eachItem(list, item -> item instanceof Node.Mapping ? pruned(item) : item);
    } else if (!(node instanceof Node.Mapping)) {
      return node;
    }
    Map<String, Node> made = new LinkedHashMap<>();
    ((Node.Mapping) node)
        .entries()
        .forEach(
            (key, value) -> {
              if (OPAQUE.contains(key) || key.startsWith("x-")) {
                made.put(key, value);
                return;
              }
              Node pruned = pruned(value);
              Object plain = pruned instanceof Node.Scalar scalar ? scalar.value() : "said";
              boolean nothing =
                  "".equals(plain)
                      || Boolean.FALSE.equals(plain)
                      || key.equals("size") && "0".equals(plain);
              boolean empty = pruned instanceof Node.Mapping m && m.entries().isEmpty();
              boolean became = empty && value instanceof Node.Mapping m && !m.entries().isEmpty();
              if (SAID.contains(key) || !nothing && !became) {
                made.put(key, pruned);
              }
            });
    return new Node.Mapping(made, node.place());
  }
}

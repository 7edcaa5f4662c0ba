package orch.compose;

/** Fills variables into all texts of a tree; keys stay as they are. */
final class Interpolation {
  private final Template template;

  /** A stage that warns of each variable that is not set. */
  Interpolation(Variables variables, Warnings warnings) {
    template =
        new Template(
            variables::get,
            name -> warnings.once("variable " + name + " is not set and counts as empty"));
  }

  Node apply(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.each(this::apply);
    } else if (node instanceof Node.Sequence) {
      return Node.eachItem(node, this::apply);
    } else if (node instanceof Node.Marked marked) {
      return new Node.Marked(apply(marked.node()), marked.removes());
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return scalar.value() instanceof String text && text.indexOf('$') >= 0
        ? new Node.Scalar(filled(text, scalar.place()), scalar.place())
        : scalar;
  }

  private String filled(String text, Place place) {
    try {
      return template.fill(text);
    } catch (Template.Malformed e) {
      throw place.bad(e.getMessage());
    }
  }
}

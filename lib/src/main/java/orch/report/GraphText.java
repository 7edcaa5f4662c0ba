package orch.report;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** A graph of services as trees of text: below each service those that it depends on. */
public final class GraphText {
  private final Style style;
  private final Symbols symbols;

  /** In these colours and signs. */
  public GraphText(Style style, Symbols symbols) {
    this.style = style;
    this.symbols = symbols;
  }

  /** A line for each service; one that several depend on is followed into depth only once. */
  public String text(DependencyGraph graph) {
    Table table = new Table();
    Set<String> shown = new HashSet<>();
    for (DependencyGraph.Node top : graph.tops()) {
      add(table, graph, top, "", "", shown);
    }
    return table.text();
  }

  private void add(
      Table table,
      DependencyGraph graph,
      DependencyGraph.Node node,
      String before,
      String below,
      Set<String> shown) {
    boolean again = !shown.add(node.name()) && !node.needs().isEmpty();
    String sign =
        switch (node.mark()) {
          case GOOD -> style.good(symbols.done());
          case OPEN -> style.open(symbols.waits());
          case BAD -> style.bad(symbols.failed());
        };
    table.row(
        style.faint(before) + sign + " " + node.name() + (again ? " " + symbols.again() : ""),
        state(node));
    if (again) {
      return;
    }
    List<String> needs = node.needs();
    for (Iterator<String> each = needs.iterator(); each.hasNext(); ) {
      DependencyGraph.Node need = graph.node(each.next());
      boolean last = !each.hasNext();
      add(
          table,
          graph,
          need,
          below + (last ? symbols.last() : symbols.branch()),
          below + (last ? " ".repeat(symbols.bar().length()) : symbols.bar()),
          shown);
    }
  }

  private String state(DependencyGraph.Node node) {
    return switch (node.mark()) {
      case GOOD -> style.faint(node.state());
      case OPEN -> style.open(node.state());
      case BAD -> style.bad(node.state());
    };
  }
}

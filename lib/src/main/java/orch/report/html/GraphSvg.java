package orch.report.html;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import orch.report.DependencyGraph;
import orch.report.TextWidth;

/** A graph of services as an SVG picture: what others depend on is below them. */
public final class GraphSvg {
  private static final int HEIGHT = 44;
  private static final int GAP_ACROSS = 18;
  private static final int GAP_DOWN = 46;
  private static final double LETTER = 7.6;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1b1f24; }
        .state { font-size: 11px; fill: #57606a; }
        rect { fill: #f6f8fa; stroke-width: 1.5; }
        path { fill: none; stroke: #8c959f; }
        .good { stroke: #1a7f37; } .open { stroke: #9a6700; } .bad { stroke: #cf222e; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; } .state { fill: #9198a1; } rect { fill: #161b22; } path { stroke: #656c76; }
          .good { stroke: #3fb950; } .open { stroke: #d29922; } .bad { stroke: #f85149; }
        }
      </style>
      """;

  private record Box(double x, double y, double width) {}

  private final Html html;

  /**
   * With such texts.
   *
   * @param mask hides secrets
   */
  public GraphSvg(UnaryOperator<String> mask) {
    this.html = new Html(mask);
  }

  /** A picture that is a file of its own: light or dark as its reader's surroundings are. */
  public String picture(DependencyGraph graph) {
    return draw(graph, STYLE);
  }

  /** For a page that brings the style. */
  String inline(DependencyGraph graph) {
    return draw(graph, "");
  }

  private String draw(DependencyGraph graph, String style) {
    List<List<DependencyGraph.Node>> layers = graph.layers();
    Map<String, Box> boxes = new HashMap<>();
    double widest = 0;
    for (List<DependencyGraph.Node> layer : layers) {
      widest = Math.max(widest, width(layer));
    }
    for (int depth = 0; depth < layers.size(); depth++) {
      List<DependencyGraph.Node> layer = layers.get(depth);
      double x = 1 + (widest - width(layer)) / 2;
      double y = 1 + (layers.size() - 1 - depth) * (double) (HEIGHT + GAP_DOWN);
      for (DependencyGraph.Node node : layer) {
        boxes.put(node.name(), new Box(x, y, width(node)));
        x += width(node) + GAP_ACROSS;
      }
    }
    double height = Math.max(0, layers.size() * (double) (HEIGHT + GAP_DOWN) - GAP_DOWN);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" role=\"img\">%n",
            widest + 2,
            height + 2,
            widest + 2,
            height + 2));
    svg.append("<title>dependencies</title>\n").append(style);
    for (DependencyGraph.Node node : graph.nodes()) {
      for (String need : node.needs()) {
        svg.append(edge(boxes.get(node.name()), boxes.get(need)));
      }
    }
    graph.nodes().forEach(node -> svg.append(box(node, boxes.get(node.name()))));
    return svg.append("</svg>\n").toString();
  }

  private static double width(List<DependencyGraph.Node> layer) {
    return layer.stream().mapToDouble(GraphSvg::width).sum() + GAP_ACROSS * (layer.size() - 1.0);
  }

  private static double width(DependencyGraph.Node node) {
    int letters = Math.max(TextWidth.of(node.name()), TextWidth.of(node.state()));
    return Math.max(80, letters * LETTER + 24);
  }

  private static String edge(Box from, Box to) {
    double x = from.x() + from.width() / 2;
    double y = from.y() + HEIGHT;
    double endX = to.x() + to.width() / 2;
    double endY = to.y();
    double bend = Math.max(20, (endY - y) / 2);
    return String.format(
        Locale.ROOT,
        "<path d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1fm-4 -7l4 7l4 -7\"/>%n",
        x,
        y,
        x,
        y + bend,
        endX,
        endY - bend,
        endX,
        endY);
  }

  private String box(DependencyGraph.Node node, Box box) {
    return String.format(
        Locale.ROOT,
        "<g><rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"7\"/>"
            + "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>"
            + "<text class=\"state\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text></g>%n",
        node.mark().name().toLowerCase(Locale.ROOT),
        box.x(),
        box.y(),
        box.width(),
        HEIGHT,
        box.x() + box.width() / 2,
        box.y() + 19,
        html.text(node.name()),
        box.x() + box.width() / 2,
        box.y() + 35,
        html.text(node.state()));
  }
}

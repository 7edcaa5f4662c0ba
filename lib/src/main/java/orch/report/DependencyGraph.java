package orch.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Services and those that they depend on.
 *
 * @param nodes in the order in which they are shown
 */
public record DependencyGraph(List<Node> nodes) {
  /** How a service is. */
  public enum Mark {
    /** As wanted. */
    GOOD,
    /** Not yet. */
    OPEN,
    /** Not as wanted. */
    BAD
  }

  /**
   * A service.
   *
   * @param name its name
   * @param mark how it is
   * @param state the same in a word or two
   * @param needs those that it depends on
   */
  public record Node(String name, Mark mark, String state, List<String> needs) {
    /** Copies the names. */
    public Node {
      needs = List.copyOf(needs);
    }
  }

  /** Keeps only dependencies on services that are there. */
  public DependencyGraph {
    Set<String> names = new LinkedHashSet<>();
    nodes.forEach(node -> names.add(node.name()));
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes) {
      List<String> needs =
          node.needs().stream()
              .filter(need -> names.contains(need) && !need.equals(node.name()))
              .distinct()
              .toList();
      kept.add(new Node(node.name(), node.mark(), node.state(), needs));
    }
    nodes = List.copyOf(kept);
  }

  /** The service of a name that is there. */
  Node node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
  }

  /** Those on which nobody depends; where all are in a circle, the first. */
  List<Node> tops() {
    Set<String> needed = new LinkedHashSet<>();
    nodes.forEach(node -> needed.addAll(node.needs()));
    List<Node> tops = nodes.stream().filter(node -> !needed.contains(node.name())).toList();
    return tops.isEmpty() ? nodes.stream().limit(1).toList() : tops;
  }

  /** Layers from those that depend on nothing to those that depend on most. */
  public List<List<Node>> layers() {
    Map<String, Integer> depths = new LinkedHashMap<>();
    nodes.forEach(node -> depth(node, depths, new LinkedHashSet<>()));
    List<List<Node>> layers = new ArrayList<>();
    for (Node node : nodes) {
      int depth = depths.get(node.name());
      while (layers.size() <= depth) {
        layers.add(new ArrayList<>());
      }
      layers.get(depth).add(node);
    }
    layers.removeIf(Collection::isEmpty);
    return layers;
  }

  private int depth(Node node, Map<String, Integer> depths, Set<String> path) {
    Integer known = depths.get(node.name());
    if (known != null) {
      return known;
    }
    int depth = 0;
    if (path.add(node.name())) {
      for (String need : node.needs()) {
        depth = Math.max(depth, depth(node(need), depths, path) + 1);
      }
      path.remove(node.name());
      depths.put(node.name(), depth);
    }
    return depth;
  }
}

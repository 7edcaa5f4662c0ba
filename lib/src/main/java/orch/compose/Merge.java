package orch.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts what a later file says over what an earlier one says. Works on long forms. Rules:
 * https://github.com/compose-spec/compose-spec/blob/main/13-merge.md
 */
final class Merge {
  /** Lists that a later file replaces; others grow. */
  private static final Set<String> REPLACED = Set.of("command", "entrypoint", "test");

  /** Lists of which an item with the same key replaces the earlier one. */
  private static final Map<String, Function<Node, Object>> KEYED =
      Map.ofEntries(
          Map.entry("aliases", Node::plain),
          Map.entry("cap_add", Node::plain),
          Map.entry("cap_drop", Node::plain),
          Map.entry("configs", item -> target(item, "/")),
          Map.entry("devices", item -> text(item, "target")),
          Map.entry("dns", Node::plain),
          Map.entry("dns_opt", Node::plain),
          Map.entry("dns_search", Node::plain),
          Map.entry("env_file", item -> text(item, "path")),
          Map.entry("expose", Node::plain),
          Map.entry("external_links", Node::plain),
          Map.entry("extra_hosts", Node::plain),
          Map.entry("link_local_ips", Node::plain),
          Map.entry("links", Node::plain),
          Map.entry("ports", Merge::port),
          Map.entry("profiles", Node::plain),
          Map.entry("secrets", item -> target(item, "/run/secrets/")),
          Map.entry("tmpfs", Node::plain),
          Map.entry("volumes", item -> text(item, "target")));

  /** Parents below which keys of the same name mean something else. */
  private static final Set<String> UNKEYED = Set.of("build", "reservations");

  private Merge() {}

  private static Object text(Node item, String key) {
    return item instanceof Node.Mapping mapping ? mapping.text(key) : item.plain();
  }

  private static Object target(Node item, String folder) {
    if (!(item instanceof Node.Mapping mapping)) {
      return item.plain();
    }
    String target = mapping.text(mapping.get("target") == null ? "source" : "target");
    return target.startsWith("/") ? target : folder + target;
  }

  private static Object port(Node item) {
    if (!(item instanceof Node.Mapping port)) {
      return item.plain();
    }
    return List.of(
        port.text("host_ip"), port.text("published"), port.text("target"), port.text("protocol"));
  }

  /** Both files as one; what is marked in the later one is obeyed, and its marks are gone. */
  static Node.Mapping files(Node.Mapping earlier, Node.Mapping later) {
    return (Node.Mapping) merged("", "", earlier, later);
  }

  /** A service over the one that it extends. */
  static Node services(Node base, Node service) {
    return merged("", "services", base, service);
  }

  /**
   * One value; null where nothing stays.
   *
   * @param parent the key above
   * @param key the value's own
   */
  private static Node merged(String parent, String key, Node earlier, Node later) {
    if (later instanceof Node.Marked marked) {
      return marked.removes() ? null : plainOf(parent, key, marked.node());
    }
    if (earlier instanceof Node.Marked marked) { // of a service that is extended
      return merged(parent, key, marked.removes() ? null : marked.node(), later);
    }
    if (earlier == null || Node.isNull(earlier)) {
      return plainOf(parent, key, later);
    }
    if (Node.isNull(later) && !(earlier instanceof Node.Scalar)) {
      return earlier;
    }
    if (earlier instanceof Node.Mapping old && later instanceof Node.Mapping young) {
      return mappings(key, old, young);
    }
    if (earlier instanceof Node.Sequence old && later instanceof Node.Sequence young) {
      return lists(parent, key, old, young);
    }
    boolean ulimit = parent.equals("ulimits");
    if (!ulimit && !(earlier instanceof Node.Scalar && later instanceof Node.Scalar)) {
      throw later
          .place()
          .bad(
              "'"
                  + key
                  + "' is "
                  + later.kind()
                  + " over "
                  + earlier.kind()
                  + " of "
                  + earlier.place());
    }
    return later;
  }

  private static Node mappings(String key, Node.Mapping old, Node.Mapping young) {
    if (key.equals("logging")
        && old.get("driver") != null
        && young.get("driver") != null
        && !old.text("driver").equals(young.text("driver"))) {
      return young; // options are those of a driver
    }
    Map<String, Node> made = old.copy();
    young
        .entries()
        .forEach(
            (name, value) -> {
              Node result = merged(key, name, old.get(name), value);
              if (result == null) {
                made.remove(name);
              } else {
                made.put(name, result);
              }
            });
    return new Node.Mapping(made, young.place());
  }

  private static Node lists(String parent, String key, Node.Sequence old, Node.Sequence young) {
    if (REPLACED.contains(key)) {
      return young;
    }
    List<Node> all = new ArrayList<>(old.items());
    for (Node item : young.items()) {
      int same = parent.equals("ipam") ? sameSubnet(all, item) : -1;
      if (same < 0) {
        all.add(item);
      } else {
        all.set(same, mappings("config", (Node.Mapping) all.get(same), (Node.Mapping) item));
      }
    }
    return unique(parent, key, new Node.Sequence(all, young.place()));
  }

  private static int sameSubnet(List<Node> pools, Node pool) {
    for (int i = 0; i < pools.size(); i++) {
      if (text(pools.get(i), "subnet").equals(text(pool, "subnet"))) {
        return i;
      }
    }
    return -1;
  }

  private static Node unique(String parent, String key, Node.Sequence list) {
    Function<Node, Object> index = UNKEYED.contains(parent) ? null : KEYED.get(key);
    if (index == null) {
      return list;
    }
    Map<Object, Node> items = new LinkedHashMap<>();
    list.items().forEach(item -> items.put(index.apply(item), item));
    return items.size() == list.items().size()
        ? list
        : new Node.Sequence(new ArrayList<>(items.values()), list.place());
  }

  /** A value without marks, and its lists without repetition. */
  private static Node plainOf(String parent, String key, Node node) {
    if (node instanceof Node.Mapping mapping) {
      Map<String, Node> made = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (name, value) -> {
                Node plain =
                    value instanceof Node.Marked marked
                        ? marked.removes() ? null : plainOf(key, name, marked.node())
                        : plainOf(key, name, value);
                if (plain != null) {
                  made.put(name, plain);
                }
              });
      return new Node.Mapping(made, mapping.place());
    }
    return node instanceof Node.Sequence list
        ? unique(parent, key, (Node.Sequence) Node.eachItem(list, item -> plainOf(key, "", item)))
        : node;
  }
}

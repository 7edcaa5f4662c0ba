package orch.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Replaces short forms by long ones, so that later stages see one form of everything: lists of
 * {@code NAME=VALUE} become mappings, single texts lists, names mappings.
 */
final class LongForms {
  private static final Map<String, UnaryOperator<Node>> SERVICE =
      Map.ofEntries(
          Map.entry("annotations", Forms::labels),
          Map.entry("build", LongForms::build),
          Map.entry("command", Forms::command),
          Map.entry("configs", LongForms::grants),
          Map.entry("depends_on", LongForms::dependencies),
          Map.entry("deploy", LongForms::deploy),
          Map.entry("develop", LongForms::develop),
          Map.entry("devices", devices -> Node.eachItem(devices, LongForms::device)),
          Map.entry("dns", Forms::list),
          Map.entry("dns_search", Forms::list),
          Map.entry("entrypoint", Forms::command),
          Map.entry("env_file", LongForms::envFiles),
          Map.entry("environment", Forms::pairs),
          Map.entry("expose", Forms::texts),
          Map.entry("extends", name -> Forms.wrapped("service", name)),
          Map.entry("extra_hosts", Forms::hosts),
          Map.entry("gpus", LongForms::gpus),
          Map.entry("group_add", Forms::texts),
          Map.entry("healthcheck", check -> Forms.edited(check, "test", LongForms::test)),
          Map.entry("label_file", Forms::list),
          Map.entry("labels", Forms::labels),
          Map.entry("logging", logging -> Forms.edited(logging, "options", Forms::pairs)),
          Map.entry("mem_limit", Forms::bytes),
          Map.entry("mem_reservation", Forms::bytes),
          Map.entry("memswap_limit", Forms::bytes),
          Map.entry("models", Forms::names),
          Map.entry("networks", LongForms::networks),
          Map.entry("ports", LongForms::ports),
          Map.entry("post_start", hooks -> Node.eachItem(hooks, LongForms::hook)),
          Map.entry("pre_start", hooks -> Node.eachItem(hooks, LongForms::hook)),
          Map.entry("pre_stop", hooks -> Node.eachItem(hooks, LongForms::hook)),
          Map.entry("secrets", LongForms::grants),
          Map.entry("shm_size", Forms::bytes),
          Map.entry("sysctls", Forms::labels),
          Map.entry("tmpfs", Forms::list),
          Map.entry("volumes", volumes -> Node.eachItem(volumes, LongForms::volume)));

  private static final Map<String, UnaryOperator<Node>> RESOURCE =
      Map.of("driver_opts", Forms::pairs, "labels", Forms::labels);

  private LongForms() {}

  /** Keys whose values cannot be taken apart while variables stand in them. */
  private static final Set<String> OF_VALUES =
      Set.of("command", "devices", "entrypoint", "extra_hosts", "healthcheck", "ports", "volumes");

  /**
   * A file with all of its sections.
   *
   * @param filledIn whether variables have their values; else some short forms stay
   */
  static Node file(Node node, boolean filledIn) {
    if (!(node instanceof Node.Mapping file)) {
      return node;
    }
    Node.Mapping made = file;
    made =
        made.mapped(
            "services",
            services -> Forms.eachValue(services, service -> service(service, filledIn)));
    for (String section : List.of("networks", "volumes", "secrets", "configs")) {
      made = made.mapped(section, resources -> Forms.eachValue(resources, LongForms::resource));
    }
    return made.mapped("include", includes -> Node.eachItem(includes, LongForms::include));
  }

  private static Node service(Node node, boolean filledIn) {
    if (filledIn) {
      return Forms.all(node, SERVICE);
    }
    Map<String, UnaryOperator<Node>> safe = new LinkedHashMap<>(SERVICE);
    safe.keySet().removeAll(OF_VALUES);
    return Forms.all(node, safe);
  }

  private static Node resource(Node node) {
    Node made = Forms.all(node, RESOURCE);
    if (made instanceof Node.Mapping mapping
        && mapping.get("external") instanceof Node.Mapping external) {
      Node yes = new Node.Scalar(true, external.place());
      Node name = external.get("name");
      made = mapping.with("external", yes);
      return name == null || mapping.get("name") != null
          ? made
          : ((Node.Mapping) made).with("name", name);
    }
    return made;
  }

  private static Node include(Node node) {
    Node long_ = Forms.wrapped("path", node);
    return Forms.edited(Forms.edited(long_, "path", Forms::list), "env_file", Forms::list);
  }

  private static Node networks(Node node) {
    return Forms.eachValue(
        Forms.names(node), network -> Forms.edited(network, "driver_opts", Forms::pairs));
  }

  private static Node test(Node node) {
    if (!(node instanceof Node.Scalar)) {
      return node;
    }
    return new Node.Sequence(
        new ArrayList<>(List.of(Node.text("CMD-SHELL", node.place()), node)), node.place());
  }

  private static Node build(Node node) {
    return Forms.all(
        Forms.wrapped("context", node),
        Map.ofEntries(
            Map.entry("additional_contexts", Forms::pairs),
            Map.entry("args", Forms::pairs),
            Map.entry("extra_hosts", Forms::hosts),
            Map.entry("labels", Forms::labels),
            Map.entry("no_cache_filter", Forms::list),
            Map.entry("secrets", LongForms::grants),
            Map.entry("shm_size", Forms::bytes),
            Map.entry("ssh", Forms::keys)));
  }

  private static Node grants(Node node) {
    return Node.eachItem(node, item -> Forms.wrapped("source", item));
  }

  private static Node dependencies(Node node) {
    if (!(node instanceof Node.Sequence sequence)) {
      return node;
    }
    Map<String, Node> made = new LinkedHashMap<>();
    for (Node item : sequence.items()) {
      made.put(
          Forms.text(item).plain().toString(),
          Forms.wrapped("condition", Node.text("service_started", item.place())));
    }
    return new Node.Mapping(made, node.place());
  }

  private static Node deploy(Node node) {
    return Forms.all(
        node,
        Map.of(
            "labels",
            Forms::labels,
            "resources",
            resources ->
                Forms.edited(
                    resources,
                    "reservations",
                    reservations ->
                        Forms.edited(
                            reservations,
                            "devices",
                            devices -> Node.eachItem(devices, LongForms::reserved)))));
  }

  /** A device of the engine's; all of the kind unless it is said which or how many. */
  private static Node reserved(Node node) {
    Node counted = node;
    if (node instanceof Node.Mapping device
        && device.get("count") == null
        && device.get("device_ids") == null) {
      counted = device.with("count", new Node.Scalar(-1L, node.place()));
    }
    return Forms.all(
        counted,
        Map.of(
            "options",
            Forms::pairs,
            "count",
            count -> count.plain().equals("all") ? new Node.Scalar(-1L, count.place()) : count));
  }

  private static Node gpus(Node node) {
    Node devices = node instanceof Node.Scalar ? Forms.list(Forms.wrapped("count", node)) : node;
    if (node instanceof Node.Scalar) {
      devices =
          new Node.Sequence(new ArrayList<>(List.of(Forms.wrapped("count", node))), node.place());
    }
    return Node.eachItem(devices, LongForms::reserved);
  }

  private static Node develop(Node node) {
    return Forms.edited(
        node,
        "watch",
        watches ->
            Node.eachItem(
                watches,
                watch ->
                    Forms.all(
                        watch,
                        Map.of(
                            "exec",
                            LongForms::hook,
                            "ignore",
                            Forms::list,
                            "include",
                            Forms::list))));
  }

  private static Node hook(Node node) {
    return Forms.all(node, Map.of("command", Forms::command, "environment", Forms::pairs));
  }

  private static Node device(Node node) {
    if (!(node instanceof Node.Scalar)) {
      return node;
    }
    String[] parts = Forms.text(node).plain().toString().split(":", 3);
    Map<String, Node> made = new LinkedHashMap<>();
    made.put("source", Node.text(parts[0], node.place()));
    made.put("target", Node.text(parts.length > 1 ? parts[1] : parts[0], node.place()));
    made.put("permissions", Node.text(parts.length > 2 ? parts[2] : "rwm", node.place()));
    return new Node.Mapping(made, node.place());
  }

  private static Node envFiles(Node node) {
    return Node.eachItem(
        Forms.list(node),
        item -> {
          Node.Mapping file = (Node.Mapping) Forms.wrapped("path", item);
          return file.get("required") == null
              ? file.with("required", new Node.Scalar(true, item.place()))
              : file;
        });
  }

  private static Node ports(Node node) {
    if (!(node instanceof Node.Sequence sequence)) {
      return node;
    }
    List<Node> made = new ArrayList<>();
    for (Node item : sequence.items()) {
      if (item instanceof Node.Scalar scalar) {
        made.addAll(ShortPort.read(scalar.toString(), item.place()));
      } else {
        made.add(Forms.all(item, Map.of("published", Forms::text)));
      }
    }
    return new Node.Sequence(made, node.place());
  }

  private static Node volume(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return ShortVolume.read(scalar.toString(), scalar.place());
    }
    return Forms.all(
        node,
        Map.of(
            "volume",
            volume -> Forms.edited(volume, "labels", Forms::labels),
            "tmpfs",
            tmpfs -> Forms.edited(tmpfs, "size", Forms::bytes)));
  }
}

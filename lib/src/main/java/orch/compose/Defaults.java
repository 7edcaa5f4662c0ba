package orch.compose;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills in what a file leaves to be understood: the default network, names, implied dependencies.
 */
final class Defaults {
  private final String project;

  /** Defaults of a project of that name. */
  Defaults(String project) {
    this.project = project;
  }

  /** The whole model. */
  Node.Mapping apply(Node.Mapping model) {
    Node.Mapping made =
        model.mapped("services", services -> ((Node.Mapping) services).each(Defaults::service));
    Node.Mapping networks = made.mapping("networks");
    if (networks.get("default") == null) {
      made = made.with("networks", networks.with("default", nothing(model.place())));
    }
    for (String section : List.of("networks", "volumes", "secrets", "configs")) {
      made = made.mapped(section, resources -> named((Node.Mapping) resources));
    }
    return made;
  }

  private static Node nothing(Place place) {
    return new Node.Scalar(null, place);
  }

  private static Node flag(boolean value, Place place) {
    return new Node.Scalar(value, place);
  }

  private Node named(Node.Mapping resources) {
    Map<String, Node> made = resources.copy();
    made.replaceAll(
        (key, node) -> {
          Node.Mapping resource =
              node instanceof Node.Mapping mapping
                  ? mapping
                  : new Node.Mapping(new LinkedHashMap<>(), node.place());
          boolean external = resource.flag("external");
          for (String flag : List.of("external", "internal", "attachable")) {
            resource = resource.flag(flag) ? resource : resource.without(flag);
          }
          if (external && resource.get("name") != null && resource.text("name").isEmpty()) {
            return resource.without("name"); // a variable that is not set: which one is left open
          }
          return resource.text("name").isEmpty()
              ? resource.with(
                  "name", Node.text(external ? key : project + "_" + key, resource.place()))
              : resource;
        });
    return new Node.Mapping(made, resources.place());
  }

  private static Node service(Node node) {
    if (!(node instanceof Node.Mapping service)) {
      return node;
    }
    Node.Mapping made =
        service
            .mapped("build", build -> build((Node.Mapping) build))
            .mapped("depends_on", all -> ((Node.Mapping) all).each(Defaults::dependency))
            .mapped("secrets", secrets -> Node.eachItem(secrets, Defaults::secret))
            .mapped("ports", ports -> Node.eachItem(ports, Defaults::port))
            .mapped("volumes", volumes -> Node.eachItem(volumes, Defaults::mount))
            .mapped("devices", devices -> Node.eachItem(devices, Defaults::device));
    if (made.mapping("networks").entries().isEmpty() && made.text("network_mode").isEmpty()) {
      Node only =
          new Node.Mapping(
              new LinkedHashMap<>(Map.of("default", nothing(node.place()))), node.place());
      made = made.with("networks", only);
    }
    if (made.text("pull_policy").equals("if_not_present")) {
      made = made.with("pull_policy", Node.text("missing", made.get("pull_policy").place()));
    }
    return implied(made);
  }

  private static Node build(Node.Mapping build) {
    boolean has = !build.text("dockerfile").isEmpty() || build.get("dockerfile_inline") != null;
    return has ? build : build.with("dockerfile", Node.text("Dockerfile", build.place()));
  }

  private static Node dependency(Node node) {
    Node.Mapping dependency = (Node.Mapping) node;
    if (!dependency.flag("restart")) {
      dependency = dependency.without("restart");
    }
    return dependency.get("required") == null
        ? dependency.with("required", flag(true, node.place()))
        : dependency;
  }

  private static Node secret(Node node) {
    Node.Mapping secret = (Node.Mapping) node;
    String target = "/run/secrets/" + secret.text("source");
    return secret.get("target") != null
        ? secret
        : secret.with("target", Node.text(target, node.place()));
  }

  private static Node port(Node node) {
    Node.Mapping port = (Node.Mapping) node;
    if (port.get("mode") == null) {
      port = port.with("mode", Node.text("ingress", node.place()));
    }
    return port.get("protocol") == null
        ? port.with("protocol", Node.text("tcp", node.place()))
        : port;
  }

  private static Node mount(Node node) {
    Node.Mapping mount = (Node.Mapping) node;
    String target = mount.text("target");
    boolean slash = target.length() > 1 && target.endsWith("/");
    return slash || target.contains("//") || target.contains("/.")
        ? mount.with("target", Node.text(clean(target), node.place()))
        : mount;
  }

  private static String clean(String target) {
    try {
      return Path.of(target).normalize().toString();
    } catch (java.nio.file.InvalidPathException e) {
      return target;
    }
  }

  private static Node device(Node node) {
    Node.Mapping device = (Node.Mapping) node;
    return device.get("permissions") == null
        ? device.with("permissions", Node.text("rwm", node.place()))
        : device;
  }

  /** Who uses something of another service starts after it. */
  private static Node.Mapping implied(Node.Mapping service) {
    Map<String, Node> all = service.mapping("depends_on").copy();
    for (Node link : service.items("links")) {
      depends(all, link.plain().toString().split(":")[0], true, link.place());
    }
    for (String key : List.of("network_mode", "ipc", "pid", "uts", "cgroup")) {
      if (service.text(key).startsWith("service:")) {
        depends(all, service.text(key).substring(8), true, service.get(key).place());
      }
    }
    for (Node from : service.items("volumes_from")) {
      String text = from.plain().toString();
      if (!text.startsWith("container:")) {
        depends(all, text.split(":")[0], false, from.place());
      }
    }
    return all.isEmpty()
        ? service
        : service.with("depends_on", new Node.Mapping(all, service.place()));
  }

  private static void depends(Map<String, Node> all, String service, boolean restart, Place place) {
    Map<String, Node> dependency = new LinkedHashMap<>();
    dependency.put("condition", Node.text("service_started", place));
    if (restart) {
      dependency.put("restart", flag(true, place));
    }
    dependency.put("required", flag(true, place));
    all.putIfAbsent(service, new Node.Mapping(dependency, place));
  }
}

package orch.compose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.Names;

/**
 * What a whole model must keep to: names that exist, choices that exclude each other, no circles.
 */
final class Consistency {
  private final Node.Mapping model;
  private final Node.Mapping services;
  private final Set<String> all;

  private Consistency(Node.Mapping model, Set<String> all) {
    this.model = model;
    this.all = all;
    this.services = model.mapping("services");
  }

  /**
   * Checks a model.
   *
   * @param all names of services, also of those whose profiles are not active
   * @throws orch.model.OrchException.BadInput naming the first place that does not fit
   */
  static void check(Node.Mapping model, Set<String> all) {
    Consistency check = new Consistency(model, all);
    check.services.entries().forEach((name, node) -> check.service(name, (Node.Mapping) node));
    check.circles();
    check.resources();
  }

  private void service(String name, Node.Mapping service) {
    String who = "service '" + name + "'";
    if (service.text("image").isEmpty()
        && service.get("build") == null
        && service.get("provider") == null) {
      throw service.place().bad(who + " has neither 'image' nor 'build'");
    }
    build(who, service);
    if (!service.text("network_mode").isEmpty()
        && !service.mapping("networks").entries().isEmpty()) {
      throw service
          .get("network_mode")
          .place()
          .bad(who + " has 'network_mode' and 'networks'; only one is possible");
    }
    List<Node> test = service.mapping("healthcheck").items("test");
    if (!test.isEmpty() && !Set.of("CMD", "CMD-SHELL", "NONE").contains(test.get(0).plain())) {
      throw service
          .mapping("healthcheck")
          .get("test")
          .place()
          .bad("a health check's test begins with CMD, CMD-SHELL or NONE");
    }
    service
        .mapping("depends_on")
        .entries()
        .forEach(
            (other, node) -> {
              if (((Node.Mapping) node).flag("required") || !all.contains(other)) {
                known("service", other, services, who + " depends on", node.place());
              }
            });
    String mode = service.text("network_mode");
    if (mode.startsWith("service:")) {
      known(
          "service",
          mode.substring(8),
          services,
          who + " uses the network of",
          service.get("network_mode").place());
    }
    references(who, service);
    devices(who, service);
    scale(who, service);
  }

  private static void build(String who, Node.Mapping service) {
    Node.Mapping build = service.mapping("build");
    if (build.get("dockerfile") != null && build.get("dockerfile_inline") != null) {
      throw build
          .get("dockerfile_inline")
          .place()
          .bad(who + " has 'dockerfile' and 'dockerfile_inline'; only one is possible");
    }
    List<Object> platforms = build.items("platforms").stream().map(Node::plain).toList();
    String platform = service.text("platform");
    if (!platforms.isEmpty() && !platform.isEmpty() && !platforms.contains(platform)) {
      throw service
          .get("platform")
          .place()
          .bad(who + " is built for " + platforms + ", not for its platform " + platform);
    }
  }

  private static void devices(String who, Node.Mapping service) {
    Node.Mapping resources = service.mapping("deploy").mapping("resources");
    List<Node> all = new ArrayList<>(resources.mapping("reservations").items("devices"));
    all.addAll(service.items("gpus"));
    for (Node device : all) {
      Node.Mapping mapping = (Node.Mapping) device;
      if (mapping.get("count") != null && mapping.get("device_ids") != null) {
        throw mapping
            .get("device_ids")
            .place()
            .bad(who + " has a device with 'count' and 'device_ids'; only one is possible");
      }
    }
  }

  private void references(String who, Node.Mapping service) {
    service
        .mapping("networks")
        .entries()
        .forEach(
            (name, node) ->
                known("network", name, model.mapping("networks"), who + " uses", node.place()));
    for (Node node : service.items("volumes")) {
      Node.Mapping mount = (Node.Mapping) node;
      if (mount.text("type").equals("bind") && mount.text("source").isEmpty()) {
        throw mount.place().bad(who + " mounts no folder at " + mount.text("target"));
      }
      if (mount.text("type").equals("volume") && !mount.text("source").isEmpty()) {
        known(
            "volume", mount.text("source"), model.mapping("volumes"), who + " uses", node.place());
      }
    }
    sources("secret", service.items("secrets"), who);
    sources("secret", service.mapping("build").items("secrets"), who);
    sources("config", service.items("configs"), who);
  }

  private void sources(String kind, List<Node> grants, String who) {
    for (Node grant : grants) {
      known(
          kind,
          ((Node.Mapping) grant).text("source"),
          model.mapping(kind + "s"),
          who + " uses",
          grant.place());
    }
  }

  private static void known(String kind, String name, Node.Mapping all, String who, Place place) {
    if (!all.entries().containsKey(name)) {
      throw place.bad(
          who
              + " "
              + kind
              + " '"
              + name
              + "', which is not there"
              + Names.didYouMean(name, all.entries().keySet()));
    }
  }

  private static void scale(String who, Node.Mapping service) {
    String scale = service.text("scale");
    String replicas = service.mapping("deploy").text("replicas");
    if (!scale.isEmpty() && !replicas.isEmpty() && !scale.equals(replicas)) {
      throw service
          .get("scale")
          .place()
          .bad(who + " has 'scale' " + scale + " and 'replicas' " + replicas);
    }
    String several = scale.isEmpty() ? replicas : scale;
    if (!several.isEmpty()
        && !Set.of("0", "1").contains(several)
        && service.get("container_name") != null) {
      throw service
          .get("container_name")
          .place()
          .bad(who + " has " + several + " replicas, which cannot all have one name");
    }
  }

  private void circles() {
    Set<String> done = new HashSet<>();
    for (String name : services.entries().keySet()) {
      visit(name, new ArrayList<>(), done);
    }
  }

  private void visit(String name, List<String> path, Set<String> done) {
    if (done.contains(name) || !(services.get(name) instanceof Node.Mapping service)) {
      return;
    }
    if (path.contains(name)) {
      List<String> circle = path.subList(path.indexOf(name), path.size());
      throw service
          .place()
          .bad(
              "service '"
                  + name
                  + "' depends on itself: "
                  + String.join(" -> ", circle)
                  + " -> "
                  + name);
    }
    path.add(name);
    service.mapping("depends_on").entries().keySet().forEach(other -> visit(other, path, done));
    path.remove(path.size() - 1);
    done.add(name);
  }

  private void resources() {
    excluding("secrets", List.of("file", "environment"));
    excluding("configs", List.of("file", "environment", "content"));
    for (Map.Entry<String, Node> volume : model.mapping("volumes").entries().entrySet()) {
      Node.Mapping mapping = (Node.Mapping) volume.getValue();
      for (String key :
          mapping.flag("external")
              ? List.of("driver", "driver_opts", "labels")
              : List.<String>of()) {
        if (mapping.get(key) != null) {
          throw mapping
              .get(key)
              .place()
              .bad("volume '" + volume.getKey() + "' is external, which excludes '" + key + "'");
        }
      }
    }
  }

  private void excluding(String section, List<String> ways) {
    model
        .mapping(section)
        .entries()
        .forEach(
            (name, node) -> {
              Node.Mapping mapping = (Node.Mapping) node;
              long given = ways.stream().filter(way -> mapping.get(way) != null).count();
              if (!mapping.flag("external") && mapping.get("driver") == null && given != 1) {
                throw node.place()
                    .bad(
                        section.substring(0, section.length() - 1)
                            + " '"
                            + name
                            + "' takes just one of "
                            + String.join(", ", ways));
              }
            });
  }
}

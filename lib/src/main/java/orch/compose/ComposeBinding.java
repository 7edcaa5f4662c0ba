package orch.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import orch.model.AddressPool;
import orch.model.Network;
import orch.model.NetworkSettings;
import orch.model.OrchException;
import orch.model.Origin;
import orch.model.Service;
import orch.model.Stack;
import orch.model.Volume;

/** Makes a stack of a canonical model, and warns once of each key that orch cannot apply. */
final class ComposeBinding {
  private final String name;
  private final Path source;
  private final Node.Mapping model;
  private final ShapeTable shapes;
  private final Unapplied unapplied;
  private final FileBinding files;

  /**
   * A binding.
   *
   * @param name of the stack
   * @param source the file that describes it
   */
  ComposeBinding(
      String name,
      Path source,
      Node.Mapping model,
      Variables variables,
      ShapeTable shapes,
      Warnings warnings) {
    this.name = name;
    this.source = source;
    this.model = model;
    this.shapes = shapes;
    this.unapplied = new Unapplied(warnings);
    this.files = new FileBinding(model, variables, unapplied);
  }

  /** The stack. */
  Stack stack() {
    Map<String, Service> services = new LinkedHashMap<>();
    Map<String, Network> networks = new LinkedHashMap<>();
    Map<String, Volume> volumes = new LinkedHashMap<>();
    Map<String, List<String>> aliases = aliases();
    model
        .mapping("services")
        .entries()
        .forEach(
            (key, node) -> {
              if (replicas((Node.Mapping) node) != 0) {
                services.put(
                    key,
                    placed(
                        node.place(),
                        () ->
                            new ServiceBinding(
                                    key,
                                    (Node.Mapping) node,
                                    model,
                                    files,
                                    shapes.group("service"),
                                    unapplied)
                                .service(aliases.getOrDefault(key, List.of()))));
              }
            });
    model
        .mapping("networks")
        .entries()
        .forEach(
            (key, node) ->
                networks.put(key, placed(node.place(), () -> network(key, (Node.Mapping) node))));
    model
        .mapping("volumes")
        .entries()
        .forEach(
            (key, node) ->
                volumes.put(key, placed(node.place(), () -> volume(key, (Node.Mapping) node))));
    unapplied.kept("stack '" + name + "'", shapes.group("file"), model.without("services"));
    for (String kind : List.of("secret", "config")) {
      model
          .mapping(kind + "s")
          .entries()
          .forEach(
              (key, node) -> unapplied.kept(kind + " '" + key + "'", shapes.group(kind), node));
    }
    Origin origin = new Origin(source.toString(), 0);
    return placed(model.place(), () -> new Stack(name, origin, services, networks, volumes));
  }

  /** Number of containers; -1 where it is not said. */
  static int replicas(Node.Mapping service) {
    String scale = service.text("scale");
    String text = scale.isEmpty() ? service.mapping("deploy").text("replicas") : scale;
    return text.isEmpty() ? -1 : (int) Numbers.finite(text, service.place());
  }

  /** Names under which links ask for other services. */
  private Map<String, List<String>> aliases() {
    Map<String, List<String>> aliases = new LinkedHashMap<>();
    for (Node service : model.mapping("services").entries().values()) {
      for (Node link : ((Node.Mapping) service).items("links")) {
        String[] parts = link.plain().toString().split(":", 2);
        if (parts.length == 2 && !parts[1].equals(parts[0])) {
          aliases.computeIfAbsent(parts[0], key -> new ArrayList<>()).add(parts[1]);
        }
      }
    }
    return aliases;
  }

  /** What the model's own checks refuse, with the place of what they refuse. */
  private static <T> T placed(Place place, Supplier<T> make) {
    try {
      return make.get();
    } catch (OrchException.BadInput e) {
      String start = place.file() + ":";
      if (e.getMessage().startsWith(start)) {
        throw e;
      }
      throw new OrchException.BadInput(
          place + ": " + e.getMessage(), e.evidence(), e.next().orElse(null));
    }
  }

  private boolean isOwnName(String key, Node.Mapping resource) {
    return resource.text("name").equals(name + "_" + key);
  }

  private Network network(String key, Node.Mapping network) {
    if (network.flag("external")) {
      return new Network(key, externalName(key, network), "bridge", false, "", Map.of());
    }
    String owner = "network '" + key + "'";
    unapplied.kept(owner, shapes.group("network"), network);
    if (network.text("enable_ipv4").equals("false")) {
      unapplied.warn(
          owner, "enable_ipv4", network.get("enable_ipv4"), "it takes an engine of API 1.48");
    }
    Node.Mapping ipam = network.mapping("ipam");
    List<AddressPool> pools = new ArrayList<>();
    String subnet = "";
    for (Node node : ipam.items("config")) {
      Node.Mapping pool = (Node.Mapping) node;
      subnet =
          subnet.isEmpty() && !pool.text("subnet").contains(":") ? pool.text("subnet") : subnet;
      pools.add(
          new AddressPool(
              pool.text("subnet"),
              pool.text("ip_range"),
              pool.text("gateway"),
              ServiceBinding.texts(pool.mapping("aux_addresses"))));
    }
    boolean plain = pools.size() == 1 && pools.get(0).equals(AddressPool.of(subnet));
    String driver = network.text("driver");
    return new Network(
        key,
        "",
        driver.isEmpty() ? "bridge" : driver,
        network.flag("internal"),
        subnet,
        ServiceBinding.texts(network.mapping("driver_opts")),
        new NetworkSettings(
            isOwnName(key, network) ? "" : network.text("name"),
            network.flag("attachable"),
            network.flag("enable_ipv6"),
            ServiceBinding.texts(network.mapping("labels")),
            ipam.text("driver"),
            ServiceBinding.texts(ipam.mapping("options")),
            plain ? List.of() : pools));
  }

  private static String externalName(String key, Node.Mapping resource) {
    String given = resource.text("name");
    return given.isEmpty() ? key : given;
  }

  private Volume volume(String key, Node.Mapping volume) {
    if (volume.flag("external")) {
      return new Volume(key, externalName(key, volume), "local", Map.of());
    }
    String driver = volume.text("driver");
    return new Volume(
        key,
        "",
        driver.isEmpty() ? "local" : driver,
        ServiceBinding.texts(volume.mapping("driver_opts")),
        isOwnName(key, volume) ? "" : volume.text("name"),
        ServiceBinding.texts(volume.mapping("labels")));
  }
}

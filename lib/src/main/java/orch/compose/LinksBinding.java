package orch.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.Attachment;
import orch.model.Links;
import orch.model.Port;

/** Makes what a service is reached by and what it reaches. */
final class LinksBinding {
  private final String name;
  private final Node.Mapping service;
  private final Unapplied unapplied;

  LinksBinding(String name, Node.Mapping service, Unapplied unapplied) {
    this.name = name;
    this.service = service;
    this.unapplied = unapplied;
  }

  /**
   * Ports, networks and names.
   *
   * @param aliases further DNS names, which others ask for
   */
  Links links(List<String> aliases) {
    String mode = service.text("network_mode");
    if (!Set.of("", "host", "none", "bridge").contains(mode)) {
      throw service
          .get("network_mode")
          .place()
          .bad("network_mode '" + mode + "' is not possible yet; host, none or networks are");
    }
    Map<String, String> hosts = new LinkedHashMap<>();
    for (String host : ServiceBinding.list(service, "extra_hosts")) {
      hosts.put(host.substring(0, host.indexOf('=')), host.substring(host.indexOf('=') + 1));
    }
    List<Attachment> attachments = new ArrayList<>();
    service
        .mapping("networks")
        .entries()
        .forEach((network, node) -> attachments.add(attachment(network, node, aliases)));
    return new Links(ports(), attachments, mode, hosts, ServiceBinding.list(service, "dns"));
  }

  private Attachment attachment(String network, Node node, List<String> further) {
    List<String> aliases = new ArrayList<>(further);
    String address = "";
    if (node instanceof Node.Mapping attachment) {
      unapplied.rest("services.networks", attachment, List.of("aliases", "ipv4_address"));
      aliases.addAll(ServiceBinding.list(attachment, "aliases"));
      address = attachment.text("ipv4_address");
    }
    if (service.get("container_name") != null) {
      aliases.add(service.text("container_name"));
    }
    aliases.removeIf(name::equals);
    return new Attachment(network, aliases.stream().distinct().toList(), address);
  }

  private List<Port> ports() {
    List<Port> ports = new ArrayList<>();
    for (Node node : service.items("ports")) {
      Node.Mapping port = (Node.Mapping) node;
      String published = port.text("published");
      boolean range = published.contains("-");
      if (range) {
        unapplied.warn(
            "services.ports",
            "published",
            port.get("published"),
            "a free port is taken, of any range");
      }
      ports.add(
          new Port(
              (int) Double.parseDouble(port.text("target")),
              published.isEmpty() || range ? 0 : number(published, port),
              port.text("host_ip"),
              port.text("protocol")));
    }
    return ports;
  }

  private static int number(String published, Node.Mapping port) {
    if (!published.matches("\\d{1,9}")) {
      throw port.place().bad("'" + published + "' is no host port");
    }
    return Integer.parseInt(published);
  }
}

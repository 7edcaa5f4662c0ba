package orch.compose.out;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.Attachment;
import orch.model.Links;
import orch.model.Port;
import orch.model.Service;

/** How a service is reached and what it reaches, as keys of a Compose service. */
final class LinksTree {
  private LinksTree() {}

  static void add(Service service, Section section) {
    Links links = service.links();
    section
        .say("ports", links.ports().stream().map(LinksTree::port).toList())
        .say("network_mode", links.networkMode())
        .say("networks", networks(service))
        .say("extra_hosts", hosts(links.extraHosts()))
        .say("dns", links.dns());
  }

  private static Map<String, Object> port(Port port) {
    return new Section()
        .say("mode", "ingress")
        .say("host_ip", port.address())
        .say("target", port.container())
        .say("published", port.host() == 0 ? "" : Integer.toString(port.host()))
        .say("protocol", port.protocol())
        .entries();
  }

  private static Map<String, Object> networks(Service service) {
    Map<String, Object> networks = new LinkedHashMap<>();
    for (Attachment attachment : service.attachments()) {
      Map<String, Object> settings =
          new Section()
              .say("aliases", attachment.aliases())
              .say("ipv4_address", attachment.address())
              .entries();
      networks.put(attachment.network(), settings.isEmpty() ? null : settings);
    }
    return networks;
  }

  private static List<String> hosts(Map<String, String> hosts) {
    List<String> lines = new ArrayList<>();
    hosts.forEach((host, address) -> lines.add(host + "=" + address));
    return lines;
  }
}

package orch.compose.out;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.Attachment;
import orch.model.Endpoint;
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
        .say("expose", links.expose().stream().map(p -> p.replaceFirst("/tcp$", "")).toList())
        .say("network_mode", links.networkMode())
        .say("networks", networks(service.attachments()))
        .say("mac_address", links.mac())
        .say("extra_hosts", hosts(links.extraHosts()))
        .say("dns", links.dns())
        .say("dns_search", links.resolver().search())
        .say("dns_opt", links.resolver().options())
        .say("domainname", links.resolver().domain())
        .say("external_links", links.resolver().externalLinks());
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

  private static Map<String, Object> networks(List<Attachment> attachments) {
    List<String> names = attachments.stream().map(Attachment::network).toList();
    // the first one gives the way out; unless told otherwise Compose takes the first by name
    boolean inOrder = names.equals(names.stream().sorted().toList());
    Map<String, Object> networks = new LinkedHashMap<>();
    for (int i = 0; i < attachments.size(); i++) {
      Attachment attachment = attachments.get(i);
      Endpoint endpoint = attachment.endpoint();
      Map<String, Object> settings =
          new Section()
              .say("aliases", attachment.aliases())
              .say("ipv4_address", attachment.address())
              .say("ipv6_address", endpoint.ipv6())
              .say("link_local_ips", endpoint.linkLocal())
              .say("mac_address", endpoint.mac())
              .say("driver_opts", endpoint.options())
              .say("priority", inOrder ? 0 : attachments.size() - i)
              .entries();
      networks.put(attachment.network(), settings.isEmpty() ? null : settings);
    }
    return networks;
  }

  /** A line for each address of a name. */
  static List<String> hosts(Map<String, String> hosts) {
    List<String> lines = new ArrayList<>();
    hosts.forEach(
        (host, addresses) -> {
          for (String address : addresses.split(",")) {
            lines.add(host + "=" + address);
          }
        });
    return lines;
  }
}

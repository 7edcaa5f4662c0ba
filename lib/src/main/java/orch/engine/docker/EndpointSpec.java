package orch.engine.docker;

import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.Attachment;
import orch.model.Service;

/** A service's place in a network as the engine's request. */
final class EndpointSpec {
  private EndpointSpec() {}

  /** Whether the request for the container itself cannot say all of it. */
  static boolean needsItsOwnCall(Service service, Attachment attachment) {
    return !attachment.endpoint().linkLocal().isEmpty()
        || !attachment.endpoint().options().isEmpty()
        || !service.links().resolver().externalLinks().isEmpty();
  }

  /** The request. */
  static ContainerNetwork of(Service service, Attachment attachment) {
    ContainerNetwork endpoint =
        new ContainerNetwork() {
          private static final long serialVersionUID = 1L;

          @Override
          public Map<String, Object> getRawValues() {
            Map<String, String> options = attachment.endpoint().options();
            return options.isEmpty() ? Map.of() : Map.of("DriverOpts", options);
          }
        };
    endpoint.withAliases(ContainerSpec.aliases(service, attachment));
    Map<String, Object> addresses = new LinkedHashMap<>();
    if (!attachment.endpoint().linkLocal().isEmpty()) {
      addresses.put("LinkLocalIPs", attachment.endpoint().linkLocal());
    }
    ContainerNetwork.Ipam ipam =
        new ContainerNetwork.Ipam() {
          private static final long serialVersionUID = 1L;

          @Override
          public Map<String, Object> getRawValues() {
            return addresses;
          }
        };
    if (!attachment.address().isEmpty()) {
      ipam.withIpv4Address(attachment.address());
    }
    if (!attachment.endpoint().ipv6().isEmpty()) {
      ipam.withIpv6Address(attachment.endpoint().ipv6());
    }
    endpoint.withIpamConfig(ipam);
    if (!attachment.endpoint().mac().isEmpty()) {
      endpoint.withMacAddress(attachment.endpoint().mac());
    }
    List<String> links = service.links().resolver().externalLinks();
    if (!links.isEmpty()) {
      endpoint.withLinks(links.stream().map(EndpointSpec::link).toList());
    }
    return endpoint;
  }

  /** {@code NAME[:ALIAS]}. */
  static Link link(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Link(text, text)
        : new Link(text.substring(0, colon), text.substring(colon + 1));
  }
}

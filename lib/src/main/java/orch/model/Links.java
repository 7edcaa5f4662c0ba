package orch.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a service is reached and what it reaches.
 *
 * @param ports that the host can reach
 * @param attachments networks; empty: the stack's default network
 * @param networkMode empty, or what stands in place of networks: {@code host}, {@code none}, {@code
 *     bridge}, {@code service:NAME}, {@code container:NAME}
 * @param extraHosts name to address, as in {@code /etc/hosts}; several addresses have commas
 *     between them
 * @param dns servers in place of the engine's
 * @param resolver how names are looked up beside that
 * @param expose ports that it offers to its networks, such as {@code 80/tcp}
 * @param mac a fixed hardware address in its first network, or empty
 */
public record Links(
    List<Port> ports,
    List<Attachment> attachments,
    String networkMode,
    Map<String, String> extraHosts,
    List<String> dns,
    Resolver resolver,
    List<String> expose,
    String mac) {
  /** The default network and no ports. */
  public static final Links DEFAULT = new Links(List.of(), List.of(), "", Map.of(), List.of());

  /** Copies lists and maps. */
  public Links {
    ports = List.copyOf(ports);
    // the same said twice: who names no network joins the default one
    boolean usual = attachments.equals(List.of(new Attachment(Network.DEFAULT, List.of(), "")));
    attachments = usual ? List.of() : List.copyOf(attachments);
    extraHosts = java.util.Collections.unmodifiableMap(new TreeMap<>(extraHosts));
    dns = List.copyOf(dns);
    expose = List.copyOf(expose);
    for (String port : expose) {
      if (!port.matches("\\d{1,5}/(tcp|udp|sctp)")) {
        throw new OrchException.BadInput("'" + port + "' is no port such as 80/tcp to expose");
      }
    }
    if (!networkMode.matches("(host|none|bridge|(service|container):.+)?")) {
      throw new OrchException.BadInput(
          "network mode '"
              + networkMode
              + "' is not possible: host, none, bridge, service:NAME or container:NAME");
    }
    if (!networkMode.isEmpty() && !attachments.isEmpty()) {
      throw new OrchException.BadInput("a service has either networks or a network mode, not both");
    }
  }

  /** Links of the usual kind. */
  public Links(
      List<Port> ports,
      List<Attachment> attachments,
      String networkMode,
      Map<String, String> extraHosts,
      List<String> dns) {
    this(ports, attachments, networkMode, extraHosts, dns, Resolver.DEFAULT, List.of(), "");
  }

  /** The same with other ports. */
  public Links withPorts(List<Port> other) {
    return new Links(other, attachments, networkMode, extraHosts, dns, resolver, expose, mac);
  }

  /** The same in other networks. */
  public Links withAttachments(List<Attachment> others) {
    return new Links(ports, others, networkMode, extraHosts, dns, resolver, expose, mac);
  }
}

package orch.compose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import orch.model.Attachment;
import orch.model.Endpoint;
import orch.model.Links;
import orch.model.Port;
import orch.model.Resolver;

/** Makes what a service is reached by and what it reaches. */
final class LinksBinding {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})(/\\w+)?");

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
    List<Attachment> attachments = new ArrayList<>();
    service
        .mapping("networks")
        .entries()
        .forEach((network, node) -> attachments.add(attachment(network, node, aliases)));
    // the first one gives the container its way out
    attachments.sort(Comparator.comparingDouble(a -> -priority(a.network())));
    return new Links(
        ports(),
        attachments,
        service.text("network_mode"),
        hosts(service),
        ServiceBinding.list(service, "dns"),
        new Resolver(
            ServiceBinding.list(service, "dns_search"),
            ServiceBinding.list(service, "dns_opt"),
            service.text("domainname"),
            ServiceBinding.list(service, "external_links")),
        ServiceBinding.list(service, "expose").stream().flatMap(LinksBinding::exposed).toList(),
        service.text("mac_address"));
  }

  private double priority(String network) {
    Node.Mapping joined = service.mapping("networks").mapping(network);
    return Numbers.finite(joined.text("priority"), joined.place());
  }

  /** Names and addresses; several addresses of one name have commas between them. */
  static Map<String, String> hosts(Node.Mapping holder) {
    Map<String, String> hosts = new LinkedHashMap<>();
    for (String host : ServiceBinding.list(holder, "extra_hosts")) {
      int equals = host.indexOf('=');
      hosts.merge(
          host.substring(0, equals), host.substring(equals + 1), (one, two) -> one + "," + two);
    }
    return hosts;
  }

  /** A range counts as each of its ports. */
  private static Stream<String> exposed(String text) {
    Matcher range = RANGE.matcher(text);
    boolean upwards =
        range.matches() && Integer.parseInt(range.group(1)) <= Integer.parseInt(range.group(2));
    if (!upwards) {
      return Stream.of(text.contains("/") ? text : text + "/tcp");
    }
    String protocol = range.group(3) == null ? "/tcp" : range.group(3);
    return IntStream.rangeClosed(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)))
        .mapToObj(port -> port + protocol);
  }

  private Attachment attachment(String network, Node node, List<String> further) {
    List<String> aliases = new ArrayList<>(further);
    String address = "";
    Endpoint endpoint = Endpoint.PLAIN;
    if (node instanceof Node.Mapping attachment) {
      aliases.addAll(ServiceBinding.list(attachment, "aliases"));
      address = attachment.text("ipv4_address");
      endpoint =
          new Endpoint(
              attachment.text("ipv6_address"),
              ServiceBinding.list(attachment, "link_local_ips"),
              attachment.text("mac_address"),
              ServiceBinding.texts(attachment.mapping("driver_opts")));
    }
    if (service.get("container_name") != null) {
      aliases.add(service.text("container_name"));
    }
    aliases.removeIf(name::equals);
    return new Attachment(network, aliases.stream().distinct().toList(), address, endpoint);
  }

  private List<Port> ports() {
    List<Port> ports = new ArrayList<>();
    for (Node node : service.items("ports")) {
      Node.Mapping port = (Node.Mapping) node;
      String published = port.text("published");
      boolean range = published.contains("-");
      if (range) {
        unapplied.warn(
            "service '" + name + "'",
            "ports.published",
            port.get("published"),
            "a free port is taken, of any range");
      }
      ports.add(
          new Port(
              (int) Numbers.finite(port.text("target"), port.place()),
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

package orch.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The short form of a port: {@code [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]}, with ranges. */
final class ShortPort {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]");

  private final String text;
  private final Place place;

  private record Range(int first, int last) {
    int size() {
      return last - first;
    }
  }

  private ShortPort(String text, Place place) {
    this.text = text;
    this.place = place;
  }

  /** The long forms, one for each container port. */
  static List<Node> read(String text, Place place) {
    return new ShortPort(text, place).ports();
  }

  private List<Node> ports() {
    int slash = text.lastIndexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1);
    String rest = slash < 0 ? text : text.substring(0, slash);
    int colon = rest.lastIndexOf(':');
    Range container = range(rest.substring(colon + 1), "container");
    if (container.first() == 0) {
      throw place.bad("port '" + text + "': 0 is no container port");
    }
    String before = colon < 0 ? "" : rest.substring(0, colon);
    int second = before.lastIndexOf(':');
    String address = second < 0 ? "" : before.substring(0, second);
    String host = before.substring(second + 1);
    boolean brackets = address.startsWith("[") && address.endsWith("]");
    if (!address.isEmpty() && !(brackets ? IPV6 : IPV4).matcher(address).matches()) {
      throw place.bad("port '" + text + "': '" + address + "' is no IP address");
    }
    if (brackets) {
      address = address.substring(1, address.length() - 1);
    }
    if (!Set.of("tcp", "udp", "sctp").contains(protocol.toLowerCase(Locale.ROOT))) {
      throw place.bad("port '" + text + "': '" + protocol + "' is not tcp, udp or sctp");
    }
    Range published = host.isEmpty() ? null : range(host, "host");
    boolean pool = published != null && published.size() != container.size();
    if (pool && container.size() > 0) {
      throw place.bad("port '" + text + "': the ranges are not of one length");
    }
    List<Node> ports = new ArrayList<>();
    for (int i = 0; i <= container.size(); i++) {
      Map<String, Node> port = new LinkedHashMap<>();
      put(port, "mode", "ingress");
      if (!address.isEmpty()) {
        put(port, "host_ip", address);
      }
      put(port, "target", (long) container.first() + i);
      if (published != null) {
        put(
            port,
            "published",
            pool ? published.first() + "-" + published.last() : "" + (published.first() + i));
      }
      put(port, "protocol", protocol.toLowerCase(Locale.ROOT));
      ports.add(new Node.Mapping(port, place));
    }
    return ports;
  }

  private void put(Map<String, Node> port, String key, Object value) {
    port.put(key, new Node.Scalar(value, place));
  }

  private Range range(String part, String which) {
    if (part.isEmpty()) {
      throw place.bad("port '" + text + "' has no " + which + " port");
    }
    int dash = part.indexOf('-');
    int first = number(dash < 0 ? part : part.substring(0, dash));
    int last = dash < 0 ? first : number(part.substring(dash + 1));
    if (last < first) {
      throw place.bad("port '" + text + "': " + part + " ends before it begins");
    }
    return new Range(first, last);
  }

  private int number(String part) {
    if (!part.matches("\\d{1,5}") || Integer.parseInt(part) > 65535) {
      throw place.bad("port '" + text + "': '" + part + "' is no number from 1 to 65535");
    }
    return Integer.parseInt(part);
  }
}

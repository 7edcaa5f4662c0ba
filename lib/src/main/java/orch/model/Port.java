package orch.model;

/**
 * A port that the host can reach.
 *
 * @param container 1 to 65535
 * @param host 1 to 65535, or 0: the engine picks a free one
 * @param address of the host; {@code 127.0.0.1} unless the stack says otherwise
 * @param protocol {@code tcp} or {@code udp}
 */
public record Port(int container, int host, String address, String protocol) {
  /**
   * The address that ports are bound to unless told otherwise: nothing is open to the network by
   * accident.
   */
  public static final String LOOPBACK = "127.0.0.1";

  /** Checks the ranges. */
  public Port {
    if (container < 1 || container > 65535) {
      throw new OrchException.BadInput("port " + container + " is not possible: 1 to 65535");
    }
    if (host < 0 || host > 65535) {
      throw new OrchException.BadInput("host port " + host + " is not possible: 1 to 65535");
    }
    if (!protocol.equals("tcp") && !protocol.equals("udp")) {
      throw new OrchException.BadInput(
          "port protocol '" + protocol + "' is not possible: tcp or udp");
    }
  }

  /** Whether the two cannot be published at the same time. */
  public boolean clashesWith(Port other) {
    return host != 0
        && host == other.host
        && protocol.equals(other.protocol)
        && (covers(other.address) || other.covers(address));
  }

  /** {@code 0.0.0.0} is every IPv4 address, {@code ::} every IPv6 one, none given is all. */
  private boolean covers(String other) {
    return switch (address) {
      case "" -> true;
      case "0.0.0.0" -> !other.contains(":");
      case "::" -> other.contains(":");
      default -> address.equals(other);
    };
  }

  /** {@code 8080/tcp}. */
  public String key() {
    return container + "/" + protocol;
  }
}

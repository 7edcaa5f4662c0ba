package orch.model;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a service is reached and what it reaches.
 *
 * @param ports that the host can reach
 * @param attachments networks; empty: the stack's default network
 * @param networkMode empty, or {@code host}, {@code none} in place of networks
 * @param extraHosts name to address, as in {@code /etc/hosts}
 * @param dns servers in place of the engine's
 */
public record Links(
    List<Port> ports,
    List<Attachment> attachments,
    String networkMode,
    Map<String, String> extraHosts,
    List<String> dns) {
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
    if (!networkMode.isEmpty() && !attachments.isEmpty()) {
      throw new OrchException.BadInput("a service has either networks or a network mode, not both");
    }
  }

  /** The same in other networks. */
  public Links withAttachments(List<Attachment> others) {
    return new Links(ports, others, networkMode, extraHosts, dns);
  }
}

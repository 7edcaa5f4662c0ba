package orch.model;

import java.util.List;

/**
 * A service's place in one network.
 *
 * @param network the stack's name for it
 * @param aliases further DNS names there; the service's own name always works
 * @param address a fixed IPv4 address, or empty
 * @param endpoint what is rarely said
 */
public record Attachment(String network, List<String> aliases, String address, Endpoint endpoint) {
  /** Copies the aliases. */
  public Attachment {
    aliases = List.copyOf(aliases);
  }

  /** A plain one. */
  public Attachment(String network, List<String> aliases, String address) {
    this(network, aliases, address, Endpoint.PLAIN);
  }
}

package orch.model;

import java.util.List;

/**
 * How a container looks up names, beside its DNS servers.
 *
 * @param search domains in which a bare name is looked for
 * @param options as in {@code /etc/resolv.conf}
 * @param domain its own domain name, or empty
 * @param externalLinks containers of others by {@code NAME[:ALIAS]}, on the same network
 */
public record Resolver(
    List<String> search, List<String> options, String domain, List<String> externalLinks) {
  /** What the engine does by itself. */
  public static final Resolver DEFAULT = new Resolver(List.of(), List.of(), "", List.of());

  /** Copies the lists. */
  public Resolver {
    search = List.copyOf(search);
    options = List.copyOf(options);
    externalLinks = List.copyOf(externalLinks);
  }
}

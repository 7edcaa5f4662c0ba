package orch.serve;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import orch.model.OrchException;

/**
 * Where a server listens, and whom it answers.
 *
 * @param listen an address of this machine
 * @param port 1 to 65535; 0: a free one
 * @param names host names by which it may be asked, beside addresses and {@code localhost}
 * @param token what clients must show; empty: nothing, which only a loopback address allows
 */
public record ServerSettings(
    InetAddress listen, int port, Set<String> names, Optional<String> token) {
  /** Nobody but this machine gets there. */
  public static final String DEFAULT_LISTEN = "127.0.0.1";

  /** The port unless another one is said. */
  public static final int DEFAULT_PORT = 14355;

  /** The longest request that is read, in bytes. */
  public static final int LONGEST_BODY = 1 << 20;

  private static final int SHORTEST_TOKEN = 16;

  /**
   * Copies the names and checks the ranges.
   *
   * @throws OrchException.BadInput when off loopback no token is asked for, or it is guessed too
   *     easily
   */
  public ServerSettings {
    names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    if (port < 0 || port > 65_535) {
      throw new OrchException.BadInput("a port is 0 to 65535, not " + port);
    } else if (token.isEmpty() && !listen.isLoopbackAddress()) {
      throw new OrchException.BadInput("off loopback a server needs a token");
    } else if (token.filter(text -> text.length() < SHORTEST_TOKEN).isPresent()) {
      throw new OrchException.BadInput(
          "the token has fewer than " + SHORTEST_TOKEN + " letters",
          List.of("whoever has it may run containers on this machine"),
          null);
    }
  }

  /**
   * Reads an address.
   *
   * @throws OrchException.BadInput when it is none
   */
  public static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new OrchException.BadInput("--listen '" + text + "' is no address of this machine");
    }
  }
}

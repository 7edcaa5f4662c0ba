package orch.engine.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import orch.model.OrchException;

/**
 * Where an engine listens.
 *
 * @param url {@code unix:///path}, {@code tcp://host:port} or {@code https://host:port}
 * @param certificates folder with ca.pem, cert.pem and key.pem, where the connection is by TLS
 * @param found how it was found, for errors
 */
public record EngineAddress(URI url, Optional<Path> certificates, String found) {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Reads an address as users write it.
   *
   * @param certificates as above; with them {@code tcp} means TLS
   * @throws OrchException.BadInput when it is no address, or of a kind that is not supported
   */
  public static EngineAddress parse(String text, Optional<Path> certificates, String found) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new OrchException.BadInput("engine address '" + text + "' (" + found + ") is no URL");
    }
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    boolean network = scheme.equals("tcp") || scheme.equals("http") || scheme.equals("https");
    boolean complete =
        scheme.equals("unix")
            ? url.getAuthority() == null && url.getPath() != null && !url.getPath().isEmpty()
            : network && url.getHost() != null && url.getPort() <= 65535;
    if (!complete) {
      throw new OrchException.BadInput(
          "engine address '"
              + text
              + "' ("
              + found
              + ") is not supported: unix:///path, tcp://host:port or https://host:port");
    }
    return new EngineAddress(url, certificates, found);
  }

  /** Whether it is a socket file on this machine. */
  public boolean isUnix() {
    return "unix".equalsIgnoreCase(url.getScheme());
  }

  /** Whether the connection is by TLS. */
  public boolean isTls() {
    return "https".equalsIgnoreCase(url.getScheme()) || !isUnix() && certificates.isPresent();
  }

  /**
   * Whether the engine is on this machine, so that its bridge networks can be reached from here.
   */
  public boolean isLocal() {
    return isUnix() || LOOPBACK.contains(url.getHost());
  }

  /** The name by which published ports of the engine's machine are reached. */
  public String host() {
    return isLocal() ? "127.0.0.1" : url.getHost();
  }

  /** The port of a network address; the engine's registered ports by default. */
  public int port() {
    return url.getPort() > 0 ? url.getPort() : isTls() ? 2376 : 2375;
  }

  @Override
  public String toString() {
    return url.toString();
  }
}

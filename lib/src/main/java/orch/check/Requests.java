package orch.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests to one address, each on a connection of its own so that a balancer chooses anew. By
 * hand: the JDK's clients ask again in silence when a connection breaks, which is just what is to
 * be seen. Safe for use by several threads.
 */
final class Requests {
  private static final int PATIENCE = (int) Duration.ofSeconds(3).toMillis();

  /** A request that is tried again is lost when this many tries have failed. */
  private static final int TRIES = 5;

  /** RFC 9112, 4: a status line such as {@code HTTP/1.1 200 OK}. */
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.\\d (\\d{3})");

  private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d{1,9})");

  private final InetSocketAddress address;
  private final byte[] request;

  Requests(URI url) {
    this.address = new InetSocketAddress(url.getHost(), url.getPort());
    String path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    this.request =
        ("GET "
                + path
                + " HTTP/1.1\r\nHost: "
                + url.getAuthority()
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** The status of the answer to one request; 0 where none came. */
  int status() {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE);
      socket.connect(address, PATIENCE);
      socket.getOutputStream().write(request);
      return status(socket.getInputStream());
    } catch (IOException e) {
      return 0;
    }
  }

  /** One that breaks off is no answer. */
  static int status(InputStream in) throws IOException {
    String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    Matcher matcher = ANSWER.matcher(answer);
    int head = answer.indexOf("\r\n\r\n") + 4;
    if (head < 4 || !matcher.lookingAt()) {
      return 0;
    }
    Matcher length = LENGTH.matcher(answer.substring(0, head));
    boolean whole = !length.find() || answer.length() - head >= Integer.parseInt(length.group(1));
    return whole ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** Whether one request was answered well. */
  boolean once() {
    int status = status();
    return status >= 100 && status < 400;
  }

  /** Whether a request that has failed is answered when it is tried again, a few times at most. */
  boolean again() {
    for (int tries = 1; tries < TRIES; tries++) {
      if (once()) {
        return true;
      }
    }
    return false;
  }
}

package orch.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whether a request is answered. Knows no HTTP library. */
public final class Guard {
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(?::\\d+)?");
  private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[.*]");

  private final ServerSettings settings;

  /** For a server with these settings. */
  public Guard(ServerSettings settings) {
    this.settings = settings;
  }

  /** Why a request is not answered. */
  public enum Refusal {
    /** It was sent to a name that is not this server's: a web page may have had it rebound. */
    HOST,
    /** A web page of another site has sent it. */
    ORIGIN,
    /** It does not show the token. */
    TOKEN
  }

  /**
   * Looks at a request's head.
   *
   * @param host header of that name; null: none
   * @param origin likewise
   * @param authorization likewise
   * @param open whether it may be asked without the token
   * @return why it is refused; empty: it is not
   */
  public Optional<Refusal> refusal(String host, String origin, String authorization, boolean open) {
    if (!isOurs(host)) {
      return Optional.of(Refusal.HOST);
    } else if (origin != null && !origin.equalsIgnoreCase("http://" + host)) {
      return Optional.of(Refusal.ORIGIN);
    } else if (!open && settings.token().isPresent() && !shows(authorization)) {
      return Optional.of(Refusal.TOKEN);
    }
    return Optional.empty();
  }

  /** Addresses cannot be rebound to another machine, only names can. */
  private boolean isOurs(String host) {
    Matcher matcher = HOST.matcher(host == null ? "" : host);
    if (!matcher.matches()) {
      return false;
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || ADDRESS.matcher(name).matches()
        || settings.names().contains(name);
  }

  /** Takes as long for a wrong token as for the right one. */
  private boolean shows(String authorization) {
    String shown =
        authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
            ? authorization.substring(7).strip()
            : "";
    return MessageDigest.isEqual(hash(shown), hash(settings.token().orElseThrow()));
  }

  /** Of one length, whatever the text's. */
  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

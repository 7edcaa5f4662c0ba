package orch.engine.docker;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;

/**
 * Looks whether the engine has made a change whose answer did not come. What was created counts
 * only with the very labels that were asked for: those of this copy of the stack and, for a
 * container, of this wanted state.
 */
final class Aftermath {
  private static final Pattern PATH = Pattern.compile("(?:/v[0-9.]+)?(/[^?]*)(?:\\?(.*))?");
  private static final Pattern CONTAINER =
      Pattern.compile("/containers/([^/]+)(/start|/stop|/kill)?");
  private static final Pattern NETWORK = Pattern.compile("/networks/([^/]+)(/connect)?");
  private static final Pattern VOLUME = Pattern.compile("/volumes/([^/]+)");

  /** Changes that may be made again after a look; making an exec anew leaves nothing behind. */
  private static final Pattern KNOWN =
      Pattern.compile(
          "POST /(containers|networks|volumes)/create"
              + "|POST /containers/[^/]+/(start|stop|kill|exec)"
              + "|POST /networks/[^/]+/connect"
              + "|DELETE /(containers|networks|volumes)/[^/]+");

  /** The engine's own grace time where a container has none. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final EngineReader reader;

  Aftermath(EngineReader reader) {
    this.reader = reader;
  }

  /** Whether a request may be made again when it is not {@link #done}. */
  static boolean knows(String method, String path) {
    return method.equals("GET") || KNOWN.matcher(method + " " + plain(path)).matches();
  }

  /**
   * Whether an error is the engine's last word: it has tried to start the container, and noted on
   * it why it could not.
   *
   * @param sentence what it said
   */
  boolean isFinal(String method, String path, String sentence) {
    Matcher container = CONTAINER.matcher(plain(path));
    if (!method.equals("POST")
        || !container.matches()
        || !"/start".equals(container.group(2))
        || sentence.isEmpty()) {
      return false;
    }
    String noted =
        reader
            .inspect(container.group(1))
            .map(found -> found.at("State", "Error").text())
            .orElse("");
    return !noted.isEmpty() && (sentence.contains(noted) || noted.contains(sentence));
  }

  /**
   * What the engine would have answered; nothing where the change was not made, or cannot be told
   * from one that was not.
   *
   * @param body of the request, or null
   * @param sent when it was first asked for
   */
  Optional<String> done(String method, String path, byte[] body, Instant sent) {
    String plain = plain(path);
    if (method.equals("POST") && plain.equals("/containers/create")) {
      return reader.containersNamed(List.of(name(path))).stream()
          .filter(found -> carries(found.labels(), body))
          .map(found -> created(found.id()))
          .findFirst();
    } else if (method.equals("POST") && plain.equals("/networks/create")) {
      return reader.networksNamed(List.of(json(body).at("Name").text())).stream()
          .filter(found -> carries(found.labels(), body))
          .map(found -> created(found.id()))
          .findFirst();
    }
    Matcher container = CONTAINER.matcher(plain);
    if (container.matches()) {
      return ofContainer(method, container.group(1), container.group(2), sent);
    }
    Matcher network = NETWORK.matcher(plain);
    if (network.matches()) {
      return method.equals("POST")
          ? connected(network.group(1), json(body))
          : gone(reader.find("/networks/" + network.group(1)));
    }
    // volumes are made by name: to ask for one again gives the same one
    return VOLUME.matcher(plain).matches() && method.equals("DELETE")
        ? gone(reader.find(plain))
        : Optional.empty();
  }

  private Optional<String> ofContainer(String method, String id, String action, Instant sent) {
    if (method.equals("DELETE") && action == null) {
      return gone(reader.inspect(id));
    } else if (!method.equals("POST") || action == null) {
      return Optional.empty();
    }
    Json state = reader.inspect(id).map(found -> found.at("State")).orElse(new Json(null));
    boolean runs = state.at("Running").isTrue();
    // what is quickly done may have ended already, and must not be done twice
    boolean done =
        action.equals("/start") ? runs || startedSince(sent, state.at("StartedAt").text()) : !runs;
    return done ? Optional.of("") : Optional.empty();
  }

  private static boolean startedSince(Instant sent, String startedAt) {
    return !startedAt.isEmpty() && !Instant.parse(startedAt).isBefore(sent);
  }

  private Optional<String> connected(String network, Json request) {
    Map<String, Json> networks =
        reader
            .inspect(request.at("Container").text())
            .map(found -> found.at("NetworkSettings", "Networks").members())
            .orElse(Map.of());
    boolean there =
        networks.containsKey(network)
            || networks.values().stream().anyMatch(n -> n.at("NetworkID").text().equals(network));
    return there ? Optional.of("") : Optional.empty();
  }

  /** The container that a request stops. */
  Optional<String> stopping(String method, String path) {
    Matcher container = CONTAINER.matcher(plain(path));
    boolean stops =
        method.equals("POST") && container.matches() && "/stop".equals(container.group(2));
    return stops ? Optional.of(container.group(1)) : Optional.empty();
  }

  /** How long a container may take to stop. */
  Duration grace(String container) {
    long seconds =
        reader
            .inspect(container)
            .map(found -> found.at("Config", "StopTimeout").number())
            .orElse(0L);
    return seconds == 0 ? GRACE : Duration.ofSeconds(seconds);
  }

  private static Optional<String> gone(Optional<Json> found) {
    return found.isEmpty() ? Optional.of("") : Optional.empty();
  }

  private static boolean carries(Map<String, String> labels, byte[] body) {
    Map<String, String> wanted = json(body).at("Labels").texts();
    return !wanted.isEmpty() && labels.entrySet().containsAll(wanted.entrySet());
  }

  /** Ids are hexadecimal. */
  private static String created(String id) {
    return "{\"Id\":\"" + id + "\",\"Warnings\":[]}";
  }

  private static Json json(byte[] body) {
    try {
      return body == null ? new Json(null) : Json.read(new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalArgumentException("a request that is not JSON", e);
    }
  }

  private static String name(String path) {
    Matcher matcher = PATH.matcher(path);
    String query = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
    for (String part : query.split("&")) {
      if (part.startsWith("name=")) {
        return URLDecoder.decode(part.substring(5), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private static String plain(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches() ? matcher.group(1) : path;
  }
}

package orch.engine.read;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.health.ContainerState;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Subnet;
import orch.plan.Holder;
import orch.plan.Observed;
import orch.plan.TakenSubnet;

/**
 * Asks the engine. Paths carry no API version: what is read here has been the same since API 1.41,
 * and an engine answers such paths in its own newest version. Safe for use by several threads.
 */
public final class EngineReader {
  /** So long before the time that the engine notes a container may have begun to print. */
  private static final Duration START_TAKES = Duration.ofSeconds(1);

  private static final Pattern DOCKER = Pattern.compile("^Docker/(\\S+)");

  private final EngineHttp http;

  /** Asks this engine. */
  public EngineReader(EngineHttp http) {
    this.http = http;
  }

  /**
   * What an engine is.
   *
   * @param engine its version, such as {@code 20.10.24}
   * @param api the newest API that it speaks, such as {@code 1.41}
   */
  public record Version(String engine, String api) {}

  /**
   * The engine's version. A Docker engine tells it in the head of any answer; for the document
   * about it, it runs three programs, which takes 7 ms.
   */
  public Version version() {
    return versionInHead()
        .orElseGet(
            () -> {
              Json all = json("/version");
              return new Version(all.at("Version").text(), all.at("ApiVersion").text());
            });
  }

  private Optional<Version> versionInHead() {
    try {
      return http.ask(
          "/_ping",
          reply -> {
            Matcher server = DOCKER.matcher(header(reply, "Server"));
            String api = header(reply, "Api-Version");
            return reply.status() == 200 && server.find() && !api.isEmpty()
                ? Optional.of(new Version(server.group(1), api))
                : Optional.empty();
          });
    } catch (IOException e) {
      return Optional.empty(); // the document tells, or its error says why not
    }
  }

  private static String header(HttpReply reply, String name) {
    return String.join("", reply.headers().getOrDefault(name, List.of()));
  }

  /** Containers that carry all these labels. */
  public List<Observed.Container> containers(Map<String, String> labels) {
    return containers(new Filters().labels(labels));
  }

  /** Containers that carry this label, whatever its value. */
  public List<Observed.Container> containersWith(String label) {
    return containers(new Filters().with("label", List.of(label)));
  }

  /** Containers of exactly these names. */
  public List<Observed.Container> containersNamed(Collection<String> names) {
    return containers(new Filters().with("name", exactly("/", names)));
  }

  /** Containers in the network of this id, whether they run or not. */
  public List<Observed.Container> containersOn(String networkId) {
    return containers(new Filters().with("network", List.of(networkId)));
  }

  /** Containers that publish any of these host ports. */
  public List<Observed.Container> containersPublishing(Collection<Integer> hostPorts) {
    return containers(
        new Filters().with("publish", hostPorts.stream().map(String::valueOf).toList()));
  }

  /** The listing of containers that mount any of these volumes; parts of names count as well. */
  public Json containersMounting(Collection<String> volumes) {
    return json("/containers/json?all=1&filters=" + new Filters().with("volume", volumes).query());
  }

  private List<Observed.Container> containers(Filters filters) {
    return listed(json("/containers/json?all=1&filters=" + filters.query()));
  }

  /** The containers of a listing that somebody else has asked for. */
  public static List<Observed.Container> listed(Json listing) {
    List<Observed.Container> containers = new ArrayList<>();
    for (Json json : listing.elements()) {
      containers.add(container(json));
    }
    return containers;
  }

  private static Observed.Container container(Json json) {
    List<Observed.Published> ports = new ArrayList<>();
    for (Json port : json.at("Ports").elements()) {
      if (port.at("PublicPort").number() > 0) {
        ports.add(
            new Observed.Published(
                (int) port.at("PrivatePort").number(),
                (int) port.at("PublicPort").number(),
                port.at("IP").text(),
                port.at("Type").text()));
      }
    }
    Map<String, String> addresses = new LinkedHashMap<>();
    Map<String, String> networkIds = new LinkedHashMap<>();
    json.at("NetworkSettings", "Networks")
        .members()
        .forEach(
            (name, network) -> {
              addresses.put(name, network.at("IPAddress").text());
              if (!network.at("NetworkID").text().isEmpty()) {
                networkIds.put(name, network.at("NetworkID").text());
              }
            });
    Map<String, String> mounts = new LinkedHashMap<>();
    for (Json mount : json.at("Mounts").elements()) {
      if (mount.at("Type").text().equals("volume")) {
        mounts.put(mount.at("Destination").text(), mount.at("Name").text());
      }
    }
    List<Json> names = json.at("Names").elements();
    // the name without a second slash: links add names such as /other/alias
    String name =
        names.stream().map(Json::text).filter(n -> n.lastIndexOf('/') == 0).findFirst().orElse("/");
    return new Observed.Container(
        json.at("Id").text(),
        name.substring(1),
        json.at("Image").text(),
        json.at("ImageID").text(),
        json.at("State").text(),
        json.at("Status").text(),
        json.at("Created").number(),
        json.at("Labels").texts(),
        ports,
        addresses,
        mounts,
        networkIds,
        Map.of());
  }

  /** Networks that carry all these labels. */
  public List<Observed.Network> networks(Map<String, String> labels) {
    return networks(new Filters().labels(labels));
  }

  /** Networks of exactly these names. */
  public List<Observed.Network> networksNamed(Collection<String> names) {
    // the filter takes parts of names
    return networks(new Filters().with("name", names)).stream()
        .filter(n -> names.contains(n.name()))
        .toList();
  }

  private List<Observed.Network> networks(Filters filters) {
    List<Observed.Network> networks = new ArrayList<>();
    for (Json json : json("/networks?filters=" + filters.query()).elements()) {
      networks.add(
          new Observed.Network(
              json.at("Id").text(),
              json.at("Name").text(),
              json.at("Labels").texts(),
              Settings.ofNetwork(json),
              List.of()));
    }
    return networks;
  }

  /** The IPv4 subnets of all networks, whoever made them. */
  public List<TakenSubnet> subnets() {
    List<TakenSubnet> subnets = new ArrayList<>();
    for (Json network : json("/networks").elements()) {
      Map<String, String> labels = network.at("Labels").texts();
      for (Json range : network.at("IPAM", "Config").elements()) {
        Subnet.parse(range.at("Subnet").text())
            .ifPresent(
                subnet ->
                    subnets.add(
                        new TakenSubnet(
                            subnet,
                            (labels.isEmpty() ? "" : Holder.holder(labels) + ", ")
                                + "network "
                                + network.at("Name").text())));
      }
    }
    return subnets;
  }

  /** Volumes that carry all these labels. */
  public List<Observed.Volume> volumes(Map<String, String> labels) {
    return volumes(new Filters().labels(labels));
  }

  /** Volumes of exactly these names. */
  public List<Observed.Volume> volumesNamed(Collection<String> names) {
    return volumes(new Filters().with("name", names)).stream()
        .filter(v -> names.contains(v.name()))
        .toList();
  }

  private List<Observed.Volume> volumes(Filters filters) {
    List<Observed.Volume> volumes = new ArrayList<>();
    for (Json json : json("/volumes?filters=" + filters.query()).at("Volumes").elements()) {
      volumes.add(
          new Observed.Volume(
              json.at("Name").text(),
              json.at("CreatedAt").text(),
              json.at("Labels").texts(),
              Settings.ofVolume(json)));
    }
    return volumes;
  }

  /** The id of a local image by any reference: name, digest or id. */
  public Optional<String> imageId(String reference) {
    return find("/images/" + encode(reference) + "/json").map(json -> json.at("Id").text());
  }

  /** All that the engine tells of an image. */
  public Optional<Json> image(String reference) {
    return find("/images/" + encode(reference) + "/json");
  }

  /** When an image got its name here: when it was pulled, loaded or built. */
  public Optional<Instant> imageTagged(String reference) {
    try {
      return image(reference)
          .map(json -> json.at("Metadata", "LastTagTime").text())
          .map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** All that the engine tells of a container. */
  public Optional<Json> inspect(String containerId) {
    return find("/containers/" + encode(containerId) + "/json");
  }

  /** The state of a container now. */
  public ContainerState state(String containerId) {
    return inspect(containerId).map(EngineReader::state).orElse(ContainerState.REMOVED);
  }

  /** The state that an inspection tells. */
  public static ContainerState state(Json inspection) {
    Json state = inspection.at("State");
    String word = state.at("Status").text();
    ContainerState.Phase phase =
        switch (word) {
          case "created" -> ContainerState.Phase.CREATED;
          case "exited", "dead", "restarting" -> ContainerState.Phase.ENDED;
          case "removing" -> ContainerState.Phase.GONE;
          default -> ContainerState.Phase.RUNNING;
        };
    ContainerState.Health health =
        switch (state.at("Health", "Status").text()) {
          case "starting" -> ContainerState.Health.STARTING;
          case "healthy" -> ContainerState.Health.HEALTHY;
          case "unhealthy" -> ContainerState.Health.UNHEALTHY;
          default -> ContainerState.Health.NONE;
        };
    return new ContainerState(
        phase,
        health,
        (int) state.at("ExitCode").number(),
        state.at("OOMKilled").isTrue(),
        word.equals("restarting"),
        state.at("Error").text());
  }

  /**
   * A container's output since it was last started, or the last lines of that.
   *
   * @param tail {@code all} or a number of lines
   */
  public List<String> logLines(String containerId, String tail) {
    String started =
        inspect(containerId).map(i -> i.at("State", "StartedAt").text()).orElse("").strip();
    // the engine notes the time after the start: what ends at once has printed its lines before
    String since = started.isEmpty() ? "0" : moment(Instant.parse(started).minus(START_TAKES));
    return scanLog(containerId, tail, since, log -> log.lines().toList(), List.of());
  }

  /** Whether a line of a container's output since that moment matches. */
  public boolean logHas(String containerId, Pattern pattern, Instant since) {
    return scanLog(
        containerId,
        "all",
        moment(since),
        log -> log.lines().anyMatch(line -> pattern.matcher(line).find()),
        false);
  }

  /** With nanoseconds: lines of an earlier run may lie in the same second. */
  private static String moment(Instant since) {
    // before the first start an engine tells of the year 1
    return since.getEpochSecond() < 0
        ? "0"
        : String.format(Locale.ROOT, "%d.%09d", since.getEpochSecond(), since.getNano());
  }

  private <T> T scanLog(
      String containerId, String tail, String since, Function<BufferedReader, T> scan, T none) {
    boolean tty = inspect(containerId).map(i -> i.at("Config", "Tty").isTrue()).orElse(false);
    String path =
        "/containers/"
            + encode(containerId)
            + "/logs?stdout=1&stderr=1&tail="
            + tail
            + "&since="
            + since;
    try {
      return http.ask(
          path,
          reply -> {
            if (reply.status() != 200) {
              return none;
            }
            InputStream text = tty ? reply.body() : new Frames(reply.body());
            try {
              return scan.apply(
                  new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8)));
            } catch (UncheckedIOException e) {
              throw e.getCause();
            }
          });
    } catch (IOException e) {
      throw broken(path, e);
    }
  }

  /**
   * Reads a document that must be there.
   *
   * @param path without API version, such as {@code /info}
   */
  public Json json(String path) {
    return find(path)
        .orElseThrow(
            () ->
                new OrchException.Unavailable(
                    "what answers at " + http.address() + " is no container engine",
                    List.of("it answered 404 to GET " + path),
                    Next.verb("doctor")));
  }

  /** The document at a path; none where the engine knows nothing there. */
  public Optional<Json> find(String path) {
    try {
      return http.ask(path, reply -> document(path, reply));
    } catch (IOException e) {
      throw broken(path, e);
    }
  }

  private Optional<Json> document(String path, HttpReply reply) throws IOException {
    if (reply.status() == 404) {
      return Optional.empty();
    }
    if (reply.status() != 200) {
      throw new OrchException.Unavailable(
          "the engine at " + http.address() + " answered " + reply.status() + " to GET " + path,
          List.of(reply.text().strip()),
          Next.verb("doctor"));
    }
    return Optional.of(Json.read(reply.body()));
  }

  private OrchException.Unavailable broken(String path, IOException e) {
    return new OrchException.Unavailable(
        "the engine at " + http.address() + " broke off its answer to GET " + path,
        List.of(String.valueOf(e.getMessage())),
        Next.verb("doctor"));
  }

  private static List<String> exactly(String prefix, Collection<String> names) {
    return names.stream().map(name -> "^" + prefix + name.replace(".", "\\.") + "$").toList();
  }

  private static String encode(String text) {
    // slashes and colons of an image's name belong to the path
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("%2F", "/")
        .replace("%3A", ":")
        .replace("%40", "@");
  }
}

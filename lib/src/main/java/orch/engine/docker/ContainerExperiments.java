package orch.engine.docker;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import orch.engine.Experiments;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.read.EngineEvents;
import orch.engine.read.EngineProbes;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.health.Answer;
import orch.health.ContainerState;
import orch.health.Target;
import orch.model.ImageSource;
import orch.model.OrchException;
import orch.model.Readiness;

/** Experiments over the engine's API; only builds need docker-java. */
final class ContainerExperiments implements Experiments {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final EngineHttp http;
  private final EngineReader reader;
  private final EngineProbes probes;
  private final Supplier<FirstTimeBuild> builds;

  ContainerExperiments(
      EngineHttp http, EngineReader reader, EngineProbes probes, Supplier<FirstTimeBuild> builds) {
    this.builds = builds;
    this.http = http;
    this.reader = reader;
    this.probes = probes;
  }

  @Override
  public Details details(String containerId) {
    Json json =
        reader
            .inspect(containerId)
            .orElseThrow(
                () -> new OrchException.Failed("a container is gone", List.of(containerId), null));
    List<Mounted> mounts = new ArrayList<>();
    for (Json mount : json.at("Mounts").elements()) {
      mounts.add(
          new Mounted(
              mount.at("Type").text(),
              mount.at("Name").text(),
              mount.at("Source").text(),
              mount.at("Destination").text(),
              mount.at("RW").isTrue()));
    }
    Map<String, String> addresses = new LinkedHashMap<>();
    Map<String, String> gateways = new LinkedHashMap<>();
    json.at("NetworkSettings", "Networks")
        .members()
        .forEach(
            (network, endpoint) -> {
              if (!endpoint.at("IPAddress").text().isEmpty()) {
                addresses.put(network, endpoint.at("IPAddress").text());
              }
              if (!endpoint.at("Gateway").text().isEmpty()) {
                gateways.put(network, endpoint.at("Gateway").text());
              }
            });
    TreeSet<Integer> exposed = new TreeSet<>();
    for (String part : List.of("Config", "NetworkSettings")) {
      String name = part.equals("Config") ? "ExposedPorts" : "Ports";
      json.at(part, name).members().keySet().stream()
          .filter(port -> port.matches("\\d+/tcp"))
          .forEach(port -> exposed.add(Integer.valueOf(port.replace("/tcp", ""))));
    }
    Json state = json.at("State");
    return new Details(
        json.at("Id").text(),
        json.at("Name").text().replaceFirst("^/", ""),
        state.at("Running").isTrue(),
        state.at("Pid").number(),
        (int) state.at("ExitCode").number(),
        state.at("OOMKilled").isTrue(),
        json.at("RestartCount").number(),
        instant(state.at("FinishedAt").text()),
        json.at("Image").text(),
        json.at("LogPath").text(),
        json.at("HostConfig", "LogConfig", "Type").text(),
        json.at("HostConfig", "LogConfig", "Config").texts(),
        mounts,
        addresses,
        gateways,
        List.copyOf(exposed));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  @Override
  public void stop(String containerId, Duration grace) {
    long seconds = Math.max(1, (grace.toMillis() + 999) / 1000);
    tell("POST", "/containers/" + containerId + "/stop?t=" + seconds, "stop");
  }

  @Override
  public void kill(String containerId, String signal) {
    tell("POST", "/containers/" + containerId + "/kill?signal=" + signal, "take a signal");
  }

  @Override
  public void start(String containerId) {
    tell("POST", "/containers/" + containerId + "/start", "start");
  }

  @Override
  public void remove(String containerId) {
    tell("DELETE", "/containers/" + containerId + "?force=1", "go");
  }

  private void tell(String method, String path, String what) {
    try (HttpReply reply = http.send(method, path, Map.of(), null, null)) {
      // 304: it is so already
      if (reply.status() >= 400) {
        throw ArchiveFiles.failed("a container does not " + what, reply.text());
      }
    } catch (IOException e) {
      throw ArchiveFiles.failed("a container does not " + what, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<String> written(String containerId) {
    List<String> paths = new ArrayList<>();
    for (Json change : reader.json("/containers/" + containerId + "/changes").elements()) {
      // https://docs.docker.com/reference/api/engine/: 0 modified, 1 added, 2 deleted
      if (change.at("Kind").number() != 2) {
        paths.add(change.at("Path").text());
      }
    }
    return paths;
  }

  private static String archive(String containerId, String path) {
    return "/containers/"
        + containerId
        + "/archive?path="
        + URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  @Override
  public Optional<String> write(String containerId, String folder, String name, byte[] content) {
    Map<String, String> headers = Map.of("Content-Type", "application/x-tar");
    ByteArrayInputStream tar = new ByteArrayInputStream(TarFile.of(name, content));
    try (HttpReply reply = http.send("PUT", archive(containerId, folder), headers, tar, null)) {
      return reply.status() == 200
          ? Optional.empty()
          : Optional.of(Json.read(reply.text()).at("message").text());
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<Entry> read(String containerId, String path) {
    try (HttpReply reply = http.get(archive(containerId, path))) {
      if (reply.status() == 404) {
        return Optional.empty();
      }
      if (reply.status() != 200) {
        throw ArchiveFiles.failed(path + " cannot be read", reply.text());
      }
      return TarFile.first(reply.body());
    } catch (IOException e) {
      throw ArchiveFiles.failed(path + " cannot be read", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Usage usage(String containerId) {
    Json stats = reader.json("/containers/" + containerId + "/stats?stream=false");
    Json memory = stats.at("memory_stats");
    Json details = memory.at("stats");
    long droppable =
        Math.max(details.at("inactive_file").number(), details.at("total_inactive_file").number());
    long busy = delta(stats, "cpu_usage", "total_usage");
    long all = delta(stats, "system_cpu_usage");
    long processors = Math.max(1, stats.at("cpu_stats", "online_cpus").number());
    long received = 0;
    for (Json network : stats.at("networks").members().values()) {
      received += network.at("rx_bytes").number();
    }
    return new Usage(
        memory.at("usage").number() - droppable,
        all <= 0 ? 0 : (double) busy / all * processors,
        received);
  }

  private static long delta(Json stats, String... path) {
    return stats.at("cpu_stats").at(path).number() - stats.at("precpu_stats").at(path).number();
  }

  @Override
  public ImageFacts image(String reference) {
    Json image =
        reader
            .image(reference)
            .orElseThrow(
                () -> new OrchException.Failed("image " + reference + " is gone", List.of(), null));
    List<Layer> layers = new ArrayList<>();
    String id = image.at("Id").text();
    for (Json layer : reader.json("/images/" + id + "/history").elements()) {
      layers.add(new Layer(layer.at("CreatedBy").text(), layer.at("Size").number()));
    }
    List<String> environment =
        image.at("Config", "Env").elements().stream().map(Json::text).toList();
    return new ImageFacts(id, image.at("Size").number(), environment, layers);
  }

  @Override
  public InputStream export(String imageId) {
    try {
      HttpReply reply = http.get("/images/" + imageId + "/get");
      if (reply.status() != 200) {
        try (reply) {
          throw ArchiveFiles.failed("the image cannot be exported", reply.text());
        }
      }
      return new FilterInputStream(reply.body()) {
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          return in.read(into, offset, length);
        }

        @Override
        public void close() {
          reply.close();
        }
      };
    } catch (IOException e) {
      throw ArchiveFiles.failed("the image cannot be exported", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public CleanBuild buildFromClean(ImageSource source) {
    return builds.get().run(source);
  }

  @Override
  public Answer probe(String containerId, Readiness readiness) {
    return probes.probe(new Target("", containerId, containerId, readiness, false));
  }

  @Override
  public Optional<ContainerState> await(
      String containerId, Runnable trigger, Predicate<ContainerState> state, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    // events of its own: the first state tells that they are listened to
    try (EngineEvents events = new EngineEvents(http, reader)) {
      BlockingQueue<ContainerState> states = events.follow(containerId);
      states.poll(within.toMillis(), TimeUnit.MILLISECONDS);
      trigger.run();
      while (System.nanoTime() < end) {
        // an engine begins to tell events a moment after it has said so: what it left out is asked
        ContainerState told = states.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        ContainerState now = told == null ? reader.state(containerId) : told;
        if (state.test(now)) {
          return Optional.of(now);
        }
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    }
  }
}

package orch.lane;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.engine.read.Json;
import orch.report.JsonText;

/**
 * What the engine of a rehearsal holds: what was put there at first, and what commands made since.
 * A second start finds what the first one made, so that it is rehearsed as well.
 */
final class RehearsedObjects {
  /** What a check of a container that a command started says: its own probe then decides. */
  private static final String STARTING = "starting";

  /** A tar without members: two blocks of zeros. */
  private static final String NOTHING_ARCHIVED = "\0".repeat(1024);

  /** An answer of the engine. */
  record Reply(int status, String body) {}

  private record Container(
      String id,
      String name,
      String image,
      Map<String, String> labels,
      String network,
      int publishedPort,
      String state,
      String status) {
    Container as(String newState, String newStatus) {
      return new Container(id, name, image, labels, network, publishedPort, newState, newStatus);
    }
  }

  private record Network(String id, String name, Map<String, String> labels, String subnet) {}

  private final Map<String, Container> containers = new LinkedHashMap<>();
  private final Map<String, Network> networks = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> volumes = new LinkedHashMap<>();
  private int made;

  /** Puts a container there. */
  void container(
      String name, Map<String, String> labels, int publishedPort, String state, String status) {
    containers.put(
        name, new Container(id(), name, "rehearsal:1", labels, "n", publishedPort, state, status));
  }

  /** Puts a network there. */
  void network(String name, Map<String, String> labels, String subnet) {
    networks.put(name, new Network(id(), name, labels, subnet));
  }

  /** Puts a volume there. */
  void volume(String name, Map<String, String> labels) {
    volumes.put(name, labels);
  }

  private String id() {
    return String.format("%064x", ++made);
  }

  /**
   * Answers a request.
   *
   * @param path without the version
   * @param query by name
   */
  Reply answer(String method, String path, Map<String, String> query, Json body)
      throws IOException {
    String[] parts = (path.equals("/") ? "/service" : path).split("/");
    String what = parts.length > 2 ? parts[2] : "";
    String then = parts.length > 3 ? parts[3] : "";
    return switch (method) {
      case "POST" ->
          what.equals("create")
              ? new Reply(201, JsonText.value(make(parts[1], query, body)))
              : tell(parts[1], what, then);
      case "DELETE" -> {
        containers.values().removeIf(c -> is(c, what));
        networks.values().removeIf(n -> n.id().equals(what) || n.name().equals(what));
        volumes.remove(what);
        yield new Reply(204, "");
      }
      default ->
          new Reply(
              200,
              then.equals("archive")
                  ? NOTHING_ARCHIVED
                  : read(parts[1], what, Json.read(query.getOrDefault("filters", ""))));
    };
  }

  private Map<String, Object> make(String kind, Map<String, String> query, Json body) {
    Map<String, String> labels = body.at("Labels").texts();
    String name = kind.equals("containers") ? query.get("name") : body.at("Name").text();
    switch (kind) {
      case "containers" ->
          containers.put(
              name,
              new Container(
                  id(),
                  name,
                  body.at("Image").text(),
                  labels,
                  body.at("HostConfig", "NetworkMode").text(),
                  49153,
                  "created",
                  "Created"));
      case "networks" -> network(name, labels, "192.0.2.0/24");
      default -> volume(name, labels);
    }
    return switch (kind) {
      case "containers" -> Map.of("Id", containers.get(name).id(), "Warnings", List.of());
      case "networks" -> Map.of("Id", networks.get(name).id(), "Warning", "");
      default -> volume(name);
    };
  }

  private Reply tell(String kind, String what, String then) {
    if (kind.equals("exec")) {
      return new Reply(200, "");
    } else if (then.equals("exec")) {
      return new Reply(201, JsonText.value(Map.of("Id", "e")));
    }
    containers.replaceAll(
        (name, container) ->
            !is(container, what)
                ? container
                : switch (then) {
                  case "start", "restart" ->
                      container.as("running", "Up 1 second (health: starting)");
                  case "stop", "kill" -> container.as("exited", "Exited (0) 1 second ago");
                  default -> container;
                });
    return new Reply(204, "");
  }

  private String read(String kind, String what, Json filters) {
    return switch (kind) {
      case "images" -> JsonText.value(Map.of("Id", "sha256:00"));
      case "exec" -> JsonText.value(Map.of("ExitCode", 0L, "Running", false));
      case "containers" -> what.equals("json") ? containers(filters) : inspection(what);
      case "networks" -> JsonText.value(networks(filters));
      case "volumes" -> JsonText.value(Map.of("Volumes", volumes(filters)));
      default -> "";
    };
  }

  /** A listing of all containers. */
  String containers() {
    return containers(new Json(null));
  }

  private String containers(Json filters) {
    List<Object> found = new ArrayList<>();
    // what is looked for by name or port is what stands in the way: nothing
    if (filters.at("name").isMissing() && filters.at("publish").isMissing()) {
      for (Container container : containers.values()) {
        if (has(container.labels(), filters)) {
          found.add(listed(container));
        }
      }
    }
    return JsonText.value(found);
  }

  private static boolean has(Map<String, String> labels, Json filters) {
    for (Json filter : filters.at("label").elements()) {
      String[] wanted = filter.text().split("=", 2);
      String value = labels.get(wanted[0]);
      if (value == null || wanted.length == 2 && !value.equals(wanted[1])) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(Container container, String nameOrId) {
    return container.id().equals(nameOrId) || container.name().equals(nameOrId);
  }

  private static Map<String, Object> listed(Container container) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("Id", container.id());
    json.put("Names", List.of("/" + container.name()));
    json.put("Image", container.image());
    json.put("ImageID", "sha256:00");
    json.put("Created", 1_700_000_000L);
    json.put("State", container.state());
    json.put("Status", container.status());
    json.put(
        "Ports",
        List.of(
            Map.of(
                "IP",
                "127.0.0.1",
                "PrivatePort",
                80L,
                "Type",
                "tcp",
                "PublicPort",
                (long) container.publishedPort())));
    json.put("Labels", container.labels());
    json.put("NetworkSettings", Map.of("Networks", addresses(container)));
    json.put("Mounts", List.of(Map.of("Type", "volume", "Name", "v", "Destination", "/data")));
    return json;
  }

  private static Map<String, Object> addresses(Container container) {
    return Map.of(container.network(), Map.of("IPAddress", "127.0.0.1"));
  }

  private String inspection(String nameOrId) {
    for (Container container : containers.values()) {
      if (is(container, nameOrId)) {
        boolean running = container.state().equals("running");
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("Status", container.state());
        state.put("Running", running);
        state.put("ExitCode", 0L);
        state.put("OOMKilled", false);
        state.put("Error", "");
        state.put("StartedAt", "2026-01-01T00:00:00Z");
        state.put("Health", Map.of("Status", STARTING, "FailingStreak", 0L, "Log", List.of()));
        return JsonText.value(
            Map.of(
                "Id",
                container.id(),
                "Name",
                "/" + container.name(),
                "RestartCount",
                0L,
                "State",
                state,
                "Config",
                Map.of("Tty", false, "Labels", container.labels()),
                "NetworkSettings",
                Map.of("Networks", addresses(container), "Ports", Map.of())));
      }
    }
    return "";
  }

  private List<Object> networks(Json filters) {
    List<Object> found = new ArrayList<>();
    for (Network network : networks.values()) {
      if (has(network.labels(), filters) && named(network.name(), filters)) {
        found.add(
            Map.of(
                "Id",
                network.id(),
                "Name",
                network.name(),
                "Driver",
                "bridge", //
                "Internal",
                false,
                "Options",
                Map.of(),
                "Labels",
                network.labels(), //
                "IPAM",
                Map.of("Config", List.of(Map.of("Subnet", network.subnet())))));
      }
    }
    return found;
  }

  private static boolean named(String name, Json filters) {
    List<Json> names = filters.at("name").elements();
    return names.isEmpty() || names.stream().anyMatch(wanted -> wanted.text().contains(name));
  }

  private List<Object> volumes(Json filters) {
    List<Object> found = new ArrayList<>();
    volumes.forEach(
        (name, labels) -> {
          if (has(labels, filters) && named(name, filters)) {
            found.add(volume(name));
          }
        });
    return found;
  }

  private Map<String, Object> volume(String name) {
    return Map.of("Name", name, "Driver", "local", "Labels", volumes.get(name));
  }
}

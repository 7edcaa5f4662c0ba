package orch.engine.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import orch.health.ContainerState;
import orch.model.Labels;
import orch.model.OrchException;
import orch.plan.Words;

/** Reads all that an engine holds. */
public final class InventoryReader {
  /** Questions at once: more no longer make it quicker. */
  private static final int PARALLEL = 8;

  /** The exit code of what SIGKILL ended: 128 and the signal's number. */
  private static final int KILLED = 137;

  private final EngineReader reader;

  /** Asks this engine. */
  public InventoryReader(EngineReader reader) {
    this.reader = reader;
  }

  /**
   * All that is there now.
   *
   * @throws OrchException when the engine does not answer
   */
  public Inventory read() {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            PARALLEL,
            run -> {
              Thread thread = new Thread(run, "engine-inventory");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Future<List<Inventory.Network>> networks = threads.submit(this::networks);
      Future<List<Inventory.Volume>> volumes = threads.submit(this::volumes);
      Future<List<Inventory.Image>> images = threads.submit(this::images);
      List<Callable<Optional<Inventory.Container>>> inspections = new ArrayList<>();
      for (Json listed : reader.json("/containers/json?all=1").elements()) {
        inspections.add(() -> container(listed));
      }
      List<Inventory.Container> containers = new ArrayList<>();
      for (Future<Optional<Inventory.Container>> inspection : threads.invokeAll(inspections)) {
        inspection.get().ifPresent(containers::add);
      }
      return new Inventory(containers, networks.get(), volumes.get(), images.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new OrchException.Failed(String.valueOf(e.getCause()), List.of(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchException.Failed("interrupted", List.of(), null);
    } finally {
      threads.shutdownNow();
    }
  }

  /** One container by name or id. */
  public Optional<Inventory.Inspected> inspect(String nameOrId) {
    return reader
        .inspect(nameOrId)
        .map(json -> new Inventory.Inspected(inspected(json), condition(json)));
  }

  /** Lines that tell a container's state and what its health check last said. */
  public static List<String> condition(Json inspection) {
    Json state = inspection.at("State");
    List<String> lines = new ArrayList<>();
    lines.add(
        "state: "
            + state.at("Status").text()
            + (state.at("Running").isTrue() ? "" : ", exit code " + state.at("ExitCode").text())
            + (state.at("OOMKilled").isTrue()
                ? ", killed for lack of memory"
                : killedUnderLimit(inspection)));
    List<Json> checks = state.at("Health", "Log").elements();
    for (Json check : checks.subList(Math.max(0, checks.size() - 2), checks.size())) {
      String output = check.at("Output").text().strip();
      lines.add(
          "health check exited "
              + check.at("ExitCode").text()
              + ": "
              + output.lines().reduce((a, b) -> b).orElse("(no output)"));
    }
    return lines;
  }

  /** An engine misses what the kernel does to a container in its first moments. */
  private static String killedUnderLimit(Json inspection) {
    long limit = inspection.at("HostConfig", "Memory").number();
    return inspection.at("State", "ExitCode").number() == KILLED && limit > 0
        ? ", killed; its memory limit is " + Words.size(limit)
        : "";
  }

  /** What does not run is not asked for its restarts: they say nothing any more. */
  private Optional<Inventory.Container> container(Json listed) {
    String state = listed.at("State").text();
    if (state.equals("running") || state.equals("restarting")) {
      return reader.inspect(listed.at("Id").text()).map(InventoryReader::inspected);
    }
    List<Json> names = listed.at("Names").elements();
    String name =
        names.stream().map(Json::text).filter(n -> n.lastIndexOf('/') == 0).findFirst().orElse("/");
    return Optional.of(
        new Inventory.Container(
            listed.at("Id").text(),
            name.substring(1),
            listed.at("Image").text(),
            state,
            ContainerState.Health.NONE,
            0,
            listed.at("Labels").texts(),
            volumesOf(listed)));
  }

  private static Inventory.Container inspected(Json inspection) {
    return new Inventory.Container(
        inspection.at("Id").text(),
        inspection.at("Name").text().replaceFirst("^/", ""),
        inspection.at("Config", "Image").text(),
        inspection.at("State", "Status").text(),
        EngineReader.state(inspection).health(),
        inspection.at("RestartCount").number(),
        inspection.at("Config", "Labels").texts(),
        volumesOf(inspection));
  }

  private static Set<String> volumesOf(Json container) {
    Set<String> volumes = new HashSet<>();
    for (Json mount : container.at("Mounts").elements()) {
      if (mount.at("Type").text().equals("volume")) {
        volumes.add(mount.at("Name").text());
      }
    }
    return volumes;
  }

  private List<Inventory.Network> networks() {
    return reader.networks(Map.of()).stream()
        .map(n -> new Inventory.Network(n.id(), n.name(), n.labels()))
        .toList();
  }

  private List<Inventory.Volume> volumes() {
    return reader.volumes(Map.of()).stream()
        // such a one is there for a moment only
        .filter(v -> !v.labels().containsKey(Labels.HELPER))
        .map(v -> new Inventory.Volume(v.name(), v.created(), v.labels()))
        .toList();
  }

  private List<Inventory.Image> images() {
    List<Inventory.Image> images = new ArrayList<>();
    // with those that others are built on: an image without a name that gets a child is not gone
    for (Json json : reader.json("/images/json?all=1").elements()) {
      List<String> tags =
          json.at("RepoTags").elements().stream()
              .map(Json::text)
              .filter(tag -> !tag.startsWith("<none>"))
              .toList();
      images.add(new Inventory.Image(json.at("Id").text(), tags));
    }
    return images;
  }
}

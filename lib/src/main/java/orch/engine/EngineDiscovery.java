package orch.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.http.EngineAddress;
import orch.engine.read.Json;
import orch.model.OrchException;

/**
 * Finds the engine's address, in the order of the command line's documentation: the option or
 * {@code ORCH_ENGINE}, {@code DOCKER_HOST}, {@code DOCKER_CONTEXT}, the current Docker context,
 * then the sockets that engines use by default.
 */
public final class EngineDiscovery {
  private final Map<String, String> environment;
  private final Path home;

  /** Looks at these environment variables, and into this home folder. */
  public EngineDiscovery(Map<String, String> environment, Path home) {
    this.environment = environment;
    this.home = home;
  }

  /**
   * The address that the user chose, whether or not anything answers there; else the first default
   * socket that exists.
   *
   * @throws OrchException.BadInput when what the user chose is no address
   */
  public Optional<EngineAddress> find() {
    Optional<EngineAddress> chosen = chosen();
    if (chosen.isPresent()) {
      return chosen;
    }
    // a loop, not a stream: this is on the way of every command, and each lambda costs its first
    // use
    for (Path socket : defaultSockets()) {
      if (Files.exists(socket)) {
        return Optional.of(
            EngineAddress.parse("unix://" + socket, Optional.empty(), "default socket"));
      }
    }
    return Optional.empty();
  }

  /** What was looked at, for the error when nothing was found. */
  public List<String> tried() {
    List<String> tried = new ArrayList<>();
    tried.add(
        "ORCH_ENGINE, DOCKER_HOST and DOCKER_CONTEXT are not set, no Docker context is chosen");
    defaultSockets().forEach(socket -> tried.add("no socket at " + socket));
    return tried;
  }

  private Optional<EngineAddress> chosen() {
    String engine = variable("ORCH_ENGINE");
    if (!engine.isEmpty()) {
      return Optional.of(address(engine, certificates(), "ORCH_ENGINE or --engine"));
    }
    String host = variable("DOCKER_HOST");
    if (!host.isEmpty()) {
      return Optional.of(address(host, certificates(), "DOCKER_HOST"));
    }
    String context = variable("DOCKER_CONTEXT");
    if (!context.isEmpty()) {
      return context(context, "DOCKER_CONTEXT");
    }
    Path config = dockerFolder().resolve("config.json");
    if (Files.exists(config)) {
      return context(read(config).at("currentContext").text(), config.toString());
    }
    return Optional.empty();
  }

  private String variable(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  /** Where the Docker command line keeps its settings: DOCKER_CONFIG, else {@code ~/.docker}. */
  public Path dockerFolder() {
    String config = variable("DOCKER_CONFIG");
    return config.isEmpty() ? home.resolve(".docker") : Path.of(config);
  }

  /** TLS is asked for by DOCKER_TLS_VERIFY, as the Docker command line has it. */
  private Optional<Path> certificates() {
    if (variable("DOCKER_TLS_VERIFY").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(certificateFolder());
  }

  private Path certificateFolder() {
    String path = variable("DOCKER_CERT_PATH");
    return path.isEmpty() ? dockerFolder() : Path.of(path);
  }

  /** With certificates wherever the address alone asks for TLS. */
  private EngineAddress address(String text, Optional<Path> certificates, String found) {
    EngineAddress address = EngineAddress.parse(text, certificates, found);
    return address.isTls() && certificates.isEmpty()
        ? new EngineAddress(address.url(), Optional.of(certificateFolder()), found)
        : address;
  }

  private Optional<EngineAddress> context(String name, String found) {
    if (name.isEmpty() || name.equals("default")) {
      return Optional.empty();
    }
    Path contexts = dockerFolder().resolve("contexts");
    Path meta = contexts.resolve("meta").resolve(sha256(name)).resolve("meta.json");
    String why = "Docker context '" + name + "' of " + found;
    if (!Files.exists(meta)) {
      throw new OrchException.BadInput(why + " does not exist", List.of("no file " + meta), null);
    }
    Path tls = contexts.resolve("tls").resolve(sha256(name)).resolve("docker");
    return Optional.of(
        address(
            read(meta).at("Endpoints", "docker", "Host").text(),
            Files.isDirectory(tls) ? Optional.of(tls) : Optional.empty(),
            why));
  }

  private List<Path> defaultSockets() {
    String runtime = variable("XDG_RUNTIME_DIR");
    List<Path> sockets = new ArrayList<>();
    sockets.add(Path.of("/var/run/docker.sock"));
    if (!runtime.isEmpty()) {
      sockets.add(Path.of(runtime, "docker.sock"));
    }
    sockets.add(home.resolve(".docker/run/docker.sock"));
    if (!runtime.isEmpty()) {
      sockets.add(Path.of(runtime, "podman", "podman.sock"));
    }
    sockets.add(Path.of("/run/podman/podman.sock"));
    return sockets;
  }

  private static Json read(Path file) {
    try (var in = Files.newInputStream(file)) {
      return Json.read(in);
    } catch (IOException e) {
      throw new OrchException.BadInput(
          "cannot read " + file, List.of(String.valueOf(e.getMessage())), null);
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

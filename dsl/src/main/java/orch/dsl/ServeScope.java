package orch.dsl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orch.model.OrchException;
import orch.serve.ServerSettings;

/** {@code serve { ... }}: what a server keeps, and where it listens. */
public final class ServeScope extends Scope {
  private final Map<Path, Optional<Duration>> kept = new LinkedHashMap<>();
  private final Set<String> names = new LinkedHashSet<>();
  private String listen = ServerSettings.DEFAULT_LISTEN;
  private int port = ServerSettings.DEFAULT_PORT;
  private Optional<Path> token = Optional.empty();
  private Optional<WorkHandle> work = Optional.empty();
  private boolean withToken;

  ServeScope(Session session) {
    super(session, "serve");
  }

  /** What the options of the verb say. */
  static ServeScope of(Session session, Map<String, ?> options) {
    ServeScope scope = new ServeScope(session);
    for (String file : texts(options.get("keep"))) {
      Path path = session.surroundings().folder().resolve(file).normalize();
      if (!Files.isRegularFile(path)) {
        throw new OrchException.BadInput("--keep: there is no file " + path);
      }
      scope.kept.put(path, Optional.empty());
    }
    texts(options.get("host")).forEach(scope::host);
    if (options.get("port") instanceof Number port) {
      scope.port(port.intValue());
    }
    if (options.get("listen") != null) {
      scope.listen(options.get("listen").toString());
    }
    scope.withToken = Boolean.TRUE.equals(options.get("token"));
    return scope;
  }

  private static List<String> texts(Object commas) {
    return commas == null ? List.of() : List.of(Plain.text(commas).split(","));
  }

  /** Stacks that are kept healthy. */
  @Word(
      value =
          "files of stacks that are made to run and kept healthy: what ends is started again, with a back-off; within: the longest wait for a start",
      example = "keep 'stack.groovy', 'compose.yaml', within: 2.minutes")
  public void keep(CharSequence... files) {
    keep(Map.of(), files);
  }

  /** Stacks that are kept healthy, and how. */
  public void keep(Map<String, ?> arguments, CharSequence... files) {
    only("keep", arguments, "within");
    Optional<Duration> within =
        Optional.ofNullable(named(arguments, "within", Duration.class, null));
    for (CharSequence file : files) {
      Path path = session().scripts().resolve(Plain.text(file));
      if (!Files.isRegularFile(path)) {
        throw bad("there is no file " + path);
      }
      kept.put(path, within);
    }
  }

  /** A list of work. */
  @Word(
      value = "a list of work that it works off, as the word work gave it to a variable",
      example = "work list")
  public void work(WorkHandle list) {
    work = Optional.of(list);
  }

  /** The port. */
  @Word(value = "the port it listens on: 14355 by default; 0: a free one", example = "port 8355")
  public void port(int number) {
    port = number;
  }

  /** The address. */
  @Word(
      value =
          "the address it listens on: 127.0.0.1 by default; any that is not loopback asks clients for the token",
      example = "listen '0.0.0.0'")
  public void listen(CharSequence address) {
    listen = Plain.text(address);
  }

  /** Names of this machine. */
  @Word(
      value = "host names by which clients may ask it, beside addresses and localhost",
      example = "host 'orchestrator', 'build-1.example'")
  public void host(CharSequence... hosts) {
    for (CharSequence host : hosts) {
      names.add(Plain.text(host));
    }
  }

  /** What clients must show. */
  @Word(
      value =
          "asks clients for the token on loopback too: the one of this file, else serve/token under the state folder",
      example = "token '/run/secrets/orch-token'")
  public void token(CharSequence... file) {
    withToken = true;
    token =
        file.length == 0
            ? Optional.empty()
            : Optional.of(session().scripts().resolve(file[0] + ""));
  }

  Map<Path, Optional<Duration>> kept() {
    return kept;
  }

  Optional<WorkHandle> work() {
    return work;
  }

  List<String> names() {
    return new ArrayList<>(names);
  }

  String listen() {
    return listen;
  }

  int port() {
    return port;
  }

  Optional<Path> token() {
    return token;
  }

  boolean isWithToken() {
    return withToken;
  }
}

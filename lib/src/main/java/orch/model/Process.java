package orch.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs in a service's container. Empty strings and lists leave the image's own setting.
 *
 * @param command arguments of the entry point
 * @param entrypoint program and first arguments
 * @param environment variables
 * @param user name or id, with optional group
 * @param workingDir absolute path
 * @param hostname as the container sees itself
 * @param stopSignal such as {@code SIGTERM}
 * @param stopGrace how long a stop waits before it kills; default 10 s
 * @param tty whether it gets a terminal
 * @param stdinOpen whether its standard input stays open
 * @param init whether a small init process reaps orphans
 */
public record Process(
    List<String> command,
    List<String> entrypoint,
    Map<String, Value> environment,
    String user,
    String workingDir,
    String hostname,
    String stopSignal,
    Duration stopGrace,
    boolean tty,
    boolean stdinOpen,
    boolean init) {
  /** How long a stop waits unless told otherwise. The engine's own default. */
  public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

  /** Just what the image says. */
  public static final Process OF_IMAGE =
      new Process(
          List.of(), List.of(), Map.of(), "", "", "", "", DEFAULT_GRACE, false, false, false);

  /** Copies lists and maps. */
  public Process {
    command = List.copyOf(command);
    entrypoint = List.copyOf(entrypoint);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** The same with other arguments and other variables. */
  public Process with(List<String> otherCommand, Map<String, Value> otherEnvironment) {
    return new Process(
        otherCommand,
        entrypoint,
        otherEnvironment,
        user,
        workingDir,
        hostname,
        stopSignal,
        stopGrace,
        tty,
        stdinOpen,
        init);
  }
}

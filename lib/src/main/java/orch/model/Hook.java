package orch.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A command that orch runs in a container at a point of its life.
 *
 * @param command program and arguments
 * @param user name or id; empty: the container's own
 * @param workingDir absolute path; empty: the container's own
 * @param privileged whether it may do everything
 * @param environment further variables
 */
public record Hook(
    List<String> command,
    String user,
    String workingDir,
    boolean privileged,
    Map<String, String> environment) {
  /** Copies list and map. */
  public Hook {
    command = List.copyOf(command);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    if (command.isEmpty()) {
      throw new OrchException.BadInput("a hook's command is empty");
    }
  }

  /** A command in the container's own surroundings. */
  public Hook(List<String> command) {
    this(command, "", "", false, Map.of());
  }
}

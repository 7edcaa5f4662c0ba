package orch.model;

import java.util.regex.Pattern;

/**
 * A container that a stack needs and does not own: looked at, never changed, stopped or joined.
 *
 * @param name its name or id on the engine
 * @param healthy whether its own health check must say that it is well; else running is enough
 * @param origin where the stack says so
 */
public record UsedContainer(String name, boolean healthy, Origin origin) {
  // https://docs.docker.com/reference/api/engine/, what a container may be called
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  /** Checks the name. */
  public UsedContainer {
    if (!NAME.matcher(name).matches()) {
      throw new OrchException.BadInput("'" + name + "' cannot be a container's name or id");
    }
  }
}

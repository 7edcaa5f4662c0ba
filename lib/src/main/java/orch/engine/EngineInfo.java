package orch.engine;

import orch.engine.http.EngineAddress;

/**
 * The engine that was found.
 *
 * @param address where it listens
 * @param version such as {@code 20.10.24}
 * @param api the newest API it speaks, such as {@code 1.41}
 */
public record EngineInfo(EngineAddress address, String version, String api) {
  /** Whether the engine speaks at least this API, written {@code 1.44}. */
  public boolean speaks(String wanted) {
    return minor(api) >= minor(wanted);
  }

  private static int minor(String version) {
    return Integer.parseInt(version.substring(version.indexOf('.') + 1));
  }

  /** Whether health checks can have an interval of their own for the time of starting. */
  public boolean hasStartInterval() {
    // https://docs.docker.com/reference/api/engine/version-history/, v1.44
    return speaks("1.44");
  }
}

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
  /** The oldest API that is supported: engine 20.10. */
  public static final String OLDEST_API = "1.41";

  /**
   * The newest API whose answers are known to be as this code expects; an engine that speaks more
   * is asked in this one.
   */
  public static final String NEWEST_KNOWN_API = "1.51";

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

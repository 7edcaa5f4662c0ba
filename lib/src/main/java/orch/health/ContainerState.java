package orch.health;

/**
 * A container's state at one moment.
 *
 * @param phase whether it runs
 * @param health the engine's own verdict
 * @param exitCode of the last end; 0 while it never ended
 * @param oomKilled whether the kernel killed it for memory
 * @param restarting whether the engine will start it again by its restart policy
 * @param error why the engine could not start it, or empty
 */
public record ContainerState(
    Phase phase, Health health, int exitCode, boolean oomKilled, boolean restarting, String error) {
  /** Whether it runs. */
  public enum Phase {
    /** Made, never started. */
    CREATED,
    /** Its process runs. */
    RUNNING,
    /** Its process has ended. */
    ENDED,
    /** It does not exist any more. */
    GONE
  }

  /** The engine's verdict by its own health check. */
  public enum Health {
    /** It has no check. */
    NONE,
    /** No verdict yet. */
    STARTING,
    /** The check passes. */
    HEALTHY,
    /** The check failed as often as it may. */
    UNHEALTHY
  }

  /** A container that is not there any more. */
  public static final ContainerState REMOVED =
      new ContainerState(Phase.GONE, Health.NONE, 0, false, false, "");
}

package orch.health;

import java.util.List;
import java.util.Optional;
import orch.plan.Observed;

/**
 * How a stack is.
 *
 * @param name the stack's
 * @param env {@code shared} or {@code dedicated}
 * @param run the nonce of a dedicated copy
 * @param source the file that describes it
 * @param services in order of their names
 */
public record StackStatus(
    String name, String env, Optional<String> run, String source, List<ServiceStatus> services) {
  /** Copies the services. */
  public StackStatus {
    services = List.copyOf(services);
  }

  /** The name that leads to just this copy: {@code dev}, or {@code dev-k3x9z}. */
  public String prefix() {
    return run.map(nonce -> name + "-" + nonce).orElse(name);
  }

  /** Whether everything wanted runs and is healthy. */
  public boolean healthy() {
    return services.stream().allMatch(ServiceStatus::well);
  }

  /** What the engine or a probe of ours says of a container or service. */
  public enum Health {
    /** Its check passes. */
    HEALTHY,
    /** Its check does not pass yet. */
    STARTING,
    /** Its check fails, or it does not run. */
    UNHEALTHY,
    /** It has no check. */
    NONE,
    /** A one-shot that ended with 0. */
    COMPLETED
  }

  /**
   * A service.
   *
   * @param name its name
   * @param state {@code running}, {@code missing}, or the engine's word for the least well of its
   *     containers
   * @param health of the least well of its containers
   * @param image as named when the container was made
   * @param replicas wanted number of containers
   * @param ports published ones of all its containers
   * @param containers that exist
   */
  public record ServiceStatus(
      String name,
      String state,
      Health health,
      String image,
      int replicas,
      List<Observed.Published> ports,
      List<ContainerStatus> containers) {
    /** Copies the lists. */
    public ServiceStatus {
      ports = List.copyOf(ports);
      containers = List.copyOf(containers);
    }

    /** Whether all replicas run and are healthy, or are done. */
    public boolean well() {
      return containers.size() >= replicas && containers.stream().allMatch(ContainerStatus::well);
    }
  }

  /**
   * A container.
   *
   * @param id full id
   * @param name its name
   * @param state the engine's word
   * @param status the engine's sentence
   * @param health what its check says
   * @param restarts by the restart policy; -1: not asked for
   * @param startedAt as the engine prints it; empty: not asked for
   */
  public record ContainerStatus(
      String id,
      String name,
      String state,
      String status,
      Health health,
      int restarts,
      String startedAt) {
    /** Whether it runs and is healthy or has no check, or is done. */
    public boolean well() {
      return health == Health.COMPLETED
          || state.equals("running") && (health == Health.HEALTHY || health == Health.NONE);
    }
  }
}

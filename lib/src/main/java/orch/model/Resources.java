package orch.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a container may use. Zero means: no limit.
 *
 * @param memory bytes
 * @param cpus in processors, such as 0.5
 * @param pids processes and threads
 * @param sharedMemory bytes of {@code /dev/shm}
 * @param ulimits soft and hard limit by name
 * @param sysctls kernel settings of the container's namespaces
 * @param tuning limits that few need
 */
public record Resources(
    long memory,
    double cpus,
    long pids,
    long sharedMemory,
    Map<String, Ulimit> ulimits,
    Map<String, String> sysctls,
    Tuning tuning) {
  /** No limits. */
  public static final Resources UNLIMITED = new Resources(0, 0, 0, 0, Map.of(), Map.of());

  /** The usual limits. */
  public Resources(
      long memory,
      double cpus,
      long pids,
      long sharedMemory,
      Map<String, Ulimit> ulimits,
      Map<String, String> sysctls) {
    this(memory, cpus, pids, sharedMemory, ulimits, sysctls, Tuning.NONE);
  }

  /** A soft and a hard limit. */
  public record Ulimit(long soft, long hard) {}

  /** Copies the maps, in a stable order, and checks the ranges. */
  public Resources {
    if (memory < 0 || cpus < 0 || pids < 0 || sharedMemory < 0) {
      throw new OrchException.BadInput("a limit is not negative");
    }
    if (memory > 0 && memory < 6L * 1024 * 1024) {
      // https://docs.docker.com/engine/containers/resource_constraints/: "minimum allowed value is
      // 6m"
      throw new OrchException.BadInput("memory is at least 6.MB: the engine accepts no less");
    }
    ulimits = java.util.Collections.unmodifiableMap(new TreeMap<>(ulimits));
    sysctls = java.util.Collections.unmodifiableMap(new TreeMap<>(sysctls));
  }
}

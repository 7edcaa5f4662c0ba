package orch.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Limits that few services need. Zero and empty texts leave the engine's own setting.
 *
 * @param memoryReservation bytes that are kept for it when memory is short
 * @param memorySwap bytes of memory and swap together; -1: no limit
 * @param swappiness 0 to 100 as a text, or empty
 * @param cpuShares weight beside others; 1024 is usual
 * @param cpuset processors that it may use, such as {@code 0-2,4}
 * @param cpuPeriod of the scheduler, microseconds
 * @param cpuQuota of each period, microseconds
 * @param realtimePeriod of the real-time scheduler, microseconds
 * @param realtimeRuntime of each such period, microseconds
 * @param cpuCount processors, on Windows engines
 * @param cpuPercent share of all processors, on Windows engines
 * @param oomKillDisable whether it is not killed when memory is short
 * @param oomScore -1000 to 1000: how soon it is killed then
 * @param storage options of the storage driver
 * @param blockIo how much it may read and write
 */
public record Tuning(
    long memoryReservation,
    long memorySwap,
    String swappiness,
    int cpuShares,
    String cpuset,
    long cpuPeriod,
    long cpuQuota,
    long realtimePeriod,
    long realtimeRuntime,
    long cpuCount,
    long cpuPercent,
    boolean oomKillDisable,
    int oomScore,
    Map<String, String> storage,
    BlockIo blockIo) {
  /** What the engine does by itself. */
  public static final Tuning NONE =
      new Tuning(0, 0, "", 0, "", 0, 0, 0, 0, 0, 0, false, 0, Map.of(), BlockIo.UNLIMITED);

  /** Copies the map, in a stable order, and checks the ranges. */
  public Tuning {
    storage = Collections.unmodifiableMap(new TreeMap<>(storage));
    if (memoryReservation < 0 || memorySwap < -1 || cpuShares < 0) {
      throw new OrchException.BadInput("a limit is not negative");
    }
    if (oomScore < -1000 || oomScore > 1000) {
      throw new OrchException.BadInput("oomScore " + oomScore + " is not possible: -1000 to 1000");
    }
    if (!swappiness.isEmpty() && !swappiness.matches("\\d|[1-9]\\d|100")) {
      throw new OrchException.BadInput("swappiness " + swappiness + " is not possible: 0 to 100");
    }
  }

  /** The same with other limits of block devices. */
  public Tuning withBlockIo(BlockIo other) {
    return new Tuning(
        memoryReservation,
        memorySwap,
        swappiness,
        cpuShares,
        cpuset,
        cpuPeriod,
        cpuQuota,
        realtimePeriod,
        realtimeRuntime,
        cpuCount,
        cpuPercent,
        oomKillDisable,
        oomScore,
        storage,
        other);
  }
}

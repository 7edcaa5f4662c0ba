package orch.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import orch.engine.read.Json;

/**
 * What an engine tells of the machine that it is on.
 *
 * @param asked when it was asked, by this machine's clock
 * @param time what its own clock said, where it tells
 * @param answered when the answer was here, by this machine's clock
 * @param dataRoot the folder of its images, containers and volumes, a path of its machine
 * @param memory bytes of its machine; 0: not told
 * @param cgroupVersion {@code 1}, {@code 2}, or empty
 * @param limitsMemory whether limits of memory hold
 * @param storageDriver such as {@code overlay2}
 * @param pools from which networks get a subnet when none is asked for; empty: the engine's own
 */
public record EngineMachine(
    Instant asked,
    Optional<Instant> time,
    Instant answered,
    String dataRoot,
    long memory,
    String cgroupVersion,
    boolean limitsMemory,
    String storageDriver,
    List<Pool> pools) {
  /**
   * Subnets of one size.
   *
   * @param base in CIDR form
   * @param size bits of the address that tell its subnets apart, such as 24
   */
  public record Pool(String base, int size) {}

  /** Copies the pools. */
  public EngineMachine {
    pools = List.copyOf(pools);
  }

  /** Reads the answer to {@code GET /info}. */
  public static EngineMachine read(Json info, Instant asked, Instant answered) {
    return new EngineMachine(
        asked,
        time(info.at("SystemTime").text()),
        answered,
        info.at("DockerRootDir").text(),
        info.at("MemTotal").number(),
        info.at("CgroupVersion").text(),
        info.at("MemoryLimit").isTrue(),
        info.at("Driver").text(),
        info.at("DefaultAddressPools").elements().stream()
            .map(pool -> new Pool(pool.at("Base").text(), (int) pool.at("Size").number()))
            .toList());
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

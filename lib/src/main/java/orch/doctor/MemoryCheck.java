package orch.doctor;

import java.util.List;
import java.util.OptionalLong;
import orch.health.Finding;

/** Memory against what the stack's limits allow it to use. */
final class MemoryCheck implements Check {
  private static final String NAME = "memory";

  private final long total;
  private final OptionalLong available;
  private final WantedMemory wanted;

  /**
   * Compares.
   *
   * @param total bytes of the engine's machine
   * @param available bytes of it that are free, where that can be seen
   */
  MemoryCheck(long total, OptionalLong available, WantedMemory wanted) {
    this.total = total;
    this.available = available;
    this.wanted = wanted;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    String machine =
        "the machine has "
            + Bytes.text(total)
            + (available.isPresent() ? ", " + Bytes.text(available.getAsLong()) + " free" : "");
    String stack =
        wanted.all() == 0 ? "" : "; the stack's limits come to " + Bytes.text(wanted.all());
    if (!wanted.unlimited().isEmpty()) {
      stack += "; without a limit: " + String.join(", ", wanted.unlimited());
    }
    if (wanted.all() > total) {
      return List.of(
          Finding.warning(
              NAME, machine + stack, "lower the limits (memory 256.MB), or start fewer services"));
    }
    if (available.isPresent() && wanted.missing() > available.getAsLong()) {
      return List.of(
          Finding.warning(
              NAME,
              machine + stack + ", of which " + Bytes.text(wanted.missing()) + " do not run yet",
              "end what uses the memory, or start fewer services: orch start SERVICE"));
    }
    return List.of(Finding.ok(NAME, machine + stack));
  }
}

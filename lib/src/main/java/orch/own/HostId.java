package orch.own;

import java.util.UUID;

/**
 * This machine's id, as labels carry it: what another machine made on the same engine is not ours.
 */
public final class HostId {
  private HostId() {}

  /**
   * The id. It is made once and kept under the state folder; the machine's own id is not used,
   * since copies of an image of a machine often share it.
   */
  public static String of(StateFolder state) {
    return state
        .read("host-id")
        .orElseGet(
            () ->
                state.writeOnce(
                    UUID.randomUUID().toString().replace("-", "").substring(0, 16), "host-id"))
        .strip();
  }
}

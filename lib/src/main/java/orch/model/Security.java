package orch.model;

import java.util.List;

/**
 * What a container may do.
 *
 * @param privileged everything
 * @param readOnlyRoot whether its root file system cannot be written
 * @param capAdd kernel capabilities on top of the engine's default set
 * @param capDrop capabilities taken away
 * @param options of the security modules, such as {@code no-new-privileges}
 * @param devices of the host, as {@code /dev/x[:/dev/y[:rwm]]}
 */
public record Security(
    boolean privileged,
    boolean readOnlyRoot,
    List<String> capAdd,
    List<String> capDrop,
    List<String> options,
    List<String> devices) {
  /** The engine's defaults. */
  public static final Security DEFAULT =
      new Security(false, false, List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Security {
    capAdd = List.copyOf(capAdd);
    capDrop = List.copyOf(capDrop);
    options = List.copyOf(options);
    devices = List.copyOf(devices);
  }
}

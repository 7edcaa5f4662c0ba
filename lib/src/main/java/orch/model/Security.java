package orch.model;

import java.util.List;
import java.util.Locale;

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
    capAdd = capAdd.stream().map(Security::capability).toList();
    capDrop = capDrop.stream().map(Security::capability).toList();
    options = List.copyOf(options);
    devices = List.copyOf(devices);
  }

  /**
   * Engines take names of any case, with or without the kernel's prefix; here each has one form.
   */
  private static String capability(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("CAP_") ? upper.substring(4) : upper;
  }
}

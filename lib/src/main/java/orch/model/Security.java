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
 * @param groups further groups of its user, names or ids
 * @param deviceRules of its control group, such as {@code c 1:3 mr}
 * @param requests devices that a driver of the engine picks
 */
public record Security(
    boolean privileged,
    boolean readOnlyRoot,
    List<String> capAdd,
    List<String> capDrop,
    List<String> options,
    List<String> devices,
    List<String> groups,
    List<String> deviceRules,
    List<DeviceRequest> requests) {
  /** The engine's defaults. */
  public static final Security DEFAULT =
      new Security(false, false, List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Security {
    capAdd = capAdd.stream().map(Security::capability).toList();
    capDrop = capDrop.stream().map(Security::capability).toList();
    options = List.copyOf(options);
    devices = List.copyOf(devices);
    groups = List.copyOf(groups);
    deviceRules = List.copyOf(deviceRules);
    requests = List.copyOf(requests);
  }

  /** What is usually said. */
  public Security(
      boolean privileged,
      boolean readOnlyRoot,
      List<String> capAdd,
      List<String> capDrop,
      List<String> options,
      List<String> devices) {
    this(
        privileged,
        readOnlyRoot,
        capAdd,
        capDrop,
        options,
        devices,
        List.of(),
        List.of(),
        List.of());
  }

  /**
   * Engines take names of any case, with or without the kernel's prefix; here each has one form.
   */
  private static String capability(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("CAP_") ? upper.substring(4) : upper;
  }
}

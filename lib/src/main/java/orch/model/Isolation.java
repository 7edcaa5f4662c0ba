package orch.model;

/**
 * How far a container is apart from its host and from others. Empty texts leave the engine's own
 * setting.
 *
 * @param pid whose processes it sees: {@code host}, {@code service:NAME}, {@code container:NAME}
 * @param ipc whose shared memory: {@code none}, {@code private}, {@code shareable}, {@code host},
 *     {@code service:NAME}, {@code container:NAME}
 * @param uts whose host name: {@code host}
 * @param users which user namespace: {@code host}
 * @param cgroup which control group it sees: {@code host}, {@code private}
 * @param cgroupParent control group below which its own is made
 * @param runtime of the engine, such as {@code runc}
 * @param technology of Windows engines: {@code default}, {@code process}, {@code hyperv}
 */
public record Isolation(
    String pid,
    String ipc,
    String uts,
    String users,
    String cgroup,
    String cgroupParent,
    String runtime,
    String technology) {
  /** What the engine does by itself. */
  public static final Isolation DEFAULT = new Isolation("", "", "", "", "", "", "", "");
}

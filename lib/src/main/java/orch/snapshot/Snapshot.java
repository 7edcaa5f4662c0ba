package orch.snapshot;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.Names;
import orch.model.Value;

/**
 * Volumes of a stack as they were at one moment.
 *
 * @param name within the stack's snapshots
 * @param stack of which it was taken
 * @param environment {@code shared} or {@code dedicated}
 * @param created when it was begun
 * @param version of orch
 * @param cause why it was taken; for automatic ones what would have lost the data
 * @param automatic whether orch took it by itself, so that it goes when newer ones come
 * @param writers what kept the services from writing meanwhile
 * @param services what ran, by service
 * @param volumes what was saved
 * @param secrets that orch had made for the services: what is in the volumes may need them
 */
public record Snapshot(
    String name,
    String stack,
    String environment,
    Instant created,
    String version,
    String cause,
    boolean automatic,
    Writers writers,
    Map<String, SavedService> services,
    List<SavedVolume> volumes,
    List<Value.Secret> secrets) {
  /** Checks the name and copies the lists. */
  public Snapshot {
    Names.checked("snapshot", name);
    Names.checked("stack", stack);
    services = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(services));
    volumes = List.copyOf(volumes);
    secrets = List.copyOf(secrets);
  }

  /**
   * A service that ran when the snapshot was taken.
   *
   * @param image as it was named
   * @param digest the image's content
   * @param config hash of the wanted state
   */
  public record SavedService(String image, String digest, String config) {}

  /** How it was made sure that nobody writes while volumes are saved. */
  public enum Writers {
    /** They were stopped, and started again afterwards. */
    STOP,
    /** They were frozen: what a crash would leave. */
    PAUSE
  }

  /** The same under another name. */
  public Snapshot named(String other) {
    return new Snapshot(
        other,
        stack,
        environment,
        created,
        version,
        cause,
        automatic,
        writers,
        services,
        volumes,
        secrets);
  }

  /** One of its volumes. */
  public Optional<SavedVolume> volume(String volume) {
    return volumes.stream().filter(v -> v.name().equals(volume)).findFirst();
  }

  /** The names of its volumes. */
  public List<String> volumeNames() {
    return volumes.stream().map(SavedVolume::name).toList();
  }

  /** The names of its secrets. */
  public List<String> secretNames() {
    return secrets.stream().map(Value.Secret::name).toList();
  }

  /** Bytes that it takes on disk, without the manifest. */
  public long stored() {
    return volumes.stream().mapToLong(SavedVolume::stored).sum();
  }

  /** Bytes of the tar streams. */
  public long bytes() {
    return volumes.stream().mapToLong(SavedVolume::bytes).sum();
  }

  /** As maps and lists of texts, numbers and truth values, for JSON; of secrets the names. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("stack", stack);
    tree.put("env", environment);
    tree.put("created", created.toString());
    tree.put("version", version);
    tree.put("cause", cause);
    tree.put("automatic", automatic);
    tree.put("writers", writers.name().toLowerCase(java.util.Locale.ROOT));
    Map<String, Object> byService = new LinkedHashMap<>();
    services.forEach(
        (service, saved) -> {
          Map<String, Object> of = new LinkedHashMap<>();
          of.put("image", saved.image());
          of.put("digest", saved.digest());
          of.put("config", saved.config());
          byService.put(service, of);
        });
    tree.put("services", byService);
    tree.put(
        "volumes",
        volumes.stream()
            .map(
                volume -> {
                  Map<String, Object> of = new LinkedHashMap<>();
                  of.put("name", volume.name());
                  of.put("file", volume.file());
                  of.put("bytes", volume.bytes());
                  of.put("stored", volume.stored());
                  of.put("sha256", volume.sha256());
                  return of;
                })
            .toList());
    tree.put("secrets", secretNames());
    return tree;
  }
}

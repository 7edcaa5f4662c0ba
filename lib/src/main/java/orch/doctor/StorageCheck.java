package orch.doctor;

import java.util.List;
import java.util.Set;
import orch.engine.EngineMachine;
import orch.health.Finding;

/** The engine's storage driver. */
final class StorageCheck implements Check {
  private static final String NAME = "storage";

  /** https://docs.docker.com/engine/storage/drivers/select-storage-driver/. */
  private static final Set<String> WITHOUT_COPY_ON_WRITE = Set.of("vfs");

  /** https://docs.docker.com/engine/deprecated/. */
  private static final Set<String> DEPRECATED = Set.of("aufs", "devicemapper", "overlay");

  private final EngineMachine engine;

  StorageCheck(EngineMachine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    String driver = engine.storageDriver();
    String evidence =
        driver.isEmpty()
            ? "the engine does not tell its storage driver"
            : "storage driver " + driver;
    String remedy =
        "set \"storage-driver\": \"overlay2\" in the engine's daemon.json and start the engine"
            + " again; its images have to be made again, and its volumes stay";
    if (WITHOUT_COPY_ON_WRITE.contains(driver)) {
      return List.of(
          Finding.warning(
              NAME,
              evidence + " copies the whole image for every container: slow, and disk is used up",
              remedy));
    }
    if (DEPRECATED.contains(driver)) {
      return List.of(Finding.warning(NAME, evidence + " is not in newer engines any more", remedy));
    }
    return List.of(Finding.ok(NAME, evidence));
  }
}

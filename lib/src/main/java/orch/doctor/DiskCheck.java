package orch.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import orch.health.Finding;

/** Free disk where the engine keeps images, containers and volumes. */
final class DiskCheck implements Check {
  /** Where engines keep their data unless told otherwise. */
  static final Path DEFAULT_ROOT = Path.of("/var/lib/docker");

  /** With less than this nothing is begun: an engine whose disk is full loses what it writes. */
  static final long TOO_LITTLE = 200 * Bytes.MB;

  /** One or two images more, and it is too little. */
  static final long LITTLE = 2 * Bytes.GB;

  private static final String NAME = "disk";

  private final Machine machine;
  private final Path root;

  /**
   * Looks at this machine.
   *
   * @param root the engine's data root
   */
  DiskCheck(Machine machine, Path root) {
    this.machine = machine;
    this.root = root;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    OptionalLong free = machine.freeBytes(root);
    if (free.isEmpty()) {
      // an engine in a machine of its own: its disk is not seen from here
      return List.of();
    }
    String evidence = Bytes.text(free.getAsLong()) + " are free in " + root;
    String remedy =
        "make room on the file system of " + root + "; orch cleanup removes what is ours and dead";
    if (free.getAsLong() < TOO_LITTLE) {
      return List.of(
          Finding.error(NAME, evidence + ", " + Bytes.text(TOO_LITTLE) + " are the least", remedy));
    }
    if (free.getAsLong() < LITTLE) {
      return List.of(Finding.warning(NAME, evidence + ", which is little for images", remedy));
    }
    return List.of(Finding.ok(NAME, evidence));
  }
}

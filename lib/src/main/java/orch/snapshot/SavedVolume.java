package orch.snapshot;

import orch.model.Names;

/**
 * A volume in a snapshot.
 *
 * @param name within the stack
 * @param bytes of its tar stream
 * @param stored bytes of the archive, which is the tar stream compressed by zstd
 * @param sha256 of the archive, 64 hexadecimal digits
 */
public record SavedVolume(String name, long bytes, long stored, String sha256) {
  /** Checks the name: it becomes a file's. */
  public SavedVolume {
    Names.checked("volume", name);
  }

  /** The archive's file. */
  public String file() {
    return fileOf(name);
  }

  static String fileOf(String volume) {
    return volume + ".tar.zst";
  }
}

package orch.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What tells that a file has changed.
 *
 * @param key the file itself, whatever its name
 * @param size in bytes
 * @param modified when it was written last
 */
record Stamp(Object key, long size, FileTime modified) {
  static Stamp of(Path file) throws IOException {
    BasicFileAttributes of = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(String.valueOf(of.fileKey()), of.size(), of.lastModifiedTime());
  }
}

package orch.task;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's machine code, unpacked once. Left to itself the driver unpacks it into the folder for
 * temporary files at each start, and a process that is killed leaves it there.
 */
final class SqliteLibrary {
  private SqliteLibrary() {}

  /** Has the driver load it from a folder; what is not there yet is unpacked into it. */
  static synchronized void keepIn(Path folder) {
    if (System.getProperty("org.sqlite.lib.path") != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    Path kept = folder.resolve("sqlite-" + SQLiteJDBCLoader.getVersion() + "-" + name);
    try {
      if (!Files.exists(kept)) {
        unpack(LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name, kept);
      }
      System.setProperty("org.sqlite.lib.path", folder.toString());
      System.setProperty("org.sqlite.lib.name", kept.getFileName().toString());
    } catch (IOException e) {
      // then the driver does as it always does
    }
  }

  private static void unpack(String resource, Path to) throws IOException {
    try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no " + resource + " in the driver");
      }
      // others may load it at this moment: it is there as a whole or not at all
      Path half = Files.createTempFile(to.getParent(), "sqlite-", ".new");
      try {
        Files.copy(in, half, StandardCopyOption.REPLACE_EXISTING);
        Files.move(half, to, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(half);
      }
    }
  }
}

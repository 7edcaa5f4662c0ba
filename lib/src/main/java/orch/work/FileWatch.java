package orch.work;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Hears of changes in the folders of a file. A folder is watched, not the file: a file that is
 * replaced is another one. Where the file system does not tell, nothing is heard and time passes.
 */
final class FileWatch implements AutoCloseable {
  private final WatchService service;

  /** Watches the folder of a file and, where it is a link, that of its target. */
  FileWatch(Path file) {
    this.service = open(file);
  }

  private static WatchService open(Path file) {
    try {
      WatchService opened = file.getFileSystem().newWatchService();
      register(opened, file.toAbsolutePath().getParent());
      Path real = file.toRealPath().getParent();
      if (!real.equals(file.toAbsolutePath().getParent())) {
        register(opened, real);
      }
      return opened;
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  private static void register(WatchService opened, Path folder) throws IOException {
    folder.register(
        opened,
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_DELETE,
        StandardWatchEventKinds.ENTRY_MODIFY);
  }

  /** Waits until something has happened in the folder, so long at most; whether it has. */
  boolean await(Duration atMost) throws InterruptedException {
    if (service == null) {
      TimeUnit.NANOSECONDS.sleep(atMost.toNanos());
      return false;
    }
    WatchKey key = service.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
    boolean heard = key != null;
    while (key != null) {
      key.pollEvents();
      key.reset();
      key = service.poll();
    }
    return heard;
  }

  @Override
  public void close() {
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        // nothing is lost with it
      }
    }
  }
}

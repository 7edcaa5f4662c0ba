package orch.own;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on a file which the kernel lets go of when the process that holds it dies, however it
 * dies. Safe for use by several threads.
 */
final class KernelLock implements AutoCloseable {
  /**
   * Files locked by this process. POSIX drops a process's lock on a file as soon as the process
   * closes any descriptor of that file (fcntl(2)), so a file that is locked here must not even be
   * opened a second time.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private KernelLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock unless this or another process holds it.
   *
   * @param path the file, made where it is not there; its folder must exist
   */
  static Optional<KernelLock> tryTake(Path path) throws IOException {
    Path file = path.toAbsolutePath().normalize();
    if (!HELD.add(file)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      // a lock on a file that was removed in the meantime keeps nobody out
      taken = lock != null && Files.exists(file);
      return taken ? Optional.of(new KernelLock(file, channel)) : Optional.empty();
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(file);
      }
    }
  }

  /** Tells that the file has another name now. */
  KernelLock moved(Path to) {
    Path moved = to.toAbsolutePath().normalize();
    HELD.add(moved);
    HELD.remove(file);
    return new KernelLock(moved, channel);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // the lock goes with the process at the latest
    }
    HELD.remove(file);
  }
}

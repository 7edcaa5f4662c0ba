package orch.own;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
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
  private final Optional<Object> key;

  private KernelLock(Path file, FileChannel channel, Optional<Object> key) {
    this.file = file;
    this.channel = channel;
    this.key = key;
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
      make(file);
      Optional<Object> key = key(file);
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      // a lock on a file that was removed or replaced in the meantime keeps nobody out
      taken = lock != null && key.isPresent() && key.equals(key(file));
      return taken ? Optional.of(new KernelLock(file, channel, key)) : Optional.empty();
    } finally {
      if (!taken) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(file);
      }
    }
  }

  private static void make(Path file) throws IOException {
    if (!Files.exists(file)) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        // another process was quicker
      }
    }
  }

  /** What tells a file from another that has its name later, and is there while it is open. */
  private static Optional<Object> key(Path file) throws IOException {
    try {
      return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether it keeps others out: the file may have been removed, or another put in its place. */
  boolean stands() {
    try {
      return key.equals(key(file));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Gives the folder of the file another name; the lock goes on.
   *
   * @throws IOException when there is such a folder already
   */
  KernelLock moveFolder(Path to) throws IOException {
    Path moved = to.resolve(file.getFileName()).toAbsolutePath().normalize();
    // before it is there: from then on another thread may want to open it
    if (!HELD.add(moved)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    boolean done = false;
    try {
      Files.move(file.getParent(), to);
      done = true;
    } finally {
      HELD.remove(done ? file : moved);
    }
    return new KernelLock(moved, channel, key);
  }

  @Override
  public void close() {
    if (!channel.isOpen()) {
      // by now the file may be locked anew
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // the lock goes with the process at the latest
    }
    HELD.remove(file);
  }
}

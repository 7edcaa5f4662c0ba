package orch.work;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orch.own.StateFolder;

/**
 * Replaces a file as a whole: whoever reads it finds the old one or the new one, and it keeps its
 * mode, owner and group. What somebody else puts in its place at that moment is not lost: the two
 * are swapped, and swapped back where the old one is not what was expected. Safe for use by several
 * threads: whoever ends orch closes it beside the one that works.
 */
final class FileReplacement implements AutoCloseable {
  /** So long after a file was opened somebody may write his line into it, on a busy machine. */
  private static final Duration REMEMBERED = Duration.ofSeconds(1);

  private static final String TEMPORARY = ".orch-";

  private final Swap swap = new Swap();
  private final List<Replaced> replaced = new ArrayList<>();

  /** A file that has been replaced, and what it held then. */
  private record Replaced(FileChannel file, byte[] content, long since) {
    boolean isOld() {
      return System.nanoTime() - since > REMEMBERED.toNanos();
    }
  }

  /** Whether a file was replaced a moment ago. */
  synchronized boolean isFresh() {
    return !replaced.isEmpty();
  }

  /**
   * Replaces a file, unless it has changed.
   *
   * @param file where it really is: no link
   * @param known as it was when it was read
   * @param read what it held then
   * @return false when it is no longer so; then nothing has happened
   */
  synchronized boolean replace(Path file, Stamp known, byte[] read, byte[] wanted)
      throws IOException {
    Path temporary = write(file, wanted);
    try {
      if (!Stamp.of(file).equals(known)) {
        return false;
      }
      Stamp ours = Stamp.of(temporary);
      if (!swap.of(temporary, file)) {
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } else if (Stamp.of(temporary).equals(known)) {
        keep(temporary, read);
      } else {
        swap.of(temporary, file);
        if (!Stamp.of(temporary).equals(ours)) {
          // a third one came in between, which would have replaced the second without us as well
          swap.of(temporary, file);
        }
        return false;
      }
      StateFolder.force(file.getParent());
      return true;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Path write(Path file, byte[] content) throws IOException {
    Path folder = file.getParent();
    Path temporary =
        Files.createTempFile(
            folder,
            "." + file.getFileName() + TEMPORARY,
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    boolean written = false;
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      likeBefore(file, temporary);
      channel.force(true);
      written = true;
    } finally {
      if (!written) {
        Files.deleteIfExists(temporary);
      }
    }
    return temporary;
  }

  private static void likeBefore(Path file, Path temporary) throws IOException {
    PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
    PosixFileAttributeView view =
        Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
    PosixFileAttributes fresh = view.readAttributes();
    if (!fresh.owner().equals(old.owner())) {
      view.setOwner(old.owner());
    }
    if (!fresh.group().equals(old.group())) {
      view.setGroup(old.group());
    }
    // last: a change of owner takes bits away
    view.setPermissions(old.permissions());
  }

  /** Who had opened the old file to write into it before the swap still writes into that one. */
  private void keep(Path old, byte[] content) throws IOException {
    FileChannel file = FileChannel.open(old, StandardOpenOption.READ);
    replaced.add(new Replaced(file, content, System.nanoTime()));
  }

  /**
   * What a file holds now that was replaced a moment ago, if somebody has written into it since.
   */
  synchronized Optional<Late> writtenLate() throws IOException {
    for (Replaced one : List.copyOf(replaced)) {
      boolean old = one.isOld();
      // its size first: most who write so late add something
      if (!old && one.file().size() == one.content().length) {
        continue;
      }
      byte[] now = content(one.file());
      replaced.remove(one);
      if (old) {
        one.file().close();
      } else {
        // more may come
        replaced.add(new Replaced(one.file(), now, one.since()));
      }
      if (!Arrays.equals(one.content(), now)) {
        return Optional.of(new Late(one.content(), now));
      }
    }
    return Optional.empty();
  }

  private static byte[] content(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
    for (int read = 0; read >= 0 && bytes.hasRemaining(); ) {
      read = file.read(bytes, bytes.position());
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** What a file held when it was replaced, and what somebody has made of it since. */
  record Late(byte[] before, byte[] now) {
    /** The rows that were added at its end; empty where it is another change. */
    Optional<byte[]> added() {
      boolean longer = now.length > before.length;
      return longer && Arrays.equals(now, 0, before.length, before, 0, before.length)
          ? Optional.of(Arrays.copyOfRange(now, before.length, now.length))
          : Optional.empty();
    }
  }

  /** Removes what an orch has left that was killed while it wrote. */
  static void sweep(Path file) {
    String beginning = "." + file.getFileName() + TEMPORARY;
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path left : files.toList()) {
        if (left.getFileName().toString().startsWith(beginning)
            && Files.isRegularFile(left, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(left);
        }
      }
    } catch (IOException e) {
      // they take room and do no harm
    }
  }

  @Override
  public synchronized void close() {
    swap.close();
    for (Replaced one : replaced) {
      try {
        one.file().close();
      } catch (IOException e) {
        // it was only read
      }
    }
    replaced.clear();
  }
}

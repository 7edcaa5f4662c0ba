package orch.engine.docker;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import orch.engine.VolumeFiles;
import orch.model.OrchException;

/**
 * The files of a volume's folder on this machine as a tar stream, by GNU tar: it keeps what Java
 * has no words for (attributes, access lists, holes, devices).
 *
 * <p>What it starts outlives a process that is killed, by the moments that it takes to see that
 * nothing more comes. So whatever changes the folder holds a lock on it, for which the next waits.
 */
final class FolderTar {
  private static final String TAR = "/usr/bin/tar";
  private static final String FIND = "/usr/bin/find";
  private static final String FLOCK = "/usr/bin/flock";
  private static final int BUFFER = 256 * 1024;

  /**
   * 64 kB at once, all that a pipe holds: with its default of 10 kB, unpacking takes half again.
   */
  private static final int BLOCKING_FACTOR = 128;

  /** What a killed process has left ends at once, but for folders that take long to be emptied. */
  private static final String PATIENCE_SECONDS = "600";

  private final String volume;
  private final Path folder;

  /**
   * Of one folder.
   *
   * @param volume its name on the engine, for errors
   */
  FolderTar(String volume, Path folder) {
    this.volume = volume;
    this.folder = folder;
  }

  /** Whether this machine has the programs. */
  static boolean isPossible() {
    if (!Stream.of(TAR, FIND, FLOCK).allMatch(program -> Files.isExecutable(Path.of(program)))) {
      return false;
    }
    try (Child tar = Child.start(List.of(TAR, "--version"))) {
      String said = new String(tar.out().readAllBytes(), StandardCharsets.UTF_8);
      return said.startsWith("tar (GNU tar) ");
    } catch (IOException e) {
      return false;
    }
  }

  /** All of it, every name below {@link VolumeFiles#TOP}; the end comes only when all was read. */
  InputStream read() throws IOException {
    List<String> command =
        List.of(
            TAR,
            "--create",
            "--directory=" + folder.getParent(),
            "--blocking-factor=" + BLOCKING_FACTOR,
            "--format=posix",
            "--pax-option=delete=atime,delete=ctime",
            "--sparse",
            "--numeric-owner",
            "--acls",
            "--xattrs",
            "--xattrs-exclude=security.selinux",
            "--transform=flags=rhS;s,^" + folder.getFileName() + "," + VolumeFiles.TOP + ",",
            "--",
            folder.getFileName().toString());
    Child tar = Child.start(command);
    return new FilterInputStream(tar.out()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        if (count < 0 && tar.exitCode() != 0) {
          throw failed("read", tar.said());
        }
        return count;
      }

      @Override
      public void close() {
        tar.close();
      }
    };
  }

  /** Removes all that is in it. */
  void empty() throws IOException {
    List<String> command = locked(FIND, folder.toString(), "-mindepth", "1", "-delete");
    try (Child find = Child.start(command)) {
      find.in().close();
      if (find.exitCode() != 0) {
        throw failed("emptied", find.said());
      }
    }
    UserDefinedFileAttributeView own =
        Files.getFileAttributeView(folder, UserDefinedFileAttributeView.class);
    for (String attribute : own == null ? List.<String>of() : own.list()) {
      own.delete(attribute);
    }
  }

  /** Writes what {@link #read} or the engine gives. */
  void fill(InputStream files) throws IOException {
    List<String> command =
        locked(
            TAR,
            "--extract",
            "--directory=" + folder,
            "--blocking-factor=" + BLOCKING_FACTOR,
            "--preserve-permissions",
            "--same-owner",
            "--numeric-owner",
            "--acls",
            "--xattrs",
            "--xattrs-include=*",
            "--xattrs-exclude=security.selinux",
            // the top folder itself is among them: its owner and mode belong to the data
            "--transform=flags=rhS;s,^" + VolumeFiles.TOP + "/*$,.,;s,^" + VolumeFiles.TOP + "/,,");
    try (Child tar = Child.start(command)) {
      OutputStream in = tar.in();
      byte[] buffer = new byte[BUFFER];
      boolean taken = true;
      for (int count = files.read(buffer); count >= 0; count = files.read(buffer)) {
        // what comes after a failure is not wanted; after the end of the files it is only zeros
        taken = taken && written(in, buffer, count);
        if (!taken && tar.exitCode() != 0) {
          throw failed("filled", tar.said());
        }
      }
      if (!written(in, buffer, 0) || tar.exitCode() != 0) {
        throw failed("filled", tar.said());
      }
    }
  }

  /** Whether it was taken; with no bytes: whether all was, which ends it. */
  private static boolean written(OutputStream in, byte[] bytes, int count) {
    try {
      if (count == 0) {
        in.close();
      } else {
        in.write(bytes, 0, count);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> locked(String... command) {
    List<String> words =
        new ArrayList<>(List.of(FLOCK, "--wait", PATIENCE_SECONDS, folder.toString()));
    words.addAll(List.of(command));
    return words;
  }

  private OrchException.Failed failed(String what, List<String> said) {
    return ArchiveFiles.failed("volume '" + volume + "' cannot be " + what, said);
  }
}

package orch.own;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import orch.model.OrchException;

/**
 * The folder in which orch remembers things between commands: {@code $XDG_STATE_HOME/orch}, by
 * default {@code ~/.local/state/orch}
 * (https://specifications.freedesktop.org/basedir-spec/latest/). Only its owner may read it.
 *
 * @param path the folder; made when something is first written
 */
public record StateFolder(Path path) {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** The user's home: {@code $HOME}, as shells have it, else what the system says. */
  public static Path home(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.startsWith("/") ? home : System.getProperty("user.home"));
  }

  /** The folder for this environment and home. */
  public static StateFolder of(Map<String, String> environment, Path home) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    // the specification: relative paths are to be ignored
    boolean set = state.startsWith("/");
    return new StateFolder((set ? Path.of(state) : home.resolve(".local/state")).resolve("orch"));
  }

  /** The content of a file, if there is one. */
  public Optional<String> read(String... names) {
    Path file = file(names);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw broken("read", file, e);
    }
  }

  /** The names of the files in a folder, sorted; none where there is no folder. */
  public List<String> names(String... folder) {
    String[] names = file(folder).toFile().list((parent, name) -> !name.startsWith("."));
    return names == null ? List.of() : Stream.of(names).sorted().toList();
  }

  /** Writes a file as a whole or not at all; readable by its owner only. */
  public void write(String content, String... names) {
    write(content, false, names);
  }

  /** As {@link #write}; when this returns, the file outlives even a fall of the machine. */
  public void writeDurably(String content, String... names) {
    write(content, true, names);
  }

  private void write(String content, boolean durable, String... names) {
    Path file = file(names);
    try {
      Path temporary = prepare(file);
      Files.writeString(temporary, content);
      if (durable) {
        force(temporary);
      }
      try {
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      }
      if (durable) {
        force(file.getParent());
      }
    } catch (IOException e) {
      throw broken("write", file, e);
    }
  }

  /** Makes an empty file that only its owner may read. */
  public static void makePrivate(Path file) throws IOException {
    Files.createFile(file, OWNER_ONLY);
  }

  /** Has a file's content, or a folder's names, written to the disk. */
  public static void force(Path file) throws IOException {
    try (java.nio.channels.FileChannel channel = java.nio.channels.FileChannel.open(file)) {
      channel.force(true);
    }
  }

  /** Writes a file unless there is one; what it holds afterwards, whoever wrote it. */
  public String writeOnce(String content, String... names) {
    Path file = file(names);
    try {
      Path temporary = prepare(file);
      Files.writeString(temporary, content);
      try {
        // a link appears with its content and never replaces: the first of several processes wins
        Files.createLink(file, temporary);
      } catch (java.nio.file.FileAlreadyExistsException e) {
        // somebody was quicker
      } finally {
        Files.delete(temporary);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw broken("write", file, e);
    }
  }

  /** Removes a file, if there is one. */
  public void delete(String... names) {
    try {
      Files.deleteIfExists(file(names));
    } catch (IOException e) {
      throw broken("remove", file(names), e);
    }
  }

  /** Where a file is or will be; the folder that holds it is made. */
  public Path folderOf(String... names) {
    Path file = file(names);
    try {
      make(file.getParent());
    } catch (IOException e) {
      throw broken("make the folder of", file, e);
    }
    return file;
  }

  private Path file(String... names) {
    Path file = path;
    for (String name : names) {
      file = file.resolve(name);
    }
    return file;
  }

  private static Path prepare(Path file) throws IOException {
    make(file.getParent());
    return Files.createTempFile(file.getParent(), ".new-", "", OWNER_ONLY);
  }

  private static void make(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** The error when something in the state folder cannot be read, written or removed. */
  public static OrchException.Failed broken(String what, Path file, IOException e) {
    return new OrchException.Failed(
        "cannot " + what + " " + file,
        List.of(OrchException.reason(e), "the state folder can be moved with XDG_STATE_HOME"),
        null);
  }
}

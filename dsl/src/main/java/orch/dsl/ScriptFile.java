package orch.dsl;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import orch.model.Names;
import orch.model.OrchException;

/**
 * The text of a script and where it came from.
 *
 * @param name for messages: a file's name, or {@code snippet}, {@code stdin}
 * @param path of the file, where it is one
 * @param folder against which its relative paths are read
 * @param text of it
 */
public record ScriptFile(String name, Optional<Path> path, Path folder, String text) {
  /**
   * Reads a file.
   *
   * @throws OrchException.BadInput when it cannot be read
   */
  public static ScriptFile read(Path path) {
    Path file = path.toAbsolutePath().normalize();
    try {
      return new ScriptFile(
          file.getFileName().toString(),
          Optional.of(file),
          file.getParent(),
          Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new OrchException.BadInput(path + " is not UTF-8 text");
    } catch (NoSuchFileException e) {
      throw new OrchException.BadInput("there is no file " + path);
    } catch (AccessDeniedException e) {
      throw new OrchException.BadInput("no permission to read " + path);
    } catch (IOException e) {
      throw new OrchException.BadInput(
          "cannot read " + path, List.of(String.valueOf(e.getMessage())), null);
    }
  }

  /** Whether a file is a script by its name, and not a Compose file. */
  static boolean isScript(Path file) {
    return !file.toString().matches(".*\\.ya?ml(\\.[^./]*)?");
  }

  /** The name of a stack that gives itself none: the file's, else the folder's. */
  String stackName() {
    String base =
        path.map(p -> p.getFileName().toString().replaceFirst("\\.[^.]*$", "")).orElse("");
    if (base.isEmpty() || base.equals("stack")) {
      Path last = folder.getFileName();
      base = last == null ? "root" : last.toString();
    }
    String possible = base.replaceAll("[^a-zA-Z0-9_.-]+", "-").replaceFirst("^[^a-zA-Z0-9]+", "");
    return Names.checked("stack", possible.isEmpty() ? "stack" : possible);
  }
}

package orch.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files that describe the stack of a folder where none is named. */
public final class StackFiles {
  /** In the order in which they are looked for. */
  public static final List<String> NAMES =
      List.of(
          "stack.groovy",
          "scripts/dev.groovy",
          "compose.yaml",
          "compose.yml",
          "docker-compose.yaml",
          "docker-compose.yml");

  private StackFiles() {}

  /** The one of a folder. */
  public static Optional<Path> in(Path folder) {
    // a loop, not a stream: quick commands pass here, and each lambda costs its first use
    for (String name : NAMES) {
      Path file = folder.resolve(name).normalize();
      if (Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}

package orch.dsl;

import java.nio.file.Path;
import java.util.List;
import orch.compose.ComposeLoader;
import orch.compose.ComposeProject;
import orch.model.OrchException;
import orch.model.Stack;

/** Reads Compose files for a session. Not loaded where there is none. */
final class ComposeFiles {
  private final Surroundings surroundings;

  ComposeFiles(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Whether the environment names Compose files. */
  static boolean areNamed(Surroundings surroundings) {
    return !surroundings.environment().getOrDefault("COMPOSE_FILE", "").isEmpty();
  }

  /** The stack of some files, none: those of the folder; says what of them has no effect. */
  Stack stack(List<String> files) {
    ComposeProject project = project(files, ComposeLoader.Options.DEFAULT);
    Stack stack = project.stack();
    warn(project);
    return stack;
  }

  /** Their canonical form. */
  ComposeConfig config(List<String> files, ComposeLoader.Options options) {
    ComposeProject project = project(files, options);
    warn(project);
    return new ComposeConfig(project);
  }

  private void warn(ComposeProject project) {
    project.warnings().forEach(text -> surroundings.err().println("orch: " + text));
  }

  private ComposeProject project(List<String> files, ComposeLoader.Options options) {
    for (String file : files) {
      if (!file.matches(".*[./].*") || file.endsWith(".groovy")) {
        throw new OrchException.BadInput(
            "'" + file + "' is no Compose file; several --stack are for Compose files alone");
      }
    }
    String home = surroundings.environment().getOrDefault("HOME", "");
    return new ComposeLoader(
            surroundings.environment(),
            surroundings.folder(),
            home.isEmpty() ? surroundings.home() : Path.of(home))
        .load(files.stream().map(Path::of).toList(), options);
  }
}

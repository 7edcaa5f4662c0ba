package orch.dsl;

import java.nio.file.Path;
import java.util.ArrayList;
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
    return stack(files, ComposeLoader.Options.DEFAULT);
  }

  /** As above, with profiles and the like. */
  Stack stack(List<String> files, ComposeLoader.Options options) {
    ComposeProject project = project(files, options);
    Stack stack = project.stack();
    warn(project.warnings());
    return stack;
  }

  /** All files that make up the stack of some files; none: those of the folder. */
  List<Path> paths(List<String> files) {
    return project(files, ComposeLoader.Options.DEFAULT).files();
  }

  /** Their canonical form. */
  ComposeConfig config(List<String> files, ComposeLoader.Options options) {
    ComposeProject project = project(files, options);
    List<String> told = project.warnings();
    warn(told);
    return ComposeConfig.of(
        project,
        () -> {
          if (!options.interpolate()) {
            throw new OrchException.BadInput(
                "a script has values, no variables of Compose files",
                List.of("--groovy and --no-interpolate exclude each other"),
                null);
          }
          Stack stack = project.stack();
          List<String> more = new ArrayList<>(project.warnings());
          more.removeAll(told);
          warn(more);
          return stack;
        });
  }

  private void warn(List<String> warnings) {
    warnings.forEach(text -> surroundings.err().println("orch: " + text));
  }

  private ComposeProject project(List<String> files, ComposeLoader.Options options) {
    for (String file : files) {
      if (!file.matches(".*[./].*") || file.endsWith(".groovy")) {
        throw new OrchException.BadInput(
            "'" + file + "' is no Compose file; several --stack are for Compose files alone");
      }
    }
    return new ComposeLoader(surroundings.environment(), surroundings.folder(), surroundings.home())
        .load(files.stream().map(Path::of).toList(), options);
  }
}

package orch.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.OrchException;

/** Finds the files of a project and the variables that they see. */
final class Sources {
  private static final List<String> NAMES =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

  private final Map<String, String> environment;
  private final Path folder;

  /** Looks from a folder, with these variables. */
  Sources(Map<String, String> environment, Path folder) {
    this.environment = environment;
    this.folder = folder;
  }

  /** The files as given, else those of COMPOSE_FILE, else the usual one with its override. */
  List<Path> files(List<Path> given) {
    if (!given.isEmpty()) {
      return given.stream().map(file -> folder.resolve(file).normalize()).toList();
    }
    String named = setting("COMPOSE_FILE");
    if (!named.isEmpty()) {
      String separator = setting("COMPOSE_PATH_SEPARATOR");
      String by = java.util.regex.Pattern.quote(separator.isEmpty() ? ":" : separator);
      return Arrays.stream(named.split(by)).map(f -> folder.resolve(f).normalize()).toList();
    }
    for (Path at = folder; at != null; at = at.getParent()) {
      List<Path> found = usual(at);
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw new OrchException.BadInput(
        "there is no Compose file here",
        List.of("looked for " + String.join(", ", NAMES) + " in " + folder + " and above"),
        null);
  }

  private static List<Path> usual(Path folder) {
    Optional<Path> file = first(folder, NAMES);
    if (file.isEmpty()) {
      return List.of();
    }
    List<Path> files = new ArrayList<>(List.of(file.get()));
    first(folder, NAMES.stream().map(name -> name.replace(".y", ".override.y")).toList())
        .ifPresent(files::add);
    return files;
  }

  private static Optional<Path> first(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }

  private String setting(String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? variables(List.of(), folder).get(name).orElse("") : value;
  }

  /**
   * The variables that the files see: those of the process, then those of the dotenv files.
   *
   * @param given dotenv files; none: COMPOSE_ENV_FILES, else {@code .env} of the project's folder
   */
  Variables variables(List<Path> given, Path project) {
    List<Path> files = new ArrayList<>(given);
    String named = environment.getOrDefault("COMPOSE_ENV_FILES", "");
    if (files.isEmpty() && !named.isEmpty()) {
      Arrays.stream(named.split(",")).map(Path::of).forEach(files::add);
    }
    boolean usual = files.isEmpty();
    if (usual) {
      files.add(project.resolve(".env"));
    }
    Map<String, String> found = new LinkedHashMap<>();
    Variables own = new Variables(environment);
    for (Path file : files) {
      Path path = folder.resolve(file);
      if (!usual || Files.isRegularFile(path)) {
        Path shown = path.startsWith(folder) ? folder.relativize(path) : path;
        found.putAll(
            DotEnv.read(
                path,
                shown.toString(),
                name -> own.get(name).or(() -> Optional.ofNullable(found.get(name)))));
      }
    }
    return own.orElse(found);
  }
}

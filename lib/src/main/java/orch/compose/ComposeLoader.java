package orch.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import orch.model.OrchException;

/**
 * Reads Compose files as one project. The stages in their order:
 *
 * <ol>
 *   <li>{@link Sources}: which files, which variables
 *   <li>{@link FileStages}, for each file: text to tree ({@link YamlReader}), variables ({@link
 *       Interpolation}), what may stand where ({@link ShapeCheck}), long forms ({@link LongForms}),
 *       absolute paths ({@link Paths})
 *   <li>{@link Extends}, then {@link Merge} of the files, then {@link Includes}
 *   <li>{@link ShapeCheck#complete}: what must be there
 *   <li>{@link Profiles}, {@link Defaults}, {@link EnvFiles}, {@link Consistency}, {@link UsedOnly}
 * </ol>
 */
public final class ComposeLoader {
  /**
   * What may be said about a project beside its files.
   *
   * @param envFiles dotenv files; none: the usual ones
   * @param profiles that are active, beside those of COMPOSE_PROFILES
   * @param interpolate whether variables get their values
   */
  public record Options(List<Path> envFiles, List<String> profiles, boolean interpolate) {
    /** The usual ones. */
    public static final Options DEFAULT = new Options(List.of(), List.of(), true);

    /** Copies the lists. */
    public Options {
      envFiles = List.copyOf(envFiles);
      profiles = List.copyOf(profiles);
    }
  }

  private final Map<String, String> environment;
  private final Path folder;
  private final Path home;

  /**
   * A loader.
   *
   * @param environment variables of the process
   * @param folder the working folder, absolute
   * @param home what {@code ~} stands for
   */
  public ComposeLoader(Map<String, String> environment, Path folder, Path home) {
    this.environment = environment;
    this.folder = folder.normalize();
    this.home = home;
  }

  /**
   * Loads a project.
   *
   * @param given its files, merged in order; none: those of COMPOSE_FILE, else the usual one of the
   *     folder or above
   * @throws OrchException.BadInput naming file, line and column of what is wrong
   */
  public ComposeProject load(List<Path> given, Options options) {
    Sources sources = new Sources(environment, folder);
    List<Path> files = sources.files(given);
    Path project = files.get(0).getParent();
    Variables variables = sources.variables(options.envFiles(), project);
    Warnings warnings = new Warnings();
    ShapeTable shapes = new ShapeTable();
    FileStages stages = new FileStages(folder, home, options.interpolate(), warnings, shapes);
    String name = name(files, project, variables, stages);
    variables = new Variables(Map.of("COMPOSE_PROJECT_NAME", name)).orElse(variables.values());
    Node.Mapping model = model(stages, files, project, variables, files.subList(0, 1));
    if (model.entries().isEmpty()) {
      throw Place.of(stages.name(files.get(0))).bad("the file is empty");
    }
    new ShapeCheck(options.interpolate()).complete(shapes.group("file"), model, "");
    List<String> profiles = new ArrayList<>(options.profiles());
    profiles.addAll(Arrays.asList(variables.get("COMPOSE_PROFILES").orElse("").split(",")));
    profiles.replaceAll(String::strip);
    Set<String> known = Profiles.all(model.mapping("services"));
    Node.Mapping wanted =
        model.mapped("services", services -> Profiles.active((Node.Mapping) services, profiles));
    if (options.interpolate()) {
      wanted = new Defaults(name).apply(wanted);
      EnvFiles envFiles = new EnvFiles(stages, variables);
      wanted =
          wanted.mapped(
              "services",
              services -> ((Node.Mapping) services).each(s -> envFiles.apply((Node.Mapping) s)));
      Consistency.check(wanted, model.mapping("services").entries().keySet());
      wanted = Unsaid.apply(UsedOnly.apply(wanted));
    }
    Map<String, Node> ordered = new LinkedHashMap<>();
    ordered.put("name", Node.text(name, Place.of(stages.name(files.get(0)))));
    ordered.putAll(wanted.without("name").without("version").entries());
    return new ComposeProject(
        name,
        files,
        new Node.Mapping(ordered, wanted.place()),
        known,
        variables,
        options.interpolate(),
        shapes,
        warnings);
  }

  /** Some files as one model, with what they extend and include. */
  private static Node.Mapping model(
      FileStages stages, List<Path> files, Path folder, Variables variables, List<Path> including) {
    Node.Mapping model =
        new Node.Mapping(new LinkedHashMap<>(), Place.of(stages.name(files.get(0))));
    Extends extending = new Extends(stages);
    for (Path file : files) {
      Source source = new Source(file, folder, variables);
      for (Node.Mapping document : stages.documents(source)) {
        model = Merge.files(model, extending.apply(document, source));
      }
    }
    model = new Paths(folder, folder).contexts(model);
    Includes includes =
        new Includes(
            stages,
            (inner, innerFolder, innerVariables, chain) ->
                model(stages, inner, innerFolder, innerVariables, chain));
    return includes.apply(model, folder, variables, including);
  }

  /** COMPOSE_PROJECT_NAME, else what the last file says that says it, else the folder's name. */
  private static String name(
      List<Path> files, Path project, Variables variables, FileStages stages) {
    String asked = variables.get("COMPOSE_PROJECT_NAME").orElse("");
    if (!asked.isEmpty()) {
      return asked;
    }
    String name = "";
    for (Path file : files) {
      name = stages.projectName(new Source(file, project, variables)).orElse(name);
    }
    String folder = project.getFileName() == null ? "" : project.getFileName().toString();
    String plain =
        (name.isEmpty() ? folder : name).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "");
    return plain.replaceFirst("^[_-]+", "");
  }
}

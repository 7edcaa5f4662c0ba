package orch.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads the files that a file includes, each with its own folder and variables, and takes in what
 * they describe.
 */
final class Includes {
  private static final List<String> SECTIONS =
      List.of("services", "volumes", "networks", "secrets", "configs", "models");

  /** Loads the files of one include as one model. */
  interface Model {
    Node.Mapping load(List<Path> files, Path folder, Variables variables, List<Path> including);
  }

  private final FileStages files;
  private final Model model;

  Includes(FileStages files, Model model) {
    this.files = files;
    this.model = model;
  }

  /**
   * The model with what it includes.
   *
   * @param including the files that led here, to see circles
   */
  Node.Mapping apply(Node.Mapping model, Path folder, Variables variables, List<Path> including) {
    Node.Mapping made = model.without("include");
    for (Node item : model.items("include")) {
      made = taken(made, loaded((Node.Mapping) item, folder, variables, including));
    }
    return made;
  }

  private Node.Mapping loaded(
      Node.Mapping include, Path folder, Variables variables, List<Path> including) {
    Paths here = files.paths(folder);
    List<Path> paths = new ArrayList<>();
    for (Node path : include.items("path")) {
      Path file = here.path(path.plain().toString(), path.place());
      if (including.contains(file)) {
        throw path.place()
            .bad(
                "'"
                    + files.name(file)
                    + "' includes itself, by way of "
                    + files.name(including.get(including.size() - 1)));
      }
      if (!Files.isRegularFile(file)) {
        throw path.place().bad("there is no file " + files.name(file) + " to include");
      }
      paths.add(file);
    }
    if (paths.isEmpty()) {
      throw include.place().bad("an include has no 'path'");
    }
    String given = include.text("project_directory");
    Path inner = given.isEmpty() ? paths.get(0).getParent() : here.path(given, include.place());
    Map<String, String> own = new LinkedHashMap<>();
    for (Node file : include.items("env_file")) {
      Path path = here.path(file.plain().toString(), file.place());
      if (!Files.isReadable(path)) {
        throw file.place().bad("there is no file " + files.name(path));
      }
      own.putAll(DotEnv.read(path, files.name(path), variables::get));
    }
    Path usual = inner.resolve(".env");
    if (include.get("env_file") == null && Files.isRegularFile(usual)) {
      own.putAll(DotEnv.read(usual, files.name(usual), variables::get));
    }
    List<Path> deeper = new ArrayList<>(including);
    deeper.addAll(paths);
    return model.load(paths, inner, variables.orElse(own), deeper);
  }

  private Node.Mapping taken(Node.Mapping into, Node.Mapping included) {
    Node.Mapping made = into;
    for (String section : SECTIONS) {
      Map<String, Node> all = made.mapping(section).copy();
      included
          .mapping(section)
          .entries()
          .forEach(
              (name, node) -> {
                Node there = all.putIfAbsent(name, node);
                if (there != null && !there.plain().equals(node.plain())) {
                  throw there
                      .place()
                      .bad(
                          section
                              + "."
                              + name
                              + " is also in an included file, at "
                              + node.place()
                              + ", and differs");
                }
              });
      if (!all.isEmpty()) {
        made = made.with(section, new Node.Mapping(all, made.place()));
      }
    }
    return made;
  }
}

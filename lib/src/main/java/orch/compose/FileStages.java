package orch.compose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.OrchException;

/** The stages of one file alone: text, tree, variables, shapes, long forms, absolute paths. */
final class FileStages {
  private final Path shownFrom;
  private final Path home;
  private final boolean interpolate;
  private final Warnings warnings;
  private final ShapeTable shapes;
  private final Map<Path, List<Node.Mapping>> trees = new HashMap<>();

  FileStages(Path shownFrom, Path home, boolean interpolate, Warnings warnings, ShapeTable shapes) {
    this.shownFrom = shownFrom;
    this.home = home;
    this.interpolate = interpolate;
    this.warnings = warnings;
    this.shapes = shapes;
  }

  /** The file as the user knows it. */
  String name(Path file) {
    return file.startsWith(shownFrom) ? shownFrom.relativize(file).toString() : file.toString();
  }

  ShapeTable shapes() {
    return shapes;
  }

  /** The documents of a file, ready to be merged. */
  List<Node.Mapping> documents(Source source) {
    List<Node.Mapping> documents = new ArrayList<>();
    for (Node.Mapping filled : filled(source)) {
      Node checked = new ShapeCheck(interpolate).check(shapes.group("file"), filled, "");
      documents.add(finished(source, checked));
    }
    return documents;
  }

  /**
   * The services of a file, for others that extend them. They are checked when they are asked for,
   * since the rest of the file may be as it likes.
   *
   * @param user where they are asked for
   */
  Node.Mapping services(Source source, Place user) {
    if (!Files.isRegularFile(source.file())) {
      throw user.bad("there is no file " + name(source.file()) + " to extend from");
    }
    Node.Mapping all = empty(source);
    for (Node.Mapping filled : filled(source)) {
      Node.Mapping only = empty(source);
      Node services = filled.get("services");
      if (services != null) {
        // marks stay where one document has all, for the services that extend others there
        Node.Mapping one = only.with("services", services);
        all = all.entries().isEmpty() ? one : Merge.files(all, one);
      }
    }
    return all.mapping("services");
  }

  /** One of those services, checked and in its long form; null where there is none. */
  Node finished(Node.Mapping services, String name, Source source) {
    if (!(Node.unmarked(services.get(name)) instanceof Node.Mapping service)) {
      return services.get(name);
    }
    Node.Mapping only = empty(source).with(name, service);
    Node.Mapping file = empty(source).with("services", only);
    Node checked = new ShapeCheck(interpolate).check(shapes.group("file"), file, "");
    return finished(source, checked).mapping("services").get(name);
  }

  private Node.Mapping empty(Source source) {
    return new Node.Mapping(new LinkedHashMap<>(), Place.of(name(source.file())));
  }

  private Node.Mapping finished(Source source, Node checked) {
    return new Paths(source.folder(), home)
        .file((Node.Mapping) LongForms.file(checked, interpolate));
  }

  private List<Node.Mapping> filled(Source source) {
    List<Node.Mapping> filled = new ArrayList<>();
    Interpolation variables = new Interpolation(source.variables(), warnings);
    for (Node.Mapping document : read(source.file())) {
      filled.add(interpolate ? (Node.Mapping) variables.apply(document) : document);
    }
    return filled;
  }

  private List<Node.Mapping> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new OrchException.BadInput("there is no file " + name(file));
    }
    return trees.computeIfAbsent(
        file,
        path -> {
          List<Node.Mapping> documents = new ArrayList<>();
          for (Node document : YamlReader.read(path, name(path))) {
            if (document instanceof Node.Mapping mapping) {
              documents.add(mapping);
            } else if (!Node.isNull(document)) {
              throw document.place().bad("a Compose file is a mapping, not " + document.kind());
            }
          }
          return documents;
        });
  }

  /** The name that a file gives to the project. */
  Optional<String> projectName(Source source) {
    Optional<String> name = Optional.empty();
    Interpolation fill = new Interpolation(source.variables(), warnings);
    for (Node.Mapping document : read(source.file())) {
      if (document.get("name") instanceof Node.Scalar written
          && (interpolate ? fill.apply(written) : written) instanceof Node.Scalar given
          && given.value() instanceof String text) {
        name = Optional.of(text);
      }
    }
    return name;
  }

  /** Paths that count from a folder. */
  Paths paths(Path folder) {
    return new Paths(folder, home);
  }
}

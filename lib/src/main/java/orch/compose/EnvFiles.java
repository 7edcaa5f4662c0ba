package orch.compose;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import orch.model.OrchException;

/** Gives services the variables of their files, and values to variables that are only named. */
final class EnvFiles {
  private final FileStages files;
  private final Variables variables;

  EnvFiles(FileStages files, Variables variables) {
    this.files = files;
    this.variables = variables;
  }

  /** A service with all of its variables. */
  Node.Mapping apply(Node.Mapping service) {
    Map<String, Node> environment = new LinkedHashMap<>();
    for (Node file : service.items("env_file")) {
      add((Node.Mapping) file, environment);
    }
    service
        .mapping("environment")
        .entries()
        .forEach((name, v) -> environment.put(name, value(name, v)));
    Map<String, Node> labels = new LinkedHashMap<>();
    for (Node file : service.items("label_file")) {
      read(Path.of(file.plain().toString()), file.place(), "", name -> variables.get(name))
          .forEach((name, value) -> labels.put(name, Node.text(value, file.place())));
    }
    labels.putAll(service.mapping("labels").entries());
    Node.Mapping made = service.without("env_file").without("label_file");
    if (!environment.isEmpty()) {
      made = made.with("environment", new Node.Mapping(environment, service.place()));
    }
    if (!labels.isEmpty()) {
      made = made.with("labels", new Node.Mapping(labels, service.place()));
    }
    return made.mapped("build", build -> arguments((Node.Mapping) build));
  }

  private Node value(String name, Node node) {
    return Node.isNull(node)
        ? variables.get(name).<Node>map(value -> Node.text(value, node.place())).orElse(node)
        : node;
  }

  private Node arguments(Node.Mapping build) {
    return build.mapped(
        "args",
        args -> {
          Map<String, Node> made = ((Node.Mapping) args).copy();
          made.replaceAll(this::value);
          made.values().removeIf(Node::isNull); // the builder takes the value of its own
          return new Node.Mapping(made, args.place());
        });
  }

  private void add(Node.Mapping file, Map<String, Node> environment) {
    Path path = Path.of(file.text("path"));
    if (!Files.exists(path)) {
      if (file.get("required") == null || file.flag("required")) {
        throw file.place().bad("there is no file " + files.name(path) + " with variables");
      }
      return;
    }
    Function<String, Optional<String>> lookup =
        name ->
            Optional.ofNullable(environment.get(name))
                .filter(node -> !Node.isNull(node))
                .map(node -> node.plain().toString())
                .or(() -> variables.get(name));
    read(path, file.place(), file.text("format"), lookup)
        .forEach((name, value) -> environment.put(name, Node.text(value, file.place())));
  }

  private Map<String, String> read(
      Path path, Place place, String format, Function<String, Optional<String>> lookup) {
    try {
      String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      return switch (format) {
        case "" -> DotEnv.parse(text, files.name(path), lookup);
        case "raw" -> DotEnv.raw(text, files.name(path), lookup);
        default -> throw place.bad("format '" + format + "' is not known; there is 'raw'");
      };
    } catch (IOException e) {
      throw place.bad("cannot read " + files.name(path) + ": " + OrchException.reason(e));
    }
  }
}

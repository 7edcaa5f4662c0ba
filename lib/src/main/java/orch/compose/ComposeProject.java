package orch.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.Stack;

/** A project as its Compose files describe it. Immutable, but for warnings that are added to it. */
public final class ComposeProject {
  private final String name;
  private final List<Path> files;
  private final Node.Mapping model;
  private final Set<String> profiles;
  private final Variables variables;
  private final boolean interpolated;
  private final ShapeTable shapes;
  private final Warnings warnings;

  ComposeProject(
      String name,
      List<Path> files,
      Node.Mapping model,
      Set<String> profiles,
      Variables variables,
      boolean interpolated,
      ShapeTable shapes,
      Warnings warnings) {
    this.name = name;
    this.files = List.copyOf(files);
    this.model = model;
    this.profiles = profiles;
    this.variables = variables;
    this.interpolated = interpolated;
    this.shapes = shapes;
    this.warnings = warnings;
  }

  /** The project's name. */
  public String name() {
    return name;
  }

  /** Its files, in the order in which they are merged. */
  public List<Path> files() {
    return files;
  }

  /**
   * The canonical model: maps, lists, texts, numbers, booleans and nulls, with long forms, defaults
   * and absolute paths. Dollar signs are doubled where variables have their values, so that a file
   * made of it says the same.
   */
  @SuppressWarnings("unchecked")
  public Map<String, Object> canonical() {
    Object plain = model.plain();
    return (Map<String, Object>) (interpolated ? doubled(plain) : plain);
  }

  private static Object doubled(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> made = new LinkedHashMap<>();
      map.forEach((key, inner) -> made.put(key, doubled(inner)));
      return made;
    } else if (value instanceof List<?> list) {
      List<Object> made = new ArrayList<>();
      list.forEach(inner -> made.add(doubled(inner)));
      return made;
    }
    return value instanceof String text ? text.replace("$", "$$") : value;
  }

  /** The canonical model as a Compose file. */
  public String yaml() {
    return YamlText.of(canonical());
  }

  /**
   * The stack that it describes; adds to the warnings what orch cannot apply.
   *
   * @throws orch.model.OrchException.BadInput naming the place of what no stack can have
   */
  public Stack stack() {
    return new ComposeBinding(name, files.get(0), model, variables, shapes, warnings).stack();
  }

  /** All profiles that services name, active or not. */
  public Set<String> profiles() {
    return profiles;
  }

  /** The variables that the files see, by name. */
  public Map<String, String> variables() {
    return variables.values();
  }

  /** What a user should know about it: each said once. */
  public List<String> warnings() {
    return warnings.all();
  }
}

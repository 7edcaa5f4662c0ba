package orch.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import orch.compose.ComposeProject;

/** Compose files in their canonical form, in the hands of a script. */
public final class ComposeConfig {
  private final ComposeProject project;
  private final Optional<String> part;

  ComposeConfig(ComposeProject project) {
    this(project, Optional.empty());
  }

  private ComposeConfig(ComposeProject project, Optional<String> part) {
    this.project = project;
    this.part = part;
  }

  /** The same, of which one list is shown: services, images, volumes, profiles or environment. */
  public ComposeConfig only(CharSequence list) {
    return new ComposeConfig(project, Optional.of(list.toString()));
  }

  /** The project's name. */
  public String getName() {
    return project.name();
  }

  /** The names of its services. */
  public List<String> getServices() {
    return names("services");
  }

  /** The names of its volumes. */
  public List<String> getVolumes() {
    return names("volumes");
  }

  /** The images of its services; of those that are built, the name of the result. */
  public List<String> getImages() {
    List<String> images = new ArrayList<>();
    section("services")
        .forEach(
            (name, service) -> {
              Object image = ((Map<?, ?>) service).get("image");
              images.add(image == null ? getName() + "-" + name : image.toString());
            });
    return images;
  }

  /** All profiles that services name. */
  public List<String> getProfiles() {
    return List.copyOf(new TreeSet<>(project.profiles()));
  }

  /** The variables that the files see, as {@code NAME=VALUE}. */
  public List<String> getEnvironment() {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(project.variables()).forEach((name, value) -> lines.add(name + "=" + value));
    return lines;
  }

  /** What is shown, as maps and lists. */
  public Map<String, Object> tree() {
    return part.isPresent() ? Map.of(part.get(), list(part.get())) : project.canonical();
  }

  /** What is shown, as text: a Compose file, which can be read again, or the items of the list. */
  String text() {
    return part.map(
            name -> list(name).stream().map(item -> item + "\n").collect(Collectors.joining()))
        .orElseGet(project::yaml);
  }

  private List<String> list(String name) {
    return switch (name) {
      case "services" -> getServices();
      case "images" -> getImages();
      case "volumes" -> getVolumes();
      case "profiles" -> getProfiles();
      default -> getEnvironment();
    };
  }

  private List<String> names(String section) {
    return section(section).keySet().stream().map(Object::toString).toList();
  }

  private Map<?, ?> section(String name) {
    return project.canonical().get(name) instanceof Map<?, ?> map ? map : Map.of();
  }
}

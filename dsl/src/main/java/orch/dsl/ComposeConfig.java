package orch.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import orch.compose.ComposeProject;

/** Compose files in their canonical form, in the hands of a script. */
public final class ComposeConfig {
  private final ComposeProject project;

  ComposeConfig(ComposeProject project) {
    this.project = project;
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

  /** All of it as maps and lists. */
  public Map<String, Object> tree() {
    return project.canonical();
  }

  /** All of it as a Compose file, which can be read again. */
  String yaml() {
    return project.yaml();
  }

  private List<String> names(String section) {
    return section(section).keySet().stream().map(Object::toString).toList();
  }

  private Map<?, ?> section(String name) {
    return tree().get(name) instanceof Map<?, ?> map ? map : Map.of();
  }
}

package orch.dsl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import orch.compose.ComposeProject;
import orch.compose.YamlText;
import orch.compose.out.ComposeFile;
import orch.dsl.text.ScriptText;
import orch.model.OrchException;
import orch.model.Stack;

/** A stack as a Compose file in its canonical form, in the hands of a script. */
public final class ComposeConfig {
  private final Content content;
  private final Optional<String> part;

  /**
   * What is known of it.
   *
   * @param tree maps, lists, texts, numbers, booleans and nulls
   * @param profiles that services name
   * @param variables that the file sees, by name
   * @param script the same in orch's language
   * @param losses tells what a Compose file cannot say of it
   */
  private record Content(
      Map<String, Object> tree,
      Set<String> profiles,
      Map<String, String> variables,
      Supplier<String> script,
      Runnable losses) {}

  private ComposeConfig(Content content, Optional<String> part) {
    this.content = content;
    this.part = part;
  }

  /** What Compose files say. */
  static ComposeConfig of(ComposeProject project, Supplier<Stack> stack) {
    Path folder = project.files().get(0).getParent();
    return new ComposeConfig(
        new Content(
            project.canonical(),
            project.profiles(),
            project.variables(),
            () -> new ScriptText(stack.get(), folder, Optional.empty()).text(),
            () -> {}),
        Optional.empty());
  }

  /** The stack of a script; says what of it no Compose file has. */
  static ComposeConfig of(StackHandle handle, Surroundings surroundings) {
    Stack stack =
        handle
            .described()
            .orElseThrow(
                () ->
                    new OrchException.BadInput(
                        "what describes stack '" + handle.getName() + "' is not known here",
                        List.of("name its file with --stack FILE"),
                        null));
    ComposeFile file = ComposeFile.of(stack);
    Map<String, String> variables = new TreeMap<>();
    file.variables().forEach((name, secret) -> variables.put(name, "***"));
    Path folder = handle.source().map(Path::getParent).orElse(surroundings.folder());
    Supplier<String> script = () -> new ScriptText(stack, folder, handle.within()).text();
    Runnable losses =
        () -> file.losses().forEach(text -> surroundings.err().println("orch: " + text));
    return new ComposeConfig(
        new Content(file.tree(), Set.of(), variables, script, losses), Optional.empty());
  }

  /** The same, of which one list is shown: services, images, volumes, profiles or environment. */
  public ComposeConfig only(CharSequence list) {
    return new ComposeConfig(content, Optional.of(list.toString()));
  }

  /** The project's name. */
  public String getName() {
    return String.valueOf(content.tree().get("name"));
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
    return List.copyOf(new TreeSet<>(content.profiles()));
  }

  /** The variables that the files see, as {@code NAME=VALUE}; secrets are masked. */
  public List<String> getEnvironment() {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(content.variables()).forEach((name, value) -> lines.add(name + "=" + value));
    return lines;
  }

  /**
   * The stack as a script of orch's language, with paths relative to the folder of the file that
   * describes it.
   */
  public String getScript() {
    return content.script().get();
  }

  /** What is shown, as maps and lists. */
  public Map<String, Object> tree() {
    tellLosses();
    return part.isPresent() ? Map.of(part.get(), list(part.get())) : content.tree();
  }

  /** What is shown, as text: a Compose file, which can be read again, or the items of the list. */
  String text() {
    tellLosses();
    return part.map(
            name -> list(name).stream().map(item -> item + "\n").collect(Collectors.joining()))
        .orElseGet(() -> YamlText.of(content.tree()));
  }

  private void tellLosses() {
    if (part.isEmpty()) {
      content.losses().run();
    }
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
    return content.tree().get(name) instanceof Map<?, ?> map ? map : Map.of();
  }
}

package orch.lane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.model.Labels;
import orch.model.StackFiles;
import orch.own.RecentTasks;
import orch.own.StateFolder;
import orch.plan.Observed;

/**
 * Names that a shell completes a word to: those that only this folder or the engine knows. Reads
 * files as text, since running them would take a second.
 */
final class Completion {
  private static final Pattern SERVICE =
      Pattern.compile("\\bservice\\s*\\(?\\s*['\"]([A-Za-z0-9_.-]+)['\"]");
  private static final Pattern DESCRIBE = Pattern.compile("(?m)^describe\\b[\\s(]*(['\"])(.*)\\1");
  private static final Pattern OPTION =
      Pattern.compile(
          "(?m)^option\\b[\\s(]*(['\"])([a-z0-9-]+)\\1(?:\\s*,\\s*(['\"])(.*?)\\3)?\\s*,\\s*(['\"])(.*)\\5");
  private static final Pattern COMPOSE_SERVICE =
      Pattern.compile("(?m)^(?: {2}|\\t| {4})([A-Za-z0-9_.-]+):[ \\t]*(?:#.*|\\{.*)?$");

  private final Map<String, String> environment;
  private final Path folder;
  private final Supplier<List<Observed.Container>> containers;

  /**
   * In this folder.
   *
   * @param containers asks for those of this machine
   */
  Completion(
      Map<String, String> environment, Path folder, Supplier<List<Observed.Container>> containers) {
    this.environment = environment;
    this.folder = folder;
    this.containers = containers;
  }

  /**
   * Lines of a name, a tab and what it is.
   *
   * @param words the kind: {@code stacks}, {@code services}, {@code verbs}, {@code options}, {@code
   *     snapshots}, {@code tasks} (their ids), {@code tasknames} (of those that are described);
   *     what has been typed of the name (for options, the whole verb); then {@code --stack} and a
   *     value, where one was typed
   */
  List<String> candidates(List<String> words) throws IOException {
    String typed = words.size() > 1 ? words.get(1) : "";
    int given = words.indexOf("--stack");
    String stack =
        given > 0 && given + 1 < words.size()
            ? words.get(given + 1)
            : environment.getOrDefault("ORCH_STACK", "");
    Map<String, String> found =
        switch (words.isEmpty() ? "" : words.get(0)) {
          case "stacks" -> stacks();
          case "services" -> services(typed, stack);
          case "verbs" -> verbs();
          case "options" -> options(typed);
          case "snapshots" -> snapshots();
          case "tasks" -> tasks();
          case "tasknames" -> DescribedTasks.in(folder);
          default -> Map.of();
        };
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, String> entry : found.entrySet()) {
      if (words.get(0).equals("options") || entry.getKey().startsWith(typed)) {
        lines.add(entry.getKey() + "\t" + entry.getValue());
      }
    }
    return lines;
  }

  private Map<String, String> stacks() {
    Map<String, String> found = new TreeMap<>();
    for (Observed.Container container : containers.get()) {
      found.put(name(container), "stack, " + source(container));
    }
    return found;
  }

  /** The name that leads to just this copy. */
  private static String name(Observed.Container container) {
    String run = container.label(Labels.RUN);
    return container.label(Labels.STACK) + (run.isEmpty() ? "" : "-" + run);
  }

  private String source(Observed.Container container) {
    String source = container.label(Labels.SOURCE);
    return source.startsWith(folder + "/")
        ? source.substring(folder.toString().length() + 1)
        : source;
  }

  private Map<String, String> services(String typed, String stack) throws IOException {
    Map<String, String> found = new TreeMap<>();
    int slash = typed.indexOf('/');
    Optional<Path> file = slash > 0 ? Optional.empty() : file(stack);
    if (file.isPresent()) {
      inFile(Files.readString(file.get()), file.get().toString().endsWith(".groovy"))
          .forEach(service -> found.put(service, "service, " + file.get().getFileName()));
    }
    for (Observed.Container container : containers.get()) {
      boolean asked =
          slash > 0
              ? name(container).equals(typed.substring(0, slash))
              : file.isPresent()
                  ? container.label(Labels.SOURCE).equals(file.get().toString())
                  : name(container).equals(stack);
      if (asked) {
        String prefix = slash > 0 ? typed.substring(0, slash + 1) : "";
        found.put(prefix + container.label(Labels.SERVICE), "service, " + container.state());
      }
    }
    return found;
  }

  /** The file that verbs would work on; none where a running stack's name was given. */
  private Optional<Path> file(String stack) {
    Path named = folder.resolve(stack).normalize();
    return stack.isEmpty()
        ? StackFiles.in(folder)
        : Files.isRegularFile(named) ? Optional.of(named) : Optional.empty();
  }

  private static List<String> inFile(String text, boolean script) {
    String part = text;
    if (!script) {
      Matcher block =
          Pattern.compile("(?m)^services:.*\\R((?:[ \\t#].*\\R?|\\s*\\R)*)").matcher(text);
      part = block.find() ? block.group(1) : "";
    }
    List<String> services = new ArrayList<>();
    Matcher matcher = (script ? SERVICE : COMPOSE_SERVICE).matcher(part);
    int column = -1;
    while (matcher.find()) {
      int at = matcher.start(1) - matcher.start();
      if (script || column < 0 || at == column) {
        column = at;
        services.add(matcher.group(1));
      }
    }
    return services;
  }

  private StateFolder state() {
    return StateFolder.of(environment, StateFolder.home(environment));
  }

  private Map<String, String> tasks() {
    return RecentTasks.of(state()).all();
  }

  private Map<String, String> snapshots() {
    Map<String, String> found = new TreeMap<>();
    for (String stack : state().names("snapshots")) {
      state().names("snapshots", stack).forEach(s -> found.put(s, "snapshot of " + stack));
    }
    return found;
  }

  /** The folder's own, and those that its jars bring. */
  private Map<String, String> verbs() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Map.Entry<String, String> verb : OfJars.verbs(folder).entrySet()) {
      Matcher describe = DESCRIBE.matcher(verb.getValue());
      if (describe.find()) {
        found.put(verb.getKey(), describe.group(2));
      }
    }
    String[] files = folder.resolve("scripts").toFile().list();
    for (String file : files == null ? new String[0] : files) {
      if (file.endsWith(".groovy")) {
        Matcher describe =
            DESCRIBE.matcher(Files.readString(folder.resolve("scripts").resolve(file)));
        if (describe.find()) {
          found.put(file.substring(0, file.length() - ".groovy".length()), describe.group(2));
        }
      }
    }
    return found;
  }

  /** Of one of these verbs. */
  private Map<String, String> options(String verb) throws IOException {
    Map<String, String> found = new TreeMap<>();
    Path file = folder.resolve("scripts").resolve(verb + ".groovy");
    String text =
        Files.isRegularFile(file)
            ? Files.readString(file)
            : OfJars.verbs(folder).getOrDefault(verb, "");
    Matcher option = OPTION.matcher(text);
    while (option.find()) {
      found.put("--" + option.group(2), option.group(6));
    }
    return found;
  }
}

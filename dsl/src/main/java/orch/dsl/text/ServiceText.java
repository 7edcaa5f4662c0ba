package orch.dsl.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orch.engine.read.Json;
import orch.model.Dependency;
import orch.model.Labels;
import orch.model.Process;
import orch.model.Service;

/** A service as the words of its block: only what is not understood without being said. */
final class ServiceText {
  private final Service service;
  private final Path folder;
  private final List<Phrase> phrases = new ArrayList<>();

  /**
   * A service.
   *
   * @param folder against which paths are written
   */
  ServiceText(Service service, Path folder) {
    this.service = service;
    this.folder = folder;
  }

  /** Its lines, indented by four. */
  List<String> lines() {
    Paths paths = new Paths(folder);
    phrases.addAll(new ImageText(paths).phrases(service.images()));
    text("platform", service.platform());
    process(service.process());
    LinksText.add(service.links(), phrases);
    service.mounts().forEach(mount -> phrases.add(MountText.phrase(mount, paths)));
    dependencies();
    ReadinessText.phrase(service.readiness()).ifPresent(phrases::add);
    if (!service.restart().equals("no")) {
      say("restart", Literal.text(service.restart()));
    }
    if (service.oneShot()) {
      say("oneShot");
    }
    if (service.replicas() > 1) {
      say("replicas", Integer.toString(service.replicas()));
    }
    LimitsText.add(service.resources(), phrases);
    LimitsText.add(service.security(), phrases);
    if (!service.logging().driver().isEmpty() || !service.logging().options().isEmpty()) {
      phrases.add(
          new Phrase(
              "logging",
              List.of(Literal.text(service.logging().driver())),
              Literal.texts(service.logging().options()),
              List.of()));
    }
    Map<String, String> labels = new LinkedHashMap<>(service.labels());
    beforeSnapshot(labels.getOrDefault(Labels.BEFORE_SNAPSHOT, ""))
        .ifPresent(
            words -> {
              labels.remove(Labels.BEFORE_SNAPSHOT);
              say("beforeSnapshot", Literal.words(words));
            });
    named("labels", Literal.texts(labels));
    SettingsText.add(service, phrases);
    String name = Literal.text(service.name());
    return oneLine(name)
        .map(List::of)
        .orElseGet(
            () -> {
              List<String> lines = new ArrayList<>(List.of("    service(" + name + ") {"));
              phrases.forEach(phrase -> lines.addAll(phrase.lines("        ")));
              lines.add("    }");
              return lines;
            });
  }

  /** The short form, where each word is said once and takes values alone. */
  private Optional<String> oneLine(String name) {
    Set<String> words = new HashSet<>();
    StringBuilder line = new StringBuilder("    service ").append(name);
    for (Phrase phrase : phrases) {
      boolean plain =
          phrase.named().isEmpty() && phrase.block().isEmpty() && !phrase.values().isEmpty();
      // words of the block, such as started(...), are none outside of it
      boolean values = phrase.values().stream().allMatch(value -> value.matches("(?s)['0-9].*"));
      if (!plain || !values || !words.add(phrase.word())) {
        return Optional.empty();
      }
      String joined = String.join(", ", phrase.values());
      line.append(", ")
          .append(phrase.word())
          .append(": ")
          .append(phrase.values().size() == 1 ? joined : "[" + joined + "]");
    }
    return Optional.of(line.toString()).filter(text -> text.length() <= Phrase.WIDTH);
  }

  /** The command that a label holds which the word of that name has made. */
  private static Optional<List<String>> beforeSnapshot(String label) {
    if (!label.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Json.read(label).at("command").elements().stream().map(Json::text).toList());
    } catch (IOException e) {
      return Optional.empty(); // it is said as the label that it is
    }
  }

  private void say(String word, String... values) {
    phrases.add(Phrase.of(word, values));
  }

  private void words(String word, List<String> words) {
    if (!words.isEmpty()) {
      say(word, Literal.words(words));
    }
  }

  private void named(String word, Map<String, String> arguments) {
    if (!arguments.isEmpty()) {
      phrases.add(new Phrase(word, List.of(), arguments, List.of()));
    }
  }

  private void process(Process process) {
    words("entrypoint", process.entrypoint());
    words("command", process.command());
    Map<String, String> variables = new LinkedHashMap<>();
    process.environment().forEach((name, value) -> variables.put(name, Literal.value(value)));
    named("env", variables);
    text("user", process.user());
    text("workingDir", process.workingDir());
    text("hostname", process.hostname());
    text("stopSignal", process.stopSignal());
    if (!process.stopGrace().equals(Process.DEFAULT_GRACE)) {
      say("stopGrace", Literal.duration(process.stopGrace()));
    }
    flag("tty", process.tty());
    flag("stdinOpen", process.stdinOpen());
    flag("init", process.init());
  }

  private void text(String word, String text) {
    if (!text.isEmpty()) {
      say(word, Literal.text(text));
    }
  }

  private void flag(String word, boolean on) {
    if (on) {
      say(word);
    }
  }

  /** Neighbours that share whether they restart with the other are said together. */
  private void dependencies() {
    List<String> together = new ArrayList<>();
    boolean restart = false;
    for (Dependency dependency : service.dependencies()) {
      if (dependency.restart() != restart) {
        dependsOn(together, restart);
        together.clear();
        restart = dependency.restart();
      }
      String other = Literal.text(dependency.service());
      together.add(
          switch (dependency.condition()) {
            case HEALTHY -> other;
            case STARTED -> "started(" + other + ")";
            case COMPLETED -> "completed(" + other + ")";
          });
    }
    dependsOn(together, restart);
  }

  private void dependsOn(List<String> others, boolean restart) {
    if (!others.isEmpty()) {
      Phrase phrase = Phrase.of("dependsOn", others.toArray(String[]::new));
      phrases.add(restart ? phrase.with("restart", "true") : phrase);
    }
  }
}

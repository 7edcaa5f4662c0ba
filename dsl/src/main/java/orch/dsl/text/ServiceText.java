package orch.dsl.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.Attachment;
import orch.model.Dependency;
import orch.model.ImageSource;
import orch.model.Links;
import orch.model.Mount;
import orch.model.Port;
import orch.model.Process;
import orch.model.Service;
import orch.model.Value;

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
    images();
    process(service.process());
    links(service.links());
    service.mounts().forEach(this::mount);
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
    named("labels", Literal.texts(service.labels()));
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
  private java.util.Optional<String> oneLine(String name) {
    Set<String> words = new HashSet<>();
    StringBuilder line = new StringBuilder("    service ").append(name);
    for (Phrase phrase : phrases) {
      boolean plain =
          phrase.named().isEmpty() && phrase.block().isEmpty() && !phrase.values().isEmpty();
      // words of the block, such as started(...), are none outside of it
      boolean values = phrase.values().stream().allMatch(value -> value.matches("(?s)['0-9].*"));
      if (!plain || !values || !words.add(phrase.word())) {
        return java.util.Optional.empty();
      }
      String joined = String.join(", ", phrase.values());
      line.append(", ")
          .append(phrase.word())
          .append(": ")
          .append(phrase.values().size() == 1 ? joined : "[" + joined + "]");
    }
    return java.util.Optional.of(line.toString()).filter(text -> text.length() <= Phrase.WIDTH);
  }

  private void say(String word, String... values) {
    phrases.add(Phrase.of(word, values));
  }

  private void named(String word, Map<String, String> arguments) {
    if (!arguments.isEmpty()) {
      phrases.add(new Phrase(word, List.of(), arguments, List.of()));
    }
  }

  private String path(Path path) {
    if (path.equals(folder)) {
      return "'.'";
    }
    boolean below = path.startsWith(folder) && !folder.equals(folder.getRoot());
    return Literal.text((below ? folder.relativize(path) : path).toString());
  }

  private void images() {
    List<Phrase> ways = service.images().stream().map(this::way).toList();
    Phrase first = ways.get(0);
    if (ways.size() == 1) {
      phrases.add(first);
    } else if (first.word().equals("image")) {
      List<String> others = new ArrayList<>();
      for (Phrase way : ways.subList(1, ways.size())) {
        boolean name = way.word().equals("image");
        others.add(name ? way.values().get(0) : way.line().replaceFirst(" ", "(") + ")");
      }
      phrases.add(
          first.with(
              "otherwise",
              others.size() == 1 ? others.get(0) : "[" + String.join(", ", others) + "]"));
    } else {
      phrases.addAll(ways);
    }
  }

  private Phrase way(ImageSource source) {
    if (source instanceof ImageSource.Named image) {
      return Phrase.of("image", Literal.text(image.reference().replaceFirst(":latest$", "")));
    } else if (source instanceof ImageSource.Archive archive) {
      return Phrase.of("archive", path(archive.file()))
          .with("image", Literal.text(archive.reference()));
    }
    ImageSource.Recipe recipe = (ImageSource.Recipe) source;
    Phrase build = Phrase.of("build", path(recipe.context()));
    if (!recipe.arguments().isEmpty()) {
      build = build.with("args", Literal.map(recipe.arguments()));
    }
    if (!recipe.target().isEmpty()) {
      build = build.with("target", Literal.text(recipe.target()));
    }
    return recipe.dockerfile().equals("Dockerfile")
        ? build
        : build.with("dockerfile", Literal.text(recipe.dockerfile()));
  }

  private void process(Process process) {
    words("entrypoint", process.entrypoint());
    words("command", process.command());
    Map<String, String> variables = new LinkedHashMap<>();
    process
        .environment()
        .forEach(
            (name, value) ->
                variables.put(
                    name,
                    value instanceof Value.Secret secret
                        ? "secret(" + Literal.text(secret.name()) + ")"
                        : Literal.text(value.text())));
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

  /** As one text where that is cut, or given to a shell, just so; else word by word. */
  private void words(String word, List<String> words) {
    boolean plain = words.stream().allMatch(text -> text.matches("[!-~&&[^'\"]]+"));
    String line = words.size() == 3 ? words.get(2) : "";
    boolean shell =
        words.size() == 3
            && words.subList(0, 2).equals(List.of("/bin/sh", "-c"))
            && (line.contains("'") || line.contains("\""))
            && line.strip().equals(line);
    if (words.isEmpty()) {
      return;
    }
    if (plain || shell) {
      say(word, Literal.text(plain ? String.join(" ", words) : line));
    } else if (words.size() > 1) {
      say(word, words.stream().map(Literal::text).toArray(String[]::new));
    } else {
      say(word, Literal.list(words));
    }
  }

  private void links(Links links) {
    for (Port port : links.ports()) {
      Phrase phrase = Phrase.of("port", Integer.toString(port.container()));
      if (port.host() != 0) {
        phrase = phrase.with("host", Integer.toString(port.host()));
      }
      if (!port.address().equals(Port.LOOPBACK)) {
        phrase = phrase.with("address", Literal.text(port.address()));
      }
      phrases.add(
          port.protocol().equals("tcp")
              ? phrase
              : phrase.with("protocol", Literal.text(port.protocol())));
    }
    for (Attachment attachment : links.attachments()) {
      Phrase phrase = Phrase.of("network", Literal.text(attachment.network()));
      if (!attachment.aliases().isEmpty()) {
        phrase = phrase.with("aliases", Literal.list(attachment.aliases()));
      }
      phrases.add(
          attachment.address().isEmpty()
              ? phrase
              : phrase.with("address", Literal.text(attachment.address())));
    }
    text("networkMode", links.networkMode());
    named("extraHosts", Literal.texts(links.extraHosts()));
    if (!links.dns().isEmpty()) {
      say("dns", links.dns().stream().map(Literal::text).toArray(String[]::new));
    }
  }

  private void mount(Mount mount) {
    if (mount instanceof Mount.VolumeMount volume) {
      phrases.add(
          readOnly(
              Phrase.of("volume", Literal.text(volume.volume()))
                  .with("at", Literal.text(volume.target())),
              volume.readOnly()));
    } else if (mount instanceof Mount.BindMount bind) {
      Phrase phrase =
          Phrase.of("mount", path(bind.source())).with("at", Literal.text(bind.target()));
      phrase = readOnly(phrase, bind.readOnly());
      phrases.add(bind.create() ? phrase.with("create", "true") : phrase);
    } else if (mount instanceof Mount.TmpfsMount memory) {
      Phrase phrase = Phrase.of("tmpfs", Literal.text(memory.target()));
      phrases.add(memory.size() == 0 ? phrase : phrase.with("size", Literal.size(memory.size())));
    }
  }

  private static Phrase readOnly(Phrase phrase, boolean readOnly) {
    return readOnly ? phrase.with("readOnly", "true") : phrase;
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

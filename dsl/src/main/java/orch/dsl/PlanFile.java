package orch.dsl;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import orch.engine.ContainerLabels;
import orch.engine.read.Json;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.Next;
import orch.model.OrchException;
import orch.plan.FoundState;
import orch.plan.Plan;
import orch.plan.SavedPlan;
import orch.plan.WantedState;
import orch.report.JsonText;

/**
 * A file that holds a plan: one JSON document, with what {@code plan --json} shows in it and a hash
 * over all of it, so that one that was cut off or edited is not taken for a plan.
 */
final class PlanFile {
  /** Told apart, so that a later orch can read what this one wrote. */
  private static final long FORMAT = 1;

  private static final String FORMAT_KEY = "orch-plan";
  private static final String HASH_KEY = "sha256";

  /** Bytes; a plan of a thousand services has less than a tenth of it. */
  private static final long LONGEST = 64L << 20;

  /** Bytes among which a plan says that it is one. */
  private static final int HEAD = 200;

  private final Path file;
  private final String name;

  /**
   * A file, there or not.
   *
   * @param name as the user knows it, from the working folder
   */
  PlanFile(Path folder, String name) {
    this.file = folder.resolve(name).normalize();
    this.name = name;
  }

  /** What makes it anew, for services; none: all. */
  Next again(List<String> services) {
    List<String> words = new ArrayList<>(List.of("plan"));
    words.addAll(services);
    words.addAll(List.of("--out", name));
    return new Next(words);
  }

  /**
   * Writes it as a whole or not at all.
   *
   * @param plan the steps, of which the saved plan keeps the changes only
   * @param made when that was
   * @param mask hides secrets
   * @throws OrchException.BadInput when it cannot be written
   */
  void write(SavedPlan saved, Plan plan, String made, UnaryOperator<String> mask) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(FORMAT_KEY, FORMAT);
    tree.put("version", ContainerLabels.version());
    tree.put("made", made);
    tree.putAll(shown(plan, mask));
    tree.put("services", saved.services());
    tree.put("host", saved.identity().host());
    tree.put("engine", ordered("id", saved.engine().id(), "address", saved.engine().address()));
    tree.put(
        "sources",
        saved.sources().stream()
            .map(source -> ordered("path", source.path(), "sha256", source.sha256()))
            .toList());
    tree.put("wanted", wanted(saved.wanted()));
    tree.put("found", saved.found().things().stream().map(t -> thing(t, mask)).toList());
    tree.put(HASH_KEY, sha256(JsonText.tree(tree).getBytes(StandardCharsets.UTF_8)));
    write(JsonText.pretty(tree));
  }

  /** What {@code plan --json} shows, in the form of a tree. */
  private static Map<String, Object> shown(Plan plan, UnaryOperator<String> mask) {
    Map<String, Object> shown = new LinkedHashMap<>();
    try {
      Json.read(JsonText.plan(plan))
          .members()
          .forEach((key, value) -> shown.put(key, value.value()));
    } catch (IOException e) {
      throw new IllegalStateException("what was just written can be read", e);
    }
    List<Object> operations = new ArrayList<>();
    for (Json operation : new Json(shown.get("operations")).elements()) {
      Map<String, Object> masked = new LinkedHashMap<>();
      operation
          .members()
          .forEach(
              (key, value) ->
                  masked.put(
                      key,
                      value.value() instanceof String text ? mask.apply(text) : value.value()));
      operations.add(masked);
    }
    shown.put("operations", operations);
    return shown;
  }

  private static Map<String, Object> wanted(WantedState wanted) {
    return ordered(
        "services",
        parts(wanted.services()),
        "networks",
        parts(wanted.networks()),
        "volumes",
        parts(wanted.volumes()));
  }

  private static Map<String, Object> parts(Map<String, WantedState.Part> parts) {
    Map<String, Object> tree = new LinkedHashMap<>();
    parts.forEach(
        (name, part) -> tree.put(name, ordered("hash", part.hash(), "words", part.words())));
    return tree;
  }

  private static Map<String, Object> thing(FoundState.Thing thing, UnaryOperator<String> mask) {
    return ordered(
        "kind",
        thing.kind(),
        "name",
        thing.name(),
        "id",
        thing.id(),
        "config",
        thing.config(),
        "state",
        thing.state(),
        "holder",
        mask.apply(thing.holder()));
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      tree.put(keysAndValues[i].toString(), keysAndValues[i + 1]);
    }
    return tree;
  }

  private void write(String text) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file;
      if (Files.exists(target) && !mayBeReplaced(target)) {
        throw new OrchException.BadInput(
            "cannot write " + name + ": it is there and is no plan; it was left as it is");
      }
      Path temporary =
          Files.createTempFile(
              target.toAbsolutePath().getParent(),
              ".orch-plan-",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(temporary, text);
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new OrchException.BadInput("cannot write " + name + ": " + OrchException.reason(e));
    }
  }

  /** A slip of the keyboard must not cost anybody a file: only plans and empty files are. */
  private static boolean mayBeReplaced(Path target) throws IOException {
    if (!Files.isRegularFile(target)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(target)) {
      String begin = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
      return begin.isEmpty() || begin.contains('"' + FORMAT_KEY + '"');
    }
  }

  /**
   * Reads it.
   *
   * @throws OrchException.BadInput when it is no plan, one of another version of orch, or no longer
   *     what was written
   */
  SavedPlan read() {
    Map<String, Object> tree = tree();
    Object hash = tree.remove(HASH_KEY);
    Json json = new Json(tree);
    if (json.at(FORMAT_KEY).isMissing()) {
      throw noPlan("it has no '" + FORMAT_KEY + "'");
    }
    if (!json.at(FORMAT_KEY).value().equals(FORMAT)) {
      throw bad(
          name + " is a plan of another version of orch",
          "its format is " + json.at(FORMAT_KEY).text() + ", known is " + FORMAT);
    }
    if (!sha256(JsonText.tree(tree).getBytes(StandardCharsets.UTF_8)).equals(hash)) {
      throw bad(name + " is damaged", "it is not what was written: its SHA-256 is another");
    }
    return new SavedPlan(
        new Identity(json.at("stack").text(), Environment.SHARED, json.at("host").text()),
        new SavedPlan.PlannedOn(
            json.at("engine", "id").text(), json.at("engine", "address").text()),
        json.at("sources").elements().stream()
            .map(s -> new SavedPlan.Source(s.at("path").text(), s.at("sha256").text()))
            .toList(),
        json.at("services").elements().stream().map(Json::text).toList(),
        new WantedState(
            parts(json.at("wanted", "services")),
            parts(json.at("wanted", "networks")),
            parts(json.at("wanted", "volumes"))),
        new FoundState(json.at("found").elements().stream().map(PlanFile::thing).toList()),
        json.at("operations").elements().stream()
            .filter(operation -> operation.at("changes").isTrue())
            .map(operation -> operation.at("verb").text() + " " + operation.at("subject").text())
            .toList());
  }

  private static Map<String, WantedState.Part> parts(Json json) {
    Map<String, WantedState.Part> parts = new LinkedHashMap<>();
    json.members()
        .forEach(
            (name, part) ->
                parts.put(
                    name, new WantedState.Part(part.at("hash").text(), part.at("words").text())));
    return parts;
  }

  private static FoundState.Thing thing(Json thing) {
    return new FoundState.Thing(
        thing.at("kind").text(),
        thing.at("name").text(),
        thing.at("id").text(),
        thing.at("config").text(),
        thing.at("state").text(),
        thing.at("holder").text());
  }

  private Map<String, Object> tree() {
    if (!Files.exists(file)) {
      throw new OrchException.BadInput("there is no file " + name, List.of(), again(List.of()));
    }
    List<Json> documents = new ArrayList<>();
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
        throw noPlan("it is no file, or too long for one");
      }
      Json.readAll(new ByteArrayInputStream(Files.readAllBytes(file)), documents::add);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw noPlan(
          e instanceof IOException io ? OrchException.reason(io) : String.valueOf(e.getMessage()));
    }
    if (documents.size() != 1 || !(documents.get(0).value() instanceof Map<?, ?>)) {
      throw noPlan("it does not hold one JSON object");
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    documents.get(0).members().forEach((key, value) -> tree.put(key, value.value()));
    return tree;
  }

  private OrchException.BadInput noPlan(String why) {
    return new OrchException.BadInput(
        name + " is no plan that orch has saved",
        List.of(why.lines().findFirst().orElse("")),
        Next.verb("help", "apply"));
  }

  private OrchException.BadInput bad(String problem, String evidence) {
    return new OrchException.BadInput(problem, List.of(evidence), again(List.of()));
  }

  /** The hash of some bytes, in hexadecimal digits. */
  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

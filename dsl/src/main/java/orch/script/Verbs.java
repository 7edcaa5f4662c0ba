package orch.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The verbs: scripts of the working folder, else those that orch brings, else those in jars of
 * {@code lib/ext}. One list for running, help and completion.
 */
public final class Verbs {
  private final Path scripts;
  private final ScriptStore store;

  /**
   * The verbs seen from a folder.
   *
   * @param folder the working folder
   */
  public Verbs(Path folder, ScriptStore store) {
    this.scripts = folder.resolve("scripts");
    this.store = store;
  }

  /** The working folder's own script for a verb, where there is one. */
  public Optional<Path> own(String verb) {
    Path file = scripts.resolve(verb + ".groovy");
    return verb.matches("[a-zA-Z][a-zA-Z0-9_-]*") && Files.isRegularFile(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  /** The verb that orch brings under this name. */
  public Optional<ScriptStore.Compiled> builtIn(String verb) {
    return resource(verb)
        .map(text -> new ScriptStore.Compiled(Signature.read(text), Verbs.class.getClassLoader()));
  }

  /** The text of a verb that a jar of {@code lib/ext} brings. */
  public Optional<String> shared(String verb) {
    return Optional.ofNullable(store.libraries().verbs().get(verb));
  }

  /** All verbs with what they say of themselves; of one name the folder's, then orch's own. */
  public Map<String, Signature> all() {
    Map<String, Signature> all = new TreeMap<>();
    store
        .libraries()
        .verbs()
        .forEach((verb, text) -> all.put(verb, store.compiled(verb + ".groovy", text).signature()));
    resource("index")
        .ifPresent(
            index ->
                index
                    .lines()
                    .forEach(verb -> builtIn(verb).ifPresent(b -> all.put(verb, b.signature()))));
    if (Files.isDirectory(scripts)) {
      try (Stream<Path> files = Files.list(scripts)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".groovy")).toList()) {
          String name = file.getFileName().toString();
          String text = Files.readString(file);
          if (describesItself(text)) {
            all.put(
                name.substring(0, name.length() - ".groovy".length()),
                store.compiled(name, text).signature());
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  /** Whether a script says of itself what it does, which makes it a verb. */
  static boolean describesItself(String text) {
    return text.lines()
        .anyMatch(line -> line.startsWith("describe ") || line.startsWith("describe("));
  }

  private static Optional<String> resource(String verb) {
    if (!verb.matches("[a-zA-Z][a-zA-Z0-9_-]*")) {
      return Optional.empty();
    }
    try (InputStream in =
        Verbs.class.getClassLoader().getResourceAsStream(VerbCompiler.resource(verb))) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

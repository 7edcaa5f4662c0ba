package orch.script;

import groovy.lang.Script;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import orch.model.OrchException;

/**
 * Compiled scripts, by the hash of their text, their name and the version of orch: compiling costs
 * several times as much as the rest of a command. Entries that were not made or used for a month
 * are removed when a new one is made.
 */
public final class ScriptStore {
  private static final String SIGNATURE = "signature";
  private static final String LIBRARIES = "libraries";
  private static final Duration KEPT = Duration.ofDays(30);

  private final Path folder;
  private final String version;
  private final ScriptCompiler compiler;
  private final Libraries libraries;
  private final Map<String, List<Path>> used = new ConcurrentHashMap<>();

  /** A store for scripts that find no jars in folders. */
  public ScriptStore(Path folder, String version, String baseClass) {
    this(folder, version, baseClass, Libraries.NONE);
  }

  /**
   * A store.
   *
   * @param folder made when something is first kept
   * @param version of orch: another one compiles anew
   * @param baseClass that scripts extend
   * @param libraries that scripts find
   */
  public ScriptStore(Path folder, String version, String baseClass, Libraries libraries) {
    this.libraries = libraries;
    this.folder = folder;
    this.version = version;
    this.compiler = new ScriptCompiler(baseClass);
  }

  /**
   * A script as classes.
   *
   * @param signature what it says of itself
   * @param loader that knows its classes
   */
  public record Compiled(Signature signature, ClassLoader loader) {
    /** A fresh object of the script. */
    public Script create() {
      try {
        return (Script) loader.loadClass(signature.main()).getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            "the script's class " + signature.main() + " cannot be made", e);
      }
    }
  }

  /**
   * Gives the classes of a script, compiled now or earlier.
   *
   * @param file name for messages and stack traces
   */
  public Compiled compiled(String file, String text) {
    Path kept = folder.resolve(hash(file, text));
    try {
      if (Files.exists(kept.resolve(SIGNATURE)) && !librariesAreThere(kept)) {
        remove(kept);
      }
      if (!Files.exists(kept.resolve(SIGNATURE))) {
        make(kept, file, text);
      } else {
        used(kept);
      }
      Signature signature = Signature.read(Files.readString(kept.resolve(SIGNATURE)));
      return new Compiled(signature, loader(kept));
    } catch (IOException e) {
      throw new OrchException.Failed(
          "cannot keep compiled scripts in " + folder,
          List.of(OrchException.reason(e), "the folder can be moved with XDG_CACHE_HOME"),
          null);
    }
  }

  /** Keeps an entry from being taken for an old one; noted once a day. */
  private static void used(Path kept) {
    Instant now = Instant.now();
    try {
      if (Files.getLastModifiedTime(kept).toInstant().isBefore(now.minus(Duration.ofDays(1)))) {
        Files.setLastModifiedTime(kept, FileTime.from(now));
      }
    } catch (IOException e) {
      // a store that can only be read serves as well
    }
  }

  private ClassLoader loader(Path classes) throws IOException {
    List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
    libraries.jars().forEach(jar -> urls.add(Libraries.url(jar)));
    for (Map.Entry<String, List<Path>> library : libraries(classes).entrySet()) {
      used.put(library.getKey(), library.getValue());
      library.getValue().forEach(jar -> urls.add(Libraries.url(jar)));
    }
    return new URLClassLoader(
        "script", urls.toArray(URL[]::new), ScriptStore.class.getClassLoader());
  }

  /** The libraries of a kept script: coordinates and jars, a line each. */
  private static Map<String, List<Path>> libraries(Path kept) throws IOException {
    Path file = kept.resolve(LIBRARIES);
    if (!Files.exists(file)) {
      return Map.of();
    }
    Map<String, List<Path>> libraries = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      List<String> cells = List.of(line.split("\t"));
      libraries.put(cells.get(0), cells.stream().skip(1).map(Path::of).toList());
    }
    return libraries;
  }

  private static boolean librariesAreThere(Path kept) throws IOException {
    return libraries(kept).values().stream().flatMap(List::stream).allMatch(Files::exists);
  }

  /** What scripts find. */
  public Libraries libraries() {
    return libraries;
  }

  /** The jars of a library that a script uses, its own first; empty where none names it. */
  public List<Path> library(String coordinates) {
    return used.getOrDefault(coordinates, List.of());
  }

  /** Has a library that what is typed uses, by its coordinates, beside those of scripts. */
  void used(Map<String, List<Path>> libraries) {
    used.putAll(libraries);
  }

  private void make(Path kept, String file, String text) throws IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempDirectory(folder, ".new-");
    try {
      ScriptCompiler.Compilation compiled = compiler.compile(file, text, fresh, libraries);
      if (!compiled.libraries().isEmpty()) {
        List<String> lines = new ArrayList<>();
        compiled
            .libraries()
            .forEach(
                (name, jars) ->
                    lines.add(
                        name
                            + "\t"
                            + String.join("\t", jars.stream().map(Path::toString).toList())));
        Files.write(fresh.resolve(LIBRARIES), lines);
      }
      Files.writeString(fresh.resolve(SIGNATURE), compiled.signature().lines());
      try {
        Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        // another process was quicker, with the same result; which exception says so is the JDK's
        if (!Files.exists(kept.resolve(SIGNATURE))) {
          throw e;
        }
      }
    } finally {
      remove(fresh);
    }
    removeOld();
  }

  private void removeOld() throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(KEPT));
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        try {
          if (Files.getLastModifiedTime(entry).compareTo(limit) < 0) {
            remove(entry);
          }
        } catch (NoSuchFileException e) {
          // another process removed it
        }
      }
    }
  }

  private static void remove(Path entry) throws IOException {
    if (!Files.exists(entry)) {
      return;
    }
    try (Stream<Path> files = Files.walk(entry)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private String hash(String file, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : List.of(version, file, text, libraries.fingerprint())) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

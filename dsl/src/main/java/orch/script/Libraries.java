package orch.script;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import orch.model.ApartLoader;
import orch.model.OrchException;

/**
 * What scripts find beside Groovy and orch: the jars in {@code lib/ext} of the working folder and
 * of orch's own, and libraries that they name by coordinates. A jar may bring scripts too: verbs in
 * {@code orch/verbs}, shared ones in {@code orch/shared}.
 */
public final class Libraries {
  /** Nothing in folders. */
  public static final Libraries NONE = new Libraries(List.of(), Map.of(), Path.of(""), line -> {});

  /** {@code group:artifact:version}, with a type and a classifier before the version if needed. */
  private static final String COORDINATES = "[\\w.-]+(:[\\w.-]+){2,4}";

  private final List<Path> jars;
  private final Map<String, String> environment;
  private final Path home;
  private final Consumer<String> told;

  private Libraries(
      List<Path> jars, Map<String, String> environment, Path home, Consumer<String> told) {
    this.jars = List.copyOf(jars);
    this.environment = Map.copyOf(environment);
    this.home = home;
    this.told = told;
  }

  /**
   * Those of some folders, of which each may have a {@code lib/ext}; the first goes first.
   *
   * @param home the user's folder, with Maven's settings and libraries
   * @param told receives a line when a library is fetched from elsewhere
   */
  public static Libraries of(
      List<Path> folders, Map<String, String> environment, Path home, Consumer<String> told) {
    Set<Path> jars = new LinkedHashSet<>();
    for (Path folder : folders) {
      String[] names = folder.resolve("lib/ext").toFile().list((in, name) -> name.endsWith(".jar"));
      if (names != null) {
        Stream.of(names)
            .sorted()
            .forEach(n -> jars.add(folder.resolve("lib/ext").resolve(n).toAbsolutePath()));
      }
    }
    return new Libraries(List.copyOf(jars), environment, home, told);
  }

  /** Whether a text is the coordinates of a library, and no file's name. */
  public static boolean areCoordinates(String text) {
    return text.matches(COORDINATES);
  }

  /** The jars of folders. */
  List<Path> jars() {
    return jars;
  }

  /** What tells these jars from others: names, sizes and times. */
  String fingerprint() {
    StringBuilder text = new StringBuilder();
    for (Path jar : jars) {
      java.io.File file = jar.toFile();
      text.append(jar).append(' ').append(file.length()).append(' ').append(file.lastModified());
    }
    return text.toString();
  }

  /** The verbs that jars bring, by name, as texts; of two of a name that of the first jar. */
  Map<String, String> verbs() {
    Map<String, String> verbs = new TreeMap<>();
    jars.forEach(jar -> scripts(jar, "orch/verbs/").forEach(verbs::putIfAbsent));
    return verbs;
  }

  /** The scripts that jars of folders share, by name without ending. */
  public Map<String, String> shared() {
    Map<String, String> shared = new TreeMap<>();
    jars.forEach(jar -> shared(jar).forEach(shared::putIfAbsent));
    return shared;
  }

  /** The scripts that a jar shares, by name without ending, in the order of names. */
  public static Map<String, String> shared(Path jar) {
    return scripts(jar, "orch/shared/");
  }

  private static Map<String, String> scripts(Path jar, String folder) {
    Map<String, String> scripts = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(folder) && name.matches(".*/[a-zA-Z][a-zA-Z0-9_-]*\\.groovy")) {
          String text =
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          scripts.put(
              name.substring(name.lastIndexOf('/') + 1, name.length() - ".groovy".length()), text);
        }
      }
    } catch (IOException e) {
      throw new OrchException.BadInput(
          "cannot read the jar " + jar, List.of(OrchException.reason(e)), null);
    }
    return scripts;
  }

  /** The jars of a library by its coordinates, its own first. */
  List<Path> resolve(String coordinates) {
    return resolver().apply(coordinates);
  }

  /** Maven's resolver comes in some thirty jars, see {@link ApartLoader}. */
  @SuppressWarnings("unchecked")
  private Function<String, List<Path>> resolver() {
    return (Function<String, List<Path>>)
        ApartLoader.make(
            Function.class,
            Libraries.class,
            "resolver",
            "orch.resolve.MavenLibraries",
            Libraries::noResolver,
            environment,
            home,
            told);
  }

  private static OrchException.BadInput noResolver(Throwable why) {
    return new OrchException.BadInput(
        "libraries by coordinates need Maven's resolver, which is not here",
        List.of(
            String.valueOf(why),
            "where orch is a library: org.apache.maven.resolver:maven-resolver-supplier and"
                + " org.apache.maven:maven-settings-builder"),
        null);
  }

  /** As class loaders take them. */
  static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every path is a URL: " + path, e);
    }
  }
}

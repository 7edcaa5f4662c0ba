package orch.engine.image;

import com.github.dockerjava.core.GoLangFileMatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import orch.model.BuildSettings;
import orch.model.ImageSource;
import orch.model.OrchException;

/**
 * The name of the image that a recipe makes: a hash of all that goes into the build. If an image of
 * this name is present, nothing has changed since it was built.
 */
public final class RecipeTag {
  private RecipeTag() {}

  /**
   * Such as {@code orch/auth:3f2a9c04b1de}.
   *
   * @throws OrchException.BadInput when the folder or the Dockerfile does not exist
   */
  public static String of(ImageSource.Recipe recipe) {
    Path dockerfile = recipe.context().resolve(recipe.dockerfile());
    if (recipe.settings().inline().isEmpty() && !Files.isRegularFile(dockerfile)) {
      throw new OrchException.BadInput("there is no Dockerfile at " + dockerfile);
    }
    Path folder = recipe.context().toAbsolutePath().normalize().getFileName();
    return tag(folder == null ? "root" : folder.toString(), hash(recipe));
  }

  /** The same for a folder that the engine fetches; what is in it is not known here. */
  public static String of(ImageSource.Remote remote) {
    MessageDigest digest = sha256();
    update(digest, remote.url(), remote.dockerfile(), remote.target());
    remote.arguments().forEach((name, value) -> update(digest, name, value));
    settings(digest, remote.settings());
    String path =
        remote.url().replaceFirst("[#?].*", "").replaceFirst("(\\.git|\\.tar(\\.\\w+)?)?/?$", "");
    return tag(
        path.substring(path.lastIndexOf('/') + 1), HexFormat.of().formatHex(digest.digest()));
  }

  private static String tag(String folder, String hash) {
    String name = folder.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    name = name.replaceAll("^-+|-+$", "");
    return "orch/" + (name.isEmpty() ? "image" : name) + ":" + hash.substring(0, 12);
  }

  private static String hash(ImageSource.Recipe recipe) {
    try {
      MessageDigest digest = sha256();
      String count = Integer.toString(recipe.arguments().size());
      update(digest, recipe.dockerfile(), recipe.target(), count);
      recipe.arguments().forEach((name, value) -> update(digest, name, value));
      settings(digest, recipe.settings());
      Dockerfiles.apart(recipe).ifPresent(text -> update(digest, "apart", text));
      List<String> ignored = ignored(recipe.context());
      for (Path file : files(recipe.context())) {
        String name = recipe.context().relativize(file).toString();
        if (!name.equals(recipe.dockerfile()) && matches(ignored, name)) {
          continue;
        }
        boolean link = Files.isSymbolicLink(file);
        update(digest, name, link ? "link" : Files.isExecutable(file) ? "program" : "file");
        if (link) {
          update(digest, Files.readSymbolicLink(file).toString());
          continue;
        }
        update(digest, Long.toString(Files.size(file)));
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
          in.transferTo(java.io.OutputStream.nullOutputStream());
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new OrchException.BadInput(
          "cannot read the build folder " + recipe.context(),
          List.of(String.valueOf(e.getMessage())),
          null);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Of those that make another image; where nothing is said, tags are as they always were. */
  private static void settings(MessageDigest digest, BuildSettings settings) {
    BuildSettings without =
        new BuildSettings(
            "",
            List.of(),
            settings.labels(),
            List.of(),
            settings.network(),
            settings.sharedMemory(),
            settings.extraHosts(),
            false,
            false,
            settings.platform());
    if (!without.equals(BuildSettings.PLAIN)) {
      update(digest, without.toString());
    }
  }

  private static List<Path> files(Path context) throws IOException {
    try (Stream<Path> walk = Files.walk(context)) {
      return walk.filter(path -> !Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static List<String> ignored(Path context) throws IOException {
    Path file = context.resolve(".dockerignore");
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /**
   * Patterns that put files back in ({@code !x}) are left out of account: then a change too many
   * counts, never one too few.
   */
  static boolean matches(List<String> patterns, String name) {
    boolean anyException = patterns.stream().anyMatch(pattern -> pattern.startsWith("!"));
    return !anyException && !GoLangFileMatch.match(patterns, name).isEmpty();
  }

  private static void update(MessageDigest digest, String... texts) {
    for (String text : texts) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
  }
}

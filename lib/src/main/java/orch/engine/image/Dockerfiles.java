package orch.engine.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import orch.model.ImageSource;
import orch.model.OrchException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Dockerfiles that are no file of the folder that is built. */
public final class Dockerfiles {
  /** Under this name they are sent with the folder. */
  public static final String SENT_AS = ".orch.Dockerfile";

  private Dockerfiles() {}

  /**
   * The text of a Dockerfile that stands in the recipe itself or outside of its folder; empty for
   * one within.
   *
   * @throws OrchException.BadInput when it cannot be read
   */
  public static Optional<String> apart(ImageSource.Recipe recipe) {
    if (!recipe.settings().inline().isEmpty()) {
      return Optional.of(recipe.settings().inline());
    }
    Path folder = recipe.context().toAbsolutePath().normalize();
    Path file = folder.resolve(recipe.dockerfile()).normalize();
    if (file.startsWith(folder) || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return Optional.of(text(file));
  }

  /** The Dockerfile's text. */
  static String of(ImageSource.Recipe recipe) {
    return apart(recipe).orElseGet(() -> text(recipe.context().resolve(recipe.dockerfile())));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new OrchException.BadInput(
          "cannot read " + file, List.of(OrchException.reason(e)), null);
    }
  }

  /** The folder as a tar archive, with the Dockerfile beside its files. */
  public static void write(ImageSource.Recipe recipe, String dockerfile, OutputStream out)
      throws IOException {
    List<String> ignored = RecipeTag.ignored(recipe.context());
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        Stream<Path> walk = Files.walk(recipe.context())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      for (Path file : (Iterable<Path>) walk::iterator) {
        String name = recipe.context().relativize(file).toString();
        if (!name.isEmpty() && !RecipeTag.matches(ignored, name)) {
          add(tar, file, name);
        }
      }
      byte[] text = dockerfile.getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(SENT_AS);
      entry.setSize(text.length);
      tar.putArchiveEntry(entry);
      new ByteArrayInputStream(text).transferTo(tar);
      tar.closeArchiveEntry();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void add(TarArchiveOutputStream tar, Path file, String name) throws IOException {
    if (Files.isSymbolicLink(file)) {
      TarArchiveEntry link = new TarArchiveEntry(name, TarArchiveEntry.LF_SYMLINK);
      link.setLinkName(Files.readSymbolicLink(file).toString());
      tar.putArchiveEntry(link);
    } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      tar.putArchiveEntry(new TarArchiveEntry(name + "/"));
    } else if (Files.isRegularFile(file)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(Files.size(file));
      entry.setMode(Files.isExecutable(file) ? 0755 : 0644);
      tar.putArchiveEntry(entry);
      try (InputStream in = Files.newInputStream(file)) {
        in.transferTo(tar);
      }
    } else {
      return; // sockets and the like are of no use in an image
    }
    tar.closeArchiveEntry();
  }
}

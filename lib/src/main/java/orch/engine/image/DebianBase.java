package orch.engine.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a Debian base image out of the distribution's packages: the last resort where no image
 * registry answers. Needs root and {@code debootstrap}.
 */
public final class DebianBase {
  private static final Pattern REFERENCE =
      Pattern.compile("(?:docker\\.io/)?(?:library/)?debian:([a-z]+)(?:-slim)?");

  private final Setup setup;

  /** Installs programs that are missing, where that is allowed. */
  public interface Setup {
    /** Returns when the package is installed, else throws with what is missing. */
    void install(String packageName);
  }

  /** Receives the file system as a tar stream. */
  public interface Import {
    /** Makes an image of it. */
    void accept(InputStream tar) throws IOException;
  }

  /** Installs {@code debootstrap} by this, where it is missing. */
  public DebianBase(Setup setup) {
    this.setup = setup;
  }

  /** The Debian release that a reference stands for, such as {@code bookworm}. */
  public static Optional<String> release(String reference) {
    Matcher matcher = REFERENCE.matcher(reference);
    boolean named =
        matcher.matches()
            && !matcher.group(1).equals("latest")
            && !matcher.group(1).equals("stable");
    return named ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * Makes the base system in a temporary folder and hands it over; the folder is removed in any
   * case.
   *
   * @param news receives what is being done
   * @throws IOException when a program fails, with its last words
   */
  public void make(String release, Consumer<String> news, Import target)
      throws IOException, InterruptedException {
    if (!onPath("debootstrap")) {
      setup.install("debootstrap");
    }
    Path root = Files.createTempDirectory("orch-debian-");
    try {
      news.accept(
          "makes a Debian "
              + release
              + " base with debootstrap (no registry answers; half a minute)");
      List<String> command =
          new ArrayList<>(List.of("debootstrap", "--variant=minbase", release, root.toString()));
      ownMirror().ifPresent(command::add);
      run(command);
      // package lists and archives are fetched again by whoever installs something
      run(
          List.of(
              "sh",
              "-c",
              "rm -rf \"$0\"/var/cache/apt/archives/*.deb \"$0\"/var/lib/apt/lists/*",
              root.toString()));
      Process tar =
          new ProcessBuilder("tar", "--numeric-owner", "-C", root.toString(), "-c", ".")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try (InputStream stream = tar.getInputStream()) {
        target.accept(stream);
      }
      if (tar.waitFor() != 0) {
        throw new IOException("tar of the base system failed with exit code " + tar.exitValue());
      }
    } finally {
      // debootstrap leaves folders that only root may enter, and device files
      new ProcessBuilder("rm", "-rf", "--one-file-system", root.toString()).start().waitFor();
    }
  }

  private static boolean onPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return Files.isExecutable(Path.of("/usr/sbin", program));
  }

  /**
   * The mirror that this machine itself uses, where it is a Debian: it is known to be reachable.
   */
  private static Optional<String> ownMirror() {
    List<Path> sources =
        List.of(
            Path.of("/etc/apt/sources.list.d/debian.sources"), Path.of("/etc/apt/sources.list"));
    for (Path file : sources) {
      try {
        if (!Files.exists(file)) {
          continue;
        }
        for (String line : Files.readAllLines(file)) {
          Matcher matcher =
              Pattern.compile(
                      "(?:URIs:|deb(?:\\s+\\[[^]]*\\])?)\\s+(https?://\\S+/debian/?)(?:\\s.*)?")
                  .matcher(line);
          if (matcher.matches()) {
            return Optional.of(matcher.group(1));
          }
        }
      } catch (IOException e) {
        // unreadable: debootstrap has a default of its own
      }
    }
    return Optional.empty();
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      List<String> lines = output.lines().toList();
      throw new IOException(
          command.get(0)
              + " failed with exit code "
              + process.exitValue()
              + ": "
              + String.join("; ", lines.subList(Math.max(0, lines.size() - 3), lines.size())));
    }
  }
}

package orch.dsl.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orch.model.BuildSettings;
import orch.model.ImageSource;
import orch.model.Pull;

/** The ways to a service's image, as words. */
final class ImageText {
  private final Paths paths;

  ImageText(Paths paths) {
    this.paths = paths;
  }

  /** The first way says the others, where it is a name. */
  List<Phrase> phrases(List<ImageSource> images) {
    List<Phrase> ways = images.stream().map(this::way).toList();
    Phrase first = ways.get(0);
    if (ways.size() == 1 || !first.word().equals("image")) {
      return ways;
    }
    List<String> others = new ArrayList<>();
    for (Phrase way : ways.subList(1, ways.size())) {
      boolean name = way.word().equals("image");
      others.add(name ? way.values().get(0) : way.line().replaceFirst(" ", "(") + ")");
    }
    boolean one = others.size() == 1;
    return List.of(
        first.with("otherwise", one ? others.get(0) : "[" + String.join(", ", others) + "]"));
  }

  private Phrase way(ImageSource source) {
    if (source instanceof ImageSource.Named image) {
      return Phrase.of("image", Literal.text(image.reference().replaceFirst(":latest$", "")))
          .said("pull", policy(image.pull()), "");
    } else if (source instanceof ImageSource.Archive archive) {
      return Phrase.of("archive", paths.literal(archive.file()))
          .with("image", Literal.text(archive.reference()));
    } else if (source instanceof ImageSource.Remote remote) {
      return build(
          Literal.text(remote.url()),
          remote.arguments(),
          remote.target(),
          remote.dockerfile(),
          remote.settings());
    }
    ImageSource.Recipe recipe = (ImageSource.Recipe) source;
    return build(
        paths.literal(recipe.context()),
        recipe.arguments(),
        recipe.target(),
        recipe.dockerfile(),
        recipe.settings());
  }

  private static Phrase build(
      String folder,
      Map<String, String> arguments,
      String target,
      String dockerfile,
      BuildSettings settings) {
    return Phrase.of("build", folder)
        .map("args", arguments)
        .said("target", target, "")
        .said("dockerfile", dockerfile, "Dockerfile")
        .said("inline", settings.inline(), "")
        .list("tags", settings.tags())
        .map("labels", settings.labels())
        .list("cacheFrom", settings.cacheFrom())
        .said("network", settings.network(), "")
        .size("shmSize", settings.sharedMemory())
        .map("extraHosts", settings.extraHosts())
        .flag("pull", settings.pull())
        .flag("noCache", settings.noCache());
  }

  private static String policy(Pull pull) {
    return switch (pull.when()) {
      case MISSING -> "";
      case NEVER -> "never";
      case ALWAYS -> "always";
      case OLDER -> older(pull.older());
    };
  }

  private static String older(Duration age) {
    long seconds = age.toSeconds();
    if (age.equals(Duration.ofDays(1))) {
      return "daily";
    }
    return "every_" + (seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds + "s");
  }
}

package orch.compose.out;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import orch.model.BuildSettings;
import orch.model.ImageSource;
import orch.model.Pull;
import orch.model.Service;

/**
 * Where a service's image comes from, as {@code image} and {@code build}: Compose has one name and
 * one recipe, and builds what it cannot find under the name.
 */
final class ImageTree {
  private final Service service;
  private final Losses losses;
  private String name = "";
  private Map<String, Object> build = Map.of();
  private String pull = "";

  ImageTree(Service service, Losses losses) {
    this.service = service;
    this.losses = losses;
  }

  void add(Section section) {
    for (ImageSource source : service.images()) {
      if (!build.isEmpty() || !name.isEmpty() && !isRecipe(source)) {
        losses.of(
            service,
            "'" + source.describe() + "' as a further way to its image",
            "Compose has one name and one recipe");
      } else {
        take(source);
      }
    }
    section.say("image", name).say("build", build).say("pull_policy", pull);
  }

  private static boolean isRecipe(ImageSource source) {
    return source instanceof ImageSource.Recipe || source instanceof ImageSource.Remote;
  }

  private void take(ImageSource source) {
    if (source instanceof ImageSource.Named image) {
      name = image.reference();
      pull = policy(image.pull());
    } else if (source instanceof ImageSource.Archive archive) {
      name = archive.reference();
      losses.of(
          service, "'archive'", "Compose reads no archives; load " + archive.file() + " before");
    } else if (source instanceof ImageSource.Recipe recipe) {
      build =
          build(
              recipe.context().toString(),
              recipe.dockerfile(),
              recipe.arguments(),
              recipe.target(),
              recipe.settings());
    } else if (source instanceof ImageSource.Remote remote) {
      build =
          build(
              remote.url(),
              remote.dockerfile(),
              remote.arguments(),
              remote.target(),
              remote.settings());
    }
  }

  private Map<String, Object> build(
      String context,
      String dockerfile,
      Map<String, String> arguments,
      String target,
      BuildSettings settings) {
    List<String> tags = settings.tags();
    if (name.isEmpty() && !tags.isEmpty()) {
      // what is built is called so
      name = tags.get(tags.size() - 1);
      tags = tags.subList(0, tags.size() - 1);
    }
    return new Section()
        .say("context", context)
        .say("dockerfile", settings.inline().isEmpty() ? dockerfile : "")
        .say("dockerfile_inline", settings.inline())
        .say("args", arguments)
        .say("target", target)
        .say("tags", tags)
        .say("labels", settings.labels())
        .say("cache_from", settings.cacheFrom())
        .say("network", settings.network())
        .say("shm_size", Amount.bytes(settings.sharedMemory()))
        .say("extra_hosts", LinksTree.hosts(settings.extraHosts()))
        .say("pull", settings.pull())
        .say("no_cache", settings.noCache())
        .entries();
  }

  private static String policy(Pull pull) {
    return switch (pull.when()) {
      case MISSING -> "";
      case NEVER -> "never";
      case ALWAYS -> "always";
      case OLDER -> "every_" + age(pull.older());
    };
  }

  private static String age(Duration age) {
    long seconds = age.toSeconds();
    return seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds + "s";
  }
}

package orch.compose;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import orch.model.BuildSettings;
import orch.model.ImageSource;
import orch.model.Pull;

/** Makes the ways to its image of a service's canonical form. */
final class BuildBinding {
  private final String owner;
  private final Node.Mapping service;
  private final Unapplied unapplied;

  BuildBinding(String name, Node.Mapping service, Unapplied unapplied) {
    this.owner = "service '" + name + "'";
    this.service = service;
    this.unapplied = unapplied;
  }

  /** What is built is there first; an image without a build is pulled. */
  List<ImageSource> images() {
    if (service.get("provider") != null) {
      throw service
          .get("provider")
          .place()
          .bad(owner + " comes from a 'provider', a program of Compose's: orch runs containers");
    }
    if (service.get("build") == null) {
      return List.of(new ImageSource.Named(service.text("image"), pull(), platform()));
    }
    Node.Mapping build = service.mapping("build");
    String context = build.text("context");
    String target = build.text("target");
    if (context.startsWith("/")) {
      return List.of(
          new ImageSource.Recipe(
              Path.of(context),
              build.text("dockerfile"),
              ServiceBinding.texts(build.mapping("args")),
              target,
              settings(build)));
    }
    if (build.get("dockerfile_inline") != null) {
      throw build
          .get("dockerfile_inline")
          .place()
          .bad("'dockerfile_inline' goes with a folder; the engine fetches '" + context + "'");
    }
    return List.of(
        new ImageSource.Remote(
            context,
            build.text("dockerfile"),
            ServiceBinding.texts(build.mapping("args")),
            target,
            settings(build)));
  }

  private BuildSettings settings(Node.Mapping build) {
    List<String> tags = new ArrayList<>(ServiceBinding.list(build, "tags"));
    if (!service.text("image").isEmpty()) {
      tags.add(new ImageSource.Named(service.text("image")).reference());
    }
    List<String> platforms = ServiceBinding.list(build, "platforms");
    if (platforms.size() > 1) {
      unapplied.warn(
          owner,
          "build.platforms",
          build.get("platforms"),
          "one engine builds for one platform: " + platform());
    }
    return new BuildSettings(
        build.text("dockerfile_inline"),
        tags.stream().distinct().toList(),
        ServiceBinding.texts(build.mapping("labels")),
        ServiceBinding.list(build, "cache_from"),
        build.text("network"),
        Math.max(0, Sizes.bytes(build.text("shm_size"))),
        LinksBinding.hosts(build),
        build.flag("pull"),
        build.flag("no_cache"),
        platform());
  }

  /** The service's own, else the only one that is built for. */
  String platform() {
    List<String> built = ServiceBinding.list(service.mapping("build"), "platforms");
    String own = service.text("platform");
    return own.isEmpty() && !built.isEmpty() ? built.get(0) : own;
  }

  private Pull pull() {
    String policy = service.text("pull_policy");
    String every = service.text("pull_refresh_after");
    return switch (policy) {
      case "build" -> Pull.NEVER;
      case "refresh" -> every.isEmpty() ? Pull.ALWAYS : Pull.parse("every_" + every);
      default -> Pull.parse(policy);
    };
  }
}

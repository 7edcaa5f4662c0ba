package orch.engine.docker;

import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.BuildResponseItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orch.engine.image.Dockerfiles;
import orch.model.BuildSettings;
import orch.model.ImageSource;
import orch.model.Labels;

/** Has the engine build images. */
final class Builds {
  /**
   * What the engine's own builder says when somebody removes, between two steps, an image that has
   * no name yet; as everybody does who prunes images.
   */
  private static final Pattern LAYER_GONE =
      Pattern.compile(
          "unknown parent image ID|failed to get digest sha256|failed to get layer|No such image: sha256");

  private static final int TRIES = 4;

  private final LazyClient docker;
  private final Consumer<String> output;

  Builds(LazyClient docker) {
    this(docker, line -> {});
  }

  /**
   * Has builds say what they do.
   *
   * @param output receives each line of it
   */
  Builds(LazyClient docker, Consumer<String> output) {
    this.docker = docker;
    this.output = output;
  }

  /** Builds a folder; why it could not be built, if so. */
  Optional<String> build(ImageSource.Recipe recipe, String tag, ImageNews news) throws IOException {
    for (int tries = 1; ; tries++) {
      Optional<String> problem = buildOnce(recipe, tag, news);
      if (tries == TRIES || problem.isEmpty() || !LAYER_GONE.matcher(problem.get()).find()) {
        return problem;
      }
      news.text("layers of it were removed meanwhile: builds again");
    }
  }

  private Optional<String> buildOnce(ImageSource.Recipe recipe, String tag, ImageNews news)
      throws IOException {
    news.text("builds " + tag + " from " + recipe.context());
    String folder = recipe.context().toAbsolutePath().normalize().toString();
    BuildImageCmd build =
        command(recipe.arguments(), recipe.target(), recipe.settings(), tag, folder);
    Optional<String> dockerfile = Dockerfiles.apart(recipe);
    if (dockerfile.isEmpty()) {
      build
          .withBaseDirectory(recipe.context().toFile())
          .withDockerfile(recipe.context().resolve(recipe.dockerfile()).toFile());
      return run(build, news);
    }
    Path archive = Files.createTempFile("orch-build-", ".tar");
    try {
      try (OutputStream out = Files.newOutputStream(archive)) {
        Dockerfiles.write(recipe, dockerfile.get(), out);
      }
      try (InputStream in = Files.newInputStream(archive)) {
        return run(build.withTarInputStream(in).withDockerfilePath(Dockerfiles.SENT_AS), news);
      }
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  /** Has the engine fetch a folder and build it; why it could not be built, if so. */
  Optional<String> build(ImageSource.Remote remote, String tag, ImageNews news) {
    news.text("builds " + tag + " from " + remote.url());
    BuildImageCmd build =
        command(remote.arguments(), remote.target(), remote.settings(), tag, remote.url());
    try {
      build.withRemote(new URI(remote.url())).withDockerfilePath(remote.dockerfile());
    } catch (java.net.URISyntaxException e) {
      return Optional.of("'" + remote.url() + "' is neither a folder nor an address");
    }
    return run(build, news);
  }

  private BuildImageCmd command(
      Map<String, String> arguments,
      String target,
      BuildSettings settings,
      String tag,
      String source) {
    Set<String> tags = new LinkedHashSet<>(Set.of(tag));
    tags.addAll(settings.tags());
    Map<String, String> labels = new LinkedHashMap<>(settings.labels());
    labels.put(Labels.SOURCE, source);
    BuildImageCmd build =
        docker
            .get()
            .buildImageCmd()
            .withTags(tags)
            .withLabels(labels)
            .withRemove(true)
            .withForcerm(true)
            .withPull(settings.pull())
            .withNoCache(settings.noCache());
    arguments.forEach(build::withBuildArg);
    if (!target.isEmpty()) {
      build.withTarget(target);
    }
    if (!settings.cacheFrom().isEmpty()) {
      build.withCacheFrom(new LinkedHashSet<>(settings.cacheFrom()));
    }
    if (!settings.network().isEmpty()) {
      build.withNetworkMode(settings.network());
    }
    if (settings.sharedMemory() > 0) {
      build.withShmsize(settings.sharedMemory());
    }
    if (!settings.extraHosts().isEmpty()) {
      build.withExtraHosts(
          settings.extraHosts().entrySet().stream()
              .flatMap(e -> Stream.of(e.getValue().split(",")).map(at -> e.getKey() + ":" + at))
              .collect(Collectors.toSet()));
    }
    if (!settings.platform().isEmpty()) {
      build.withPlatform(settings.platform());
    }
    return build;
  }

  private Optional<String> run(BuildImageCmd build, ImageNews news) {
    BuildNews heard = new BuildNews(news, output);
    try {
      build.exec(heard).awaitImageId();
      return Optional.empty();
    } catch (DockerException | DockerClientException e) {
      String sentence =
          e instanceof DockerException docker
              ? EngineErrors.sentence(docker)
              : EngineErrors.rootMessage(e);
      List<String> lines = new ArrayList<>(heard.lastLines());
      lines.add(0, sentence);
      return Optional.of(String.join("\n  ", lines));
    }
  }

  /** Tells the steps of a build and keeps its last lines for an error. */
  private static final class BuildNews extends BuildImageResultCallback {
    private static final int KEPT = 10;

    private final ImageNews news;
    private final Consumer<String> output;
    private final List<String> lines = new ArrayList<>();

    BuildNews(ImageNews news, Consumer<String> output) {
      this.news = news;
      this.output = output;
    }

    @Override
    public void onNext(BuildResponseItem item) {
      super.onNext(item);
      String text = item.getStream() == null ? "" : item.getStream().stripTrailing();
      if (text.isBlank()) {
        return;
      }
      synchronized (lines) {
        text.lines().forEach(lines::add);
        while (lines.size() > KEPT) {
          lines.remove(0);
        }
      }
      text.lines().forEach(output);
      if (text.startsWith("Step ")) {
        news.text(text);
      }
    }

    List<String> lastLines() {
      synchronized (lines) {
        return List.copyOf(lines);
      }
    }
  }
}

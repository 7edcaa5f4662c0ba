package orch.engine.docker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.engine.Experiments;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.model.BuildSettings;
import orch.model.ImageSource;
import orch.plan.Operation;

/** Builds an image without anything of earlier builds, and leaves nothing of it behind. */
final class FirstTimeBuild {
  /** As the engine's own builder tells that it has made an image of a step. */
  private static final Pattern MADE = Pattern.compile("\\s*---> ([0-9a-f]{12,64})\\s*");

  private final LazyClient docker;
  private final EngineHttp http;
  private final EngineReader reader;
  private final Images images;

  FirstTimeBuild(LazyClient docker, EngineHttp http, EngineReader reader, Images images) {
    this.docker = docker;
    this.http = http;
    this.reader = reader;
    this.images = images;
  }

  /**
   * Builds.
   *
   * @throws IllegalArgumentException for what is no build
   */
  Experiments.CleanBuild run(ImageSource source) {
    String tag = "orch/check:" + UUID.randomUUID().toString().replace("-", "");
    ImageNews news =
        new ImageNews(
            new Operation.ProvideImage(tag, List.of(source), "a check builds it from clean"),
            event -> {});
    Output output = new Output();
    try {
      Optional<String> refusal = build(source, tag, new Builds(docker, output), news);
      long bytes = refusal.isPresent() ? 0 : size(tag);
      return new Experiments.CleanBuild(refusal, output.steps, output.cached, bytes);
    } catch (IOException e) {
      throw ArchiveFiles.failed(
          "the build's folder cannot be read", String.valueOf(e.getMessage()));
    } finally {
      remove(tag, output.made);
    }
  }

  private Optional<String> build(ImageSource source, String tag, Builds builds, ImageNews news)
      throws IOException {
    if (source instanceof ImageSource.Recipe recipe) {
      images.provideBases(recipe, news);
      return builds.build(recipe.with(clean(recipe.settings())), tag, news);
    } else if (source instanceof ImageSource.Remote remote) {
      return builds.build(
          new ImageSource.Remote(
              remote.url(),
              remote.dockerfile(),
              remote.arguments(),
              remote.target(),
              clean(remote.settings())),
          tag,
          news);
    }
    throw new IllegalArgumentException(source.describe() + " is no build");
  }

  /** No names but its own, so that what runs keeps its image; no step of earlier builds. */
  private static BuildSettings clean(BuildSettings old) {
    return new BuildSettings(
        old.inline(),
        List.of(),
        old.labels(),
        List.of(),
        old.network(),
        old.sharedMemory(),
        old.extraHosts(),
        old.pull(),
        true,
        old.platform());
  }

  private long size(String tag) {
    return reader.image(tag).map(image -> image.at("Size").number()).orElse(0L);
  }

  /** The image with its name, then what steps of other stages have left, the newest first. */
  private void remove(String tag, List<String> made) {
    delete("/images/" + tag);
    for (int at = made.size() - 1; at >= 0; at--) {
      Optional<Json> image = reader.image(made.get(at));
      // nobody gave it a name since: only what has none is surely this build's
      if (image.isPresent() && image.get().at("RepoTags").elements().isEmpty()) {
        delete("/images/" + made.get(at) + "?noprune=1");
      }
    }
  }

  private void delete(String path) {
    try (HttpReply reply = http.send("DELETE", path, Map.of(), null, null)) {
      reply.text();
    } catch (IOException e) {
      // an engine that is gone is told by what is asked of it next
    }
  }

  /** Hears which images a build makes; on the way, which steps are not made anew. */
  private static final class Output implements Consumer<String> {
    private final List<String> made = new ArrayList<>();
    private int steps;
    private int cached;
    private boolean begins;

    @Override
    public synchronized void accept(String line) {
      Matcher matcher = MADE.matcher(line);
      if (line.startsWith("Step ")) {
        // what a stage begins with is somebody's image
        begins = line.matches("Step \\d+/\\d+ : (?i:FROM) .*");
        steps += begins ? 0 : 1;
      } else if (line.contains("---> Using cache")) {
        cached++;
        begins = true;
      } else if (matcher.matches() && !begins) {
        made.add(matcher.group(1));
      }
    }
  }
}

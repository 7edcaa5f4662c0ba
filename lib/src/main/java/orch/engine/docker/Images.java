package orch.engine.docker;

import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import orch.engine.ChangeGate;
import orch.engine.http.EngineHttp;
import orch.engine.http.HttpReply;
import orch.engine.image.Bases;
import orch.engine.image.DebianBase;
import orch.engine.image.RecipeTag;
import orch.engine.read.EngineReader;
import orch.model.ImageSource;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Pull;
import orch.plan.Observed;

/**
 * Gets images: present, pulled, out of an archive, built; a Debian base as the last resort. Safe
 * for use by several threads.
 */
final class Images {
  private final LazyClient docker;
  private final EngineHttp http;
  private final EngineReader reader;
  private final DebianBase debian;

  /** One lock a reference, so that two services that want the same image get it once. */
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  private final Builds builds;
  private final Set<String> refreshed;

  /**
   * Over these ways to the engine.
   *
   * @param refreshed receives the references that were pulled again as their policy says
   */
  Images(
      LazyClient docker,
      EngineHttp http,
      EngineReader reader,
      DebianBase debian,
      Set<String> refreshed) {
    this.docker = docker;
    this.builds = new Builds(docker);
    this.refreshed = refreshed;
    this.http = http;
    this.reader = reader;
    this.debian = debian;
  }

  /** The image that a source leads to, if it is present. */
  static Optional<Observed.Image> present(EngineReader reader, ImageSource source) {
    String reference = reference(source);
    if (source instanceof ImageSource.Named named && !named.platform().isEmpty()) {
      return reader
          .image(reference)
          .filter(image -> Platform.matches(named.platform(), image))
          .map(image -> new Observed.Image(reference, image.at("Id").text()));
    }
    return reader.imageId(reference).map(id -> new Observed.Image(reference, id));
  }

  private static String reference(ImageSource source) {
    if (source instanceof ImageSource.Named named) {
      return named.reference();
    } else if (source instanceof ImageSource.Archive archive) {
      return archive.reference();
    }
    return source instanceof ImageSource.Remote remote
        ? RecipeTag.of(remote)
        : RecipeTag.of((ImageSource.Recipe) source);
  }

  /**
   * Gets an image by the first way that works.
   *
   * @param news receives what is being done
   * @return its reference
   * @throws OrchException.Unavailable with what each way said, when none works
   */
  String provide(String what, List<ImageSource> sources, ImageNews news) {
    List<String> refusals = new ArrayList<>();
    for (ImageSource source : sources) {
      String reference = reference(source);
      synchronized (locks.computeIfAbsent(reference, r -> new Object())) {
        Optional<Observed.Image> there = present(reader, source);
        boolean again =
            source instanceof ImageSource.Named named
                && (named.pull().when() == Pull.When.ALWAYS
                    || named.pull().when() == Pull.When.OLDER)
                && !refreshed.contains(reference);
        if (there.isPresent() && !again) {
          return reference;
        }
        if (!refusals.isEmpty()) {
          String last = refusals.get(refusals.size() - 1).lines().findFirst().orElse("");
          news.text(last + "; goes on with " + source.describe());
        }
        Optional<String> refusal = get(source, reference, news);
        if (refusal.isEmpty()) {
          movedOn(reference, there);
          return reference;
        }
        refusals.add(source.describe() + ": " + refusal.get());
      }
    }
    throw new OrchException.Unavailable(
        "the " + what + " is not to be had",
        refusals.stream().flatMap(String::lines).toList(),
        Next.verb("doctor"));
  }

  /** Gets an image by one way; why not, if that fails. */
  private Optional<String> get(ImageSource source, String reference, ImageNews news) {
    try {
      if (source instanceof ImageSource.Named named) {
        return named.pull().when() == Pull.When.NEVER
            ? Optional.of("it is not present, and its pull policy forbids to pull it")
            : pull(named, news);
      } else if (source instanceof ImageSource.Remote remote) {
        return builds.build(remote, reference, news);
      } else if (source instanceof ImageSource.Archive archive) {
        return load(archive, reference);
      }
      return build((ImageSource.Recipe) source, reference, news);
    } catch (DockerException e) {
      return Optional.of(EngineErrors.sentence(e));
    } catch (IOException e) {
      return Optional.of(EngineErrors.rootMessage(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    } catch (RuntimeException e) {
      if (e instanceof OrchException) {
        throw e;
      }
      return Optional.of(EngineErrors.rootMessage(e));
    }
  }

  /** A plan counts on the image that was present: another one changes what is to be done. */
  private void movedOn(String reference, Optional<Observed.Image> before) {
    if (before.isPresent()) {
      refreshed.add(reference);
      if (!reader.imageId(reference).equals(before.map(Observed.Image::id))) {
        throw new ChangeGate.StateMoved();
      }
    }
  }

  private Optional<String> pull(ImageSource.Named named, ImageNews news)
      throws IOException, InterruptedException {
    String reference = named.reference();
    news.text("pulls " + reference);
    try {
      PullImageCmd pull = docker.get().pullImageCmd(reference);
      if (!named.platform().isEmpty()) {
        pull.withPlatform(named.platform());
      }
      pull.exec(new PullNews(reference, news)).awaitCompletion();
      return Optional.empty();
    } catch (RuntimeException e) {
      String refusal =
          e instanceof DockerException docker
              ? EngineErrors.sentence(docker)
              : EngineErrors.rootMessage(e);
      Optional<String> release = DebianBase.release(reference);
      if (release.isEmpty()) {
        return Optional.of(refusal);
      }
      news.text(reference + " cannot be pulled: " + refusal);
      debian.make(release.get(), news::text, tar -> importTar(reference, tar));
      return Optional.empty();
    }
  }

  /**
   * By hand: docker-java 3.7.1 sends the stream as JSON, and the engine gets no file system at all.
   */
  private void importTar(String reference, InputStream tar) throws IOException {
    int colon = reference.lastIndexOf(':');
    String path =
        "/images/create?fromSrc=-&repo="
            + reference.substring(0, colon)
            + "&tag="
            + reference.substring(colon + 1);
    try (HttpReply reply =
        http.send("POST", path, Map.of("Content-Type", "application/x-tar"), tar, null)) {
      String answer = reply.text();
      if (reply.status() != 200 || answer.contains("\"error\"")) {
        throw new IOException("the engine did not take the base system: " + answer.strip());
      }
    }
  }

  private Optional<String> load(ImageSource.Archive archive, String reference) throws IOException {
    if (!Files.isRegularFile(archive.file())) {
      return Optional.of("there is no such file");
    }
    try (InputStream in = Files.newInputStream(archive.file())) {
      docker.get().loadImageCmd(in).exec();
    }
    return reader.imageId(reference).isPresent()
        ? Optional.empty()
        : Optional.of("there is no image " + reference + " in it");
  }

  private Optional<String> build(ImageSource.Recipe recipe, String tag, ImageNews news)
      throws IOException {
    provideBases(recipe, news);
    return builds.build(recipe, tag, news);
  }

  /** Gets what a recipe begins with. */
  void provideBases(ImageSource.Recipe recipe, ImageNews news) {
    // with its own pull the engine asks a registry for the bases in any case
    for (String base : recipe.settings().pull() ? Set.<String>of() : Bases.of(recipe)) {
      provide(
          "base image " + base + " of " + recipe.context(),
          List.of(new ImageSource.Named(base)),
          news);
    }
  }

  /** Bytes of all layers together, told at every hundredth. */
  private static final class PullNews extends PullImageResultCallback {
    private final ImageNews news;
    private final Map<String, ResponseItem.ProgressDetail> layers = new HashMap<>();
    private final String reference;
    private long told;

    PullNews(String reference, ImageNews news) {
      this.reference = reference;
      this.news = news;
    }

    @Override
    public void onNext(PullResponseItem item) {
      super.onNext(item);
      ResponseItem.ProgressDetail detail = item.getProgressDetail();
      if (detail == null || detail.getTotal() == null || !"Downloading".equals(item.getStatus())) {
        return;
      }
      layers.put(item.getId(), detail);
      long total = layers.values().stream().mapToLong(ResponseItem.ProgressDetail::getTotal).sum();
      long current =
          layers.values().stream().mapToLong(ResponseItem.ProgressDetail::getCurrent).sum();
      // as more layers become known the share shrinks: that is news as well
      long share = total == 0 ? 0 : current * 100 / total;
      if (share != told) {
        told = share;
        news.bytes(reference, current, total);
      }
    }
  }
}

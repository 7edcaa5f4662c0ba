package orch.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orch.engine.Experiments;
import orch.model.ImageSource;
import orch.model.Mount;
import orch.model.OrchException;
import orch.model.Service;
import orch.model.Value;
import orch.plan.Observed;

/** What images are made of, and what must not be in them. */
final class Build implements Check {
  private static final double MEGABYTE = 1 << 20;

  /** Shorter ones are found everywhere by chance. */
  private static final int SHORTEST = 8;

  @Override
  public String name() {
    return "build";
  }

  @Override
  public String proves() {
    return "images build from clean, are no larger than they may be, and no secret of the stack is "
        + "in any layer, step or variable of them";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of(
        "atMost", "the most of each image; 500MB by default",
        "service", "only its image",
        "clean", "false: builds nothing, only looks at what is there");
  }

  @Override
  public boolean harms() {
    return false;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    double limit = arguments.size("atMost").orElse(500L << 20) / MEGABYTE;
    Optional<String> service = arguments.text("service");
    Map<String, String> secrets = secrets(subject);
    Set<String> images = new LinkedHashSet<>();
    for (Observed.Container container : subject.containers()) {
      if (service.isEmpty() || service.get().equals(container.label(orch.model.Labels.SERVICE))) {
        images.add(container.imageId());
      }
    }
    if (images.isEmpty()) {
      throw new DoesNotApply("nothing of it runs, so there is no image to look at");
    }
    for (String id : images) {
      Experiments.ImageFacts image = subject.experiments().image(id);
      String name = nameOf(subject, id);
      Budget.hold(
          new Figure("image " + name, image.size() / MEGABYTE, "MB"), Optional.of(limit), protocol);
      protocol.figure("layers of " + name, count(image), "");
      image.layers().stream()
          .filter(layer -> layer.size() > 0)
          .forEach(
              layer ->
                  protocol.evidence(
                      new Figure("", layer.size() / MEGABYTE, "MB").amount()
                          + " by "
                          + step(layer.madeBy())));
      search(subject, name, image, secrets, protocol);
    }
    if (arguments.flag("clean", true)) {
      fromClean(subject, service, limit, protocol);
    }
    if (secrets.isEmpty()) {
      protocol.evidence("the stack has no secret that could be in an image");
    }
  }

  /** What a service's description has built, whether or not that is what runs. */
  private static void fromClean(
      Subject subject, Optional<String> service, double limit, Protocol protocol) {
    List<ImageSource> sources =
        subject.stack().services().values().stream()
            .filter(s -> service.isEmpty() || service.get().equals(s.name()))
            .flatMap(s -> s.images().stream())
            .filter(i -> i instanceof ImageSource.Recipe || i instanceof ImageSource.Remote)
            .distinct()
            .toList();
    if (sources.isEmpty()) {
      protocol.evidence("no image of it is built, so that nothing had to be built from clean");
    }
    sources.parallelStream()
        .map(source -> new Built(source, subject.experiments()))
        .toList()
        .forEach(built -> built.tell(limit, protocol));
  }

  /** A build from clean, with the time that it took. */
  private static final class Built {
    private final String what;
    private final Experiments.CleanBuild build;
    private final double seconds;

    Built(ImageSource source, Experiments experiments) {
      long begin = System.nanoTime();
      what = "build of '" + name(source) + "'";
      build = experiments.buildFromClean(source);
      seconds = (System.nanoTime() - begin) / 1e9;
    }

    private static String name(ImageSource source) {
      if (source instanceof ImageSource.Recipe recipe) {
        return recipe.context().toAbsolutePath().normalize().getFileName().toString();
      }
      return source instanceof ImageSource.Remote remote ? remote.url() : source.describe();
    }

    void tell(double limit, Protocol protocol) {
      if (build.refusal().isPresent()) {
        List<String> lines = build.refusal().get().lines().map(String::strip).toList();
        protocol.problem("the " + what + " does not succeed from clean: " + lines.get(0));
        lines.stream().skip(1).forEach(protocol::evidence);
        return;
      }
      protocol.figure(what + " from clean", seconds, "s");
      Figure size = new Figure("the " + what + " from clean makes", build.bytes() / MEGABYTE, "MB");
      Budget.exceeded(size, limit).ifPresent(protocol::problem);
      if (build.cached() > 0) {
        protocol.problem(
            "the " + what + " took " + build.cached() + " steps from an earlier one all the same");
      } else {
        protocol.control("all " + build.steps() + " steps of the " + what + " were run anew");
      }
    }
  }

  /** A step as its Dockerfile has it; what was imported has none. */
  private static String step(String madeBy) {
    String text = madeBy.replaceAll("\\s+", " ").strip();
    return text.isEmpty()
        ? "what it is based on"
        : text.replaceFirst("^/bin/sh -c #\\(nop\\) *", "").replaceFirst("^/bin/sh -c ", "RUN ");
  }

  private static long count(Experiments.ImageFacts image) {
    return image.layers().stream().filter(layer -> layer.size() > 0).count();
  }

  private static String nameOf(Subject subject, String id) {
    return subject.containers().stream()
        .filter(c -> c.imageId().equals(id))
        .map(Observed.Container::image)
        .findFirst()
        .orElse(id);
  }

  private static Map<String, String> secrets(Subject subject) {
    Map<String, String> secrets = new LinkedHashMap<>();
    for (Service service : subject.stack().services().values()) {
      service.process().environment().values().forEach(value -> add(value, secrets));
      for (Mount mount : service.mounts()) {
        if (mount instanceof Mount.FileMount file) {
          add(file.content(), secrets);
        }
      }
    }
    return secrets;
  }

  private static void add(Value value, Map<String, String> secrets) {
    if (value instanceof Value.Secret secret && secret.text().length() >= SHORTEST) {
      secrets.put(secret.name(), secret.text());
    }
  }

  private static void search(
      Subject subject,
      String name,
      Experiments.ImageFacts image,
      Map<String, String> secrets,
      Protocol protocol) {
    secrets.forEach(
        (secret, text) -> {
          if (image.environment().stream().anyMatch(line -> line.contains(text))) {
            protocol.problem("secret '" + secret + "' is in the environment of image " + name);
          }
          if (image.layers().stream().anyMatch(layer -> layer.madeBy().contains(text))) {
            protocol.problem("secret '" + secret + "' is in the history of image " + name);
          }
        });
    LayerSearch search = new LayerSearch(secrets);
    try (InputStream tar = subject.experiments().export(image.id())) {
      search.read(tar);
    } catch (IOException e) {
      throw new OrchException.Failed(
          "image " + name + " cannot be read", List.of(OrchException.reason(e)), null);
    }
    search
        .found()
        .forEach(
            secret -> protocol.problem("secret '" + secret + "' is in a layer of image " + name));
    // what the engine counts are the files, what is read has tar's padding as well
    if (search.bytes() * 10 >= image.size() * 9) {
      protocol.control(
          "all "
              + new Figure("", search.bytes() / MEGABYTE, "MB").amount()
              + " of the layers were read, and a text planted at their end was found");
    } else {
      protocol.problem(
          "only "
              + search.bytes()
              + " bytes of the layers of image "
              + name
              + " could be read, of "
              + image.size());
    }
  }
}

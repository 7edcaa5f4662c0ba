package orch.doctor;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import orch.engine.Survey;
import orch.engine.image.Bases;
import orch.engine.image.DebianBase;
import orch.health.Finding;
import orch.model.ImageSource;
import orch.model.OrchException;
import orch.model.Service;
import orch.model.Stack;

/**
 * Images that cannot be had: none of a service's ways is present, can be built or can be pulled.
 * Registries are asked only where nothing at hand does.
 */
final class ImagesCheck implements Check {
  /** The longest that one registry may take. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String NAME = "images";
  private static final int MOST_AT_ONCE = 64;

  private final Stack stack;
  private final Survey survey;

  ImagesCheck(Stack stack, Survey survey) {
    this.stack = stack;
    this.survey = survey;
  }

  /**
   * One way to an image.
   *
   * @param refusal why it leads nowhere; empty: it may
   * @param pulls references that a registry must have for it
   */
  private record Way(ImageSource source, String refusal, Set<String> pulls) {
    boolean atHand() {
      return refusal.isEmpty() && pulls.isEmpty();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    Map<Service, List<Way>> open = new LinkedHashMap<>();
    Set<String> references = new LinkedHashSet<>();
    for (Service service : stack.services().values()) {
      List<Way> ways = service.images().stream().map(this::way).toList();
      if (ways.stream().noneMatch(Way::atHand)) {
        open.put(service, ways);
        ways.forEach(way -> references.addAll(way.pulls()));
      }
    }
    Map<String, String> refusals = askAll(references);
    List<Finding> findings = new ArrayList<>();
    open.forEach(
        (service, ways) -> {
          List<String> reasons = ways.stream().map(way -> reason(way, refusals)).toList();
          if (reasons.stream().noneMatch(String::isEmpty)) {
            findings.add(missing(service, reasons));
          }
        });
    if (findings.isEmpty()) {
      String pulled = references.isEmpty() ? "" : ", or is offered by a registry";
      return List.of(
          Finding.ok(NAME, "every image is present or can be made on this machine" + pulled));
    }
    return findings;
  }

  private static Finding missing(Service service, List<String> reasons) {
    return Finding.error(
        NAME,
        service
            .origin()
            .at(
                "the image of service '"
                    + service.name()
                    + "' is not to be had: "
                    + String.join("; ", reasons)),
        "correct the image of service '"
            + service.name()
            + "', or give it a further way: image 'NAME', otherwise: build('FOLDER')");
  }

  private Way way(ImageSource source) {
    try {
      if (source instanceof ImageSource.Recipe recipe) {
        return recipe(recipe);
      }
      if (survey.has(source)) {
        return new Way(source, "", Set.of());
      }
      if (source instanceof ImageSource.Archive archive) {
        String refusal = Files.isRegularFile(archive.file()) ? "" : "there is no such file";
        return new Way(source, refusal, Set.of());
      }
      if (source instanceof ImageSource.Remote) {
        return new Way(source, "", Set.of()); // the engine fetches it; nobody else can tell
      }
      String reference = ((ImageSource.Named) source).reference();
      boolean made = DebianBase.release(reference).isPresent();
      return new Way(source, "", made ? Set.of() : Set.of(reference));
    } catch (OrchException.BadInput e) {
      return new Way(source, e.getMessage(), Set.of());
    }
  }

  private Way recipe(ImageSource.Recipe recipe) {
    if (survey.has(recipe)) {
      return new Way(recipe, "", Set.of());
    }
    Set<String> pulls = new LinkedHashSet<>();
    for (String base : Bases.of(recipe)) {
      pulls.addAll(way(new ImageSource.Named(base)).pulls());
    }
    return new Way(recipe, "", pulls);
  }

  /** Why a way leads nowhere, now that registries have been asked; empty: it does lead there. */
  private static String reason(Way way, Map<String, String> refusals) {
    if (!way.refusal().isEmpty()) {
      return way.source().describe() + ": " + way.refusal();
    }
    return way.pulls().stream()
        .filter(refusals::containsKey)
        .findFirst()
        .map(
            reference ->
                way.source() instanceof ImageSource.Recipe
                    ? way.source().describe()
                        + ": its base "
                        + reference
                        + ": "
                        + refusals.get(reference)
                    : reference + ": " + refusals.get(reference))
        .orElse("");
  }

  /** The refusals by reference, asked for all at the same time. */
  private Map<String, String> askAll(Set<String> references) {
    if (references.isEmpty()) {
      return Map.of();
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(MOST_AT_ONCE, references.size()),
            work -> {
              Thread thread = new Thread(work, "registry");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Map<String, CompletableFuture<Optional<String>>> asked = new LinkedHashMap<>();
      for (String reference : references) {
        asked.put(reference, CompletableFuture.supplyAsync(() -> refusal(reference), threads));
      }
      Map<String, String> refusals = new LinkedHashMap<>();
      asked.forEach(
          (reference, answer) ->
              answer.join().ifPresent(refusal -> refusals.put(reference, refusal)));
      return refusals;
    } finally {
      threads.shutdownNow();
    }
  }

  private Optional<String> refusal(String reference) {
    try {
      return survey.pullRefusal(reference, LIMIT);
    } catch (OrchException e) {
      return Optional.of(e.getMessage());
    }
  }
}

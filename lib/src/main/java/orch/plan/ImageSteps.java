package orch.plan;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import orch.model.ImageSource;
import orch.model.Service;

/**
 * Steps that get images. Nothing is stopped or started before all are done: an image that is not to
 * be had must not leave half a stack behind.
 */
final class ImageSteps {
  private final Planning planning;
  private final Map<String, Integer> steps = new LinkedHashMap<>();

  ImageSteps(Planning planning) {
    this.planning = planning;
  }

  /** Plans to get a service's image where none is present, or it is to be pulled again. */
  void plan(Service service) {
    Optional<Observed.Image> there = present(service);
    if (there.isEmpty()) {
      String ways =
          String.join(", else ", service.images().stream().map(ImageSource::describe).toList());
      provide(service, "not present: " + ways);
    } else if (there.get().stale()) {
      provide(service, "its pull policy says to pull it again");
    }
  }

  private void provide(Service service, String cause) {
    steps.put(
        service.name(),
        planning
            .plan()
            .add(new Operation.ProvideImage(service.name(), service.images(), cause), Set.of()));
  }

  /** The first image of a service that the engine has. */
  Optional<Observed.Image> present(Service service) {
    return service.images().stream()
        .map(planning.observed().images()::get)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The step that gets a service's image, where there is one. */
  Optional<Integer> of(Service service) {
    return Optional.ofNullable(steps.get(service.name()));
  }

  /** All steps that get images. */
  Set<Integer> all() {
    return new LinkedHashSet<>(steps.values());
  }
}

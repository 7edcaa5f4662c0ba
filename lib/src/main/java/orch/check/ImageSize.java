package orch.check;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import orch.engine.Experiments;
import orch.plan.Observed;

/** How large the images are that run. */
final class ImageSize implements Check {
  private static final double MEGABYTE = 1 << 20;

  @Override
  public String name() {
    return "imageSize";
  }

  @Override
  public String proves() {
    return "no image that runs is larger than it may be";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of("atMost", "the most of each image: 500MB; else it is only measured");
  }

  @Override
  public boolean harms() {
    return false;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    Optional<Double> limit = arguments.size("atMost").map(bytes -> bytes / MEGABYTE);
    Map<String, String> images = new TreeMap<>();
    for (Observed.Container container : subject.containers()) {
      images.put(container.imageId(), container.image());
    }
    if (images.isEmpty()) {
      throw new DoesNotApply("nothing of it runs");
    }
    images.forEach(
        (id, name) -> {
          Experiments.ImageFacts image = subject.experiments().image(id);
          Budget.hold(new Figure("image " + name, image.size() / MEGABYTE, "MB"), limit, protocol);
        });
  }
}

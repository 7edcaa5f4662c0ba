package orch.check;

import java.util.Map;
import java.util.Optional;
import orch.model.Labels;
import orch.model.Service;
import orch.plan.Observed;

/** How much memory the services take when they are healthy. */
final class Memory implements Check {
  private static final double MEGABYTE = 1 << 20;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String proves() {
    return "the services take no more memory than they may, each and together";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of(
        "atMost", "the most of all together: 256MB; else it is only measured",
        "each", "the most of each container",
        "lean", "true: measures a lean copy as well, and tells what that saves");
  }

  @Override
  public boolean harms() {
    return false;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    Optional<Double> each = arguments.size("each").map(bytes -> bytes / MEGABYTE);
    double sum = 0;
    for (Observed.Container container : subject.containers()) {
      if (!container.running()) {
        continue;
      }
      double used = used(subject, container);
      String service = container.label(Labels.SERVICE);
      Budget.hold(new Figure("memory of " + container.name(), used, "MB"), each, protocol);
      Service described = subject.stack().services().get(service);
      if (described != null && described.resources().memory() == 0) {
        protocol.evidence("service '" + service + "' has no memory limit");
      }
      sum += used;
    }
    if (sum == 0) {
      throw new DoesNotApply("nothing of it runs");
    }
    Optional<Double> limit = arguments.size("atMost").map(bytes -> bytes / MEGABYTE);
    Budget.hold(new Figure("memory of all", sum, "MB"), limit, protocol);
    if (arguments.flag("lean", false)) {
      saving(subject, sum, protocol);
    }
  }

  private static double used(Subject subject, Observed.Container container) {
    return subject.experiments().usage(container.id()).memory() / MEGABYTE;
  }

  private static void saving(Subject subject, double before, Protocol protocol) {
    Subject lean = subject.lean();
    lean.start();
    double after =
        lean.containers().stream()
            .filter(Observed.Container::running)
            .mapToDouble(container -> used(lean, container))
            .sum();
    lean.discard();
    protocol.figure("memory of a lean copy", after, "MB");
    protocol.figure("saved by lean()", before - after, "MB");
  }
}

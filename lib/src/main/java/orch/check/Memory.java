package orch.check;

import java.util.LinkedHashMap;
import java.util.List;
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
    for (Map.Entry<Observed.Container, Double> one : used(subject).entrySet()) {
      Observed.Container container = one.getKey();
      double used = one.getValue();
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

  /** Megabytes by container. The engine takes a second or two for each: all are asked at once. */
  private static Map<Observed.Container, Double> used(Subject subject) {
    List<Observed.Container> running =
        subject.containers().stream().filter(Observed.Container::running).toList();
    List<Double> bytes =
        running.parallelStream()
            .map(c -> (double) subject.experiments().usage(c.id()).memory())
            .toList();
    Map<Observed.Container, Double> used = new LinkedHashMap<>();
    for (int at = 0; at < running.size(); at++) {
      used.put(running.get(at), bytes.get(at) / MEGABYTE);
    }
    return used;
  }

  private static void saving(Subject subject, double before, Protocol protocol) {
    Subject lean = subject.lean();
    lean.start();
    double after = used(lean).values().stream().mapToDouble(Double::doubleValue).sum();
    lean.discard();
    protocol.figure("memory of a lean copy", after, "MB");
    protocol.figure("saved by lean()", before - after, "MB");
  }
}

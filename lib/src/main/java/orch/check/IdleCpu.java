package orch.check;

import java.util.Map;
import java.util.Optional;
import orch.plan.Observed;

/** How busy the services are that have nothing to do. */
final class IdleCpu implements Check {
  @Override
  public String name() {
    return "idleCpu";
  }

  @Override
  public String proves() {
    return "services that have nothing to do leave the processors alone";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of("atMost", "percent of one processor that all take together; 20 by default");
  }

  @Override
  public boolean harms() {
    return false;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    double limit = arguments.amount("atMost").orElse(20.0);
    long running = subject.containers().stream().filter(Observed.Container::running).count();
    if (running == 0) {
      throw new DoesNotApply("nothing of it runs");
    }
    // the engine takes a second for each: they are asked together
    double percent =
        subject.containers().parallelStream()
            .filter(Observed.Container::running)
            .mapToDouble(c -> subject.experiments().usage(c.id()).cpus() * 100)
            .sum();
    Figure measured = new Figure("idle processor time", percent, "%");
    Budget.hold(measured, Optional.of(limit), protocol);
    if (percent == 0) {
      protocol.control("measured over " + running + " containers; 1 % against 0 % is exceeded");
    }
  }
}

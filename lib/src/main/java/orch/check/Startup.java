package orch.check;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How long a stack takes from nothing to healthy. */
final class Startup implements Check {
  @Override
  public String name() {
    return "startup";
  }

  @Override
  public String proves() {
    return "the stack is healthy soon after it was stopped";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of("within", "the longest time from stopped to healthy: 10s; else it is measured");
  }

  @Override
  public boolean harms() {
    return true;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    Duration given = arguments.duration("within", Duration.ZERO);
    subject.stop();
    if (!subject.containers().isEmpty()) {
      protocol.problem("containers are there although it was stopped");
    }
    long begin = System.nanoTime();
    subject.start();
    double seconds = (System.nanoTime() - begin) / 1e9;
    boolean healthy = subject.status().healthy();
    if (!healthy) {
      protocol.problem("it was started and is not healthy");
    }
    Budget.hold(
        new Figure("stopped to healthy", seconds, "s"),
        given.isZero() ? Optional.empty() : Optional.of(given.toMillis() / 1000.0),
        protocol);
  }
}

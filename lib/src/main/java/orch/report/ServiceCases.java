package orch.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.OrchException;
import orch.plan.Operation;
import orch.plan.Progress;

/**
 * Makes a case of each service that is started, from the progress of starts that follow each other.
 * Safe for use by several threads.
 */
public final class ServiceCases implements Progress.Listener {
  private final Clock clock;
  private final List<Case> cases = new ArrayList<>();
  private final Map<String, Seen> seen = new LinkedHashMap<>();
  private String stack = "";
  private String action = "";
  private Instant begin;

  /** With this clock. */
  public ServiceCases(Clock clock) {
    this.clock = clock;
    this.begin = clock.instant();
  }

  /** What is known of a service. */
  private static final class Seen {
    private Optional<Instant> begin = Optional.empty();
    private Optional<Instant> end = Optional.empty();
    private boolean ready;
    private Optional<String> problem = Optional.empty();
  }

  /**
   * A start or restart begins.
   *
   * @param action what it is: {@code start}
   * @param services those wanted, as far as they are known
   */
  public synchronized void begin(String action, String stack, Collection<String> services) {
    end(Optional.empty());
    this.action = action;
    this.stack = stack;
    begin = clock.instant();
    services.forEach(service -> seen.put(service, new Seen()));
  }

  @Override
  public synchronized void on(Progress progress) {
    if (action.isEmpty()) {
      return;
    }
    if (progress instanceof Progress.Started started) {
      of(started.operation())
          .filter(service -> service.begin.isEmpty())
          .ifPresent(service -> service.begin = Optional.of(clock.instant()));
    } else if (progress instanceof Progress.Done done) {
      of(done.operation())
          .ifPresent(
              service -> {
                service.end = Optional.of(clock.instant());
                service.ready |= done.operation() instanceof Operation.AwaitReady;
              });
    } else if (progress instanceof Progress.Failed failed) {
      of(failed.operation())
          .ifPresent(
              service -> {
                service.end = Optional.of(clock.instant());
                service.problem = Optional.of(failed.problem());
              });
    }
  }

  private Optional<Seen> of(Operation operation) {
    return service(operation).map(name -> seen.computeIfAbsent(name, n -> new Seen()));
  }

  /** The service that an operation is for, where it is for just one. */
  public static Optional<String> service(Operation operation) {
    if (operation instanceof Operation.ProvideImage image) {
      return Optional.of(image.service());
    } else if (operation instanceof Operation.CreateContainer create) {
      return Optional.of(create.service().name());
    } else if (operation instanceof Operation.StartContainer start) {
      return Optional.of(start.service());
    } else if (operation instanceof Operation.StopContainer stop) {
      return Optional.of(stop.service());
    } else if (operation instanceof Operation.AwaitReady await) {
      return Optional.of(await.service());
    }
    return Optional.empty();
  }

  /** The start that was begun last has ended; nothing where none is under way. */
  public synchronized void end(Optional<RuntimeException> failure) {
    if (action.isEmpty()) {
      return;
    }
    boolean told = false;
    for (Map.Entry<String, Seen> entry : seen.entrySet()) {
      Seen service = entry.getValue();
      Duration time =
          service
              .begin
              .map(from -> Duration.between(from, service.end.orElseGet(clock::instant)))
              .orElse(Duration.ZERO);
      if (service.problem.isPresent()) {
        told = true;
        add(entry.getKey(), time, Case.Outcome.FAILED, service.problem.get(), report(failure));
      } else if (failure.isEmpty() || service.ready) {
        add(entry.getKey(), time, Case.Outcome.PASSED, "", "");
      } else {
        add(entry.getKey(), time, Case.Outcome.SKIPPED, "not ready when " + action + " ended", "");
      }
    }
    if (failure.isPresent() && !told) {
      Duration time = Duration.between(begin, clock.instant());
      add(action, time, Case.Outcome.BROKEN, message(failure.get()), report(failure));
    }
    action = "";
    seen.clear();
  }

  private void add(
      String name, Duration time, Case.Outcome outcome, String message, String output) {
    add(new Case(stack, name, time, outcome, message, output));
  }

  /** Adds a case of another kind; one whose name is taken gets a number. */
  public synchronized void add(Case other) {
    String name = other.name();
    for (int number = 2; isTaken(other.classname(), name); number++) {
      name = other.name() + " (" + number + ")";
    }
    cases.add(
        new Case(
            other.classname(),
            name,
            other.time(),
            other.outcome(),
            other.message(),
            other.output()));
  }

  private boolean isTaken(String classname, String name) {
    return cases.stream().anyMatch(c -> c.classname().equals(classname) && c.name().equals(name));
  }

  private static String message(RuntimeException failure) {
    return String.valueOf(failure.getMessage());
  }

  private static String report(Optional<RuntimeException> failure) {
    return failure
        .map(f -> f instanceof OrchException e ? ErrorText.of(e) : f.toString())
        .orElse("");
  }

  /** All so far, in the order in which they ended. */
  public synchronized List<Case> cases() {
    return List.copyOf(cases);
  }
}

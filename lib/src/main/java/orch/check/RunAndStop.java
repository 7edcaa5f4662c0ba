package orch.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.engine.Experiments;
import orch.health.Answer;
import orch.model.Port;
import orch.model.Process;
import orch.model.Readiness;
import orch.model.Service;
import orch.plan.Observed;

/** Starts, serves, and ends when it is asked to. */
final class RunAndStop implements Check {
  private static final Duration ANSWER = Duration.ofSeconds(3);

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String proves() {
    return "each service starts, answers on its ports, and ends by SIGTERM within its grace time, "
        + "not killed, with exit code 0 or 143";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of("service", "only that one", "grace", "in place of the service's own grace time");
  }

  @Override
  public boolean harms() {
    return true;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    List<Service> services = new ArrayList<>(subject.lasting());
    arguments.text("service").ifPresent(only -> services.removeIf(s -> !s.name().equals(only)));
    if (services.isEmpty()) {
      throw new DoesNotApply("it has no service that goes on running");
    }
    // who depends on others ends before them
    Collections.reverse(services);
    int ended = 0;
    for (Service service : services) {
      List<Readiness> questions = questions(service);
      for (Observed.Container container : subject.running(service.name())) {
        for (Readiness question : questions) {
          Answer answer = subject.experiments().probe(container.id(), question);
          if (!answer.ready()) {
            protocol.problem(container.name() + " does not serve: " + answer.text());
          }
        }
        Duration grace = arguments.duration("grace", service.process().stopGrace());
        ended += stop(subject.experiments(), container, grace, questions, protocol) ? 1 : 0;
      }
    }
    if (ended > 0) {
      protocol.control(
          ended + " containers ran before, and answered at their ports; not any more after");
    }
    subject.start();
  }

  /** Whether it ran before and does not any more. */
  private static boolean stop(
      Experiments experiments,
      Observed.Container container,
      Duration grace,
      List<Readiness> questions,
      Protocol protocol) {
    boolean ran = experiments.details(container.id()).pid() > 0;
    long begin = System.nanoTime();
    experiments.stop(container.id(), grace);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    Experiments.Details end = experiments.details(container.id());
    protocol.figure("stop of " + container.name(), took.toMillis(), "ms");
    wrongEnd(container.name(), end.exitCode(), took, grace).ifPresent(protocol::problem);
    boolean silent =
        questions.stream().noneMatch(q -> experiments.probe(container.id(), q).ready());
    boolean ended = ran && !end.running() && silent;
    if (!ended) {
      protocol.problem(container.name() + " answers although it was stopped");
    }
    return ended;
  }

  /** What is wrong with the end of a container that was asked to end, if anything. */
  static Optional<String> wrongEnd(String name, int exitCode, Duration took, Duration grace) {
    if (exitCode == 0 || exitCode == 143) {
      return Optional.empty();
    }
    String seconds = new Figure("", took.toMillis() / 1000.0, "s").amount();
    return Optional.of(
        exitCode == 137 && took.compareTo(grace) >= 0
            ? name + " ignored SIGTERM and was killed after " + seconds
            : name + " ended with exit code " + exitCode + " after " + seconds);
  }

  private static List<Readiness> questions(Service service) {
    Readiness.Pace pace = new Readiness.Pace(ANSWER, ANSWER, 1, Duration.ZERO);
    List<Readiness> questions = new ArrayList<>();
    Readiness own = service.readiness();
    if (own instanceof Readiness.Http || own instanceof Readiness.Tcp) {
      questions.add(own);
    }
    for (Port port : service.links().ports()) {
      boolean asked = own instanceof Readiness.Http http && http.port() == port.container();
      if (!asked && port.protocol().equals("tcp")) {
        questions.add(new Readiness.Tcp(port.container(), pace));
      }
    }
    if (own instanceof Readiness.Command command && service.process() != Process.OF_IMAGE) {
      questions.add(command);
    }
    return questions;
  }
}

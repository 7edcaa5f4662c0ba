package orch.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import orch.engine.Experiments;
import orch.health.ContainerState;
import orch.health.StackStatus;
import orch.model.Service;
import orch.plan.Observed;

/** What dies comes back. */
final class RestartAfterKill implements Check {
  @Override
  public String name() {
    return "restart";
  }

  @Override
  public String proves() {
    return "a process that is killed comes back by its restart policy and is healthy, all others "
        + "with it; one that dies again and again is told as such";
  }

  @Override
  public Map<String, String> arguments() {
    return Map.of(
        "service", "only that one",
        "within", "the longest time until it is healthy again; 30s by default",
        "steady", "so long it must not die again by itself; 3s by default");
  }

  @Override
  public boolean harms() {
    return true;
  }

  @Override
  public void run(Subject subject, Arguments arguments, Protocol protocol) {
    Duration within = arguments.duration("within", Duration.ofSeconds(30));
    Optional<String> only = arguments.text("service");
    List<String> tried = new ArrayList<>();
    for (Service service : subject.lasting()) {
      boolean meant = only.map(service.name()::equals).orElse(!service.restart().equals("no"));
      if (meant) {
        Observed.Container container = subject.one(service.name());
        loop(subject, service, container, within).ifPresent(protocol::problem);
        if (protocol.clean()) {
          kill(subject, container, within, protocol);
        }
        tried.add(service.name());
      }
    }
    if (tried.isEmpty()) {
      throw new DoesNotApply("no service has a restart policy");
    }
    if (protocol.clean()) {
      recovered(subject, tried, protocol);
      steady(subject, tried, arguments.duration("steady", Duration.ofSeconds(3)), protocol);
    }
  }

  /** Whoever dies again by itself is in a crash loop. */
  private static void steady(
      Subject subject, List<String> services, Duration patience, Protocol protocol) {
    Map<String, Experiments.Details> before = new LinkedHashMap<>();
    for (String service : services) {
      before.put(service, subject.experiments().details(subject.one(service).id()));
    }
    long end = System.nanoTime() + patience.toNanos();
    before.forEach(
        (service, known) -> {
          Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
          Predicate<Experiments.Details> died =
              now -> !now.running() || now.restarts() > known.restarts();
          Experiments experiments = subject.experiments();
          experiments.await(
              known.id(), () -> {}, state -> died.test(experiments.details(known.id())), left);
          Experiments.Details now = experiments.details(known.id());
          if (died.test(now)) {
            protocol.problem(
                "service '"
                    + service
                    + "' is in a crash loop: it ended by itself with exit code "
                    + now.exitCode()
                    + " and was started again "
                    + now.restarts()
                    + " times");
          }
        });
  }

  /** A service that had to be started again without anybody's doing. */
  private static Optional<String> loop(
      Subject subject, Service service, Observed.Container container, Duration within) {
    Experiments.Details details = subject.experiments().details(container.id());
    boolean loops = details.restarts() > 0 && !details.running();
    return loops
        ? Optional.of(
            "service '"
                + service.name()
                + "' is in a crash loop: started again "
                + details.restarts()
                + " times, last exit code "
                + details.exitCode())
        : Optional.empty();
  }

  private static void kill(
      Subject subject, Observed.Container container, Duration within, Protocol protocol) {
    Experiments experiments = subject.experiments();
    Experiments.Details before = experiments.details(container.id());
    long begin = System.nanoTime();
    boolean[] died = {false};
    Optional<ContainerState> back =
        experiments.await(
            container.id(),
            () -> kill(subject, before),
            state -> {
              died[0] |= state.phase() == ContainerState.Phase.ENDED;
              Experiments.Details now = experiments.details(container.id());
              died[0] |= now.restarts() > before.restarts();
              boolean another = now.restarts() > before.restarts() && now.pid() != before.pid();
              return another && now.running();
            },
            within);
    if (back.isEmpty()) {
      Experiments.Details now = experiments.details(container.id());
      protocol.problem(
          container.name()
              + (now.pid() == before.pid()
                  ? " was not killed"
                  : " was killed and did not come back within " + within.toSeconds() + " s")
              + "; exit code "
              + now.exitCode()
              + ", started again "
              + now.restarts()
              + " times");
      return;
    }
    // it runs: this waits until it is healthy, and finds a crash loop
    subject.start();
    double seconds = (System.nanoTime() - begin) / 1e9;
    protocol.figure("back after the kill of " + container.name(), seconds, "s");
    Experiments.Details after = experiments.details(container.id());
    if (!after.id().equals(before.id()) || after.restarts() > before.restarts() + 1) {
      protocol.problem(
          container.name()
              + " is in a crash loop: started again "
              + (after.restarts() - before.restarts())
              + " times after one kill");
    }
    protocol.evidence(container.name() + ": process " + before.pid() + " was killed");
    protocol.control("each process that was killed ended, and the engine counts one more restart");
  }

  /** An engine takes its own kill for a wish that it stays so; only a real one tries the policy. */
  private static void kill(Subject subject, Experiments.Details details) {
    Optional<ProcessHandle> process = OnThisMachine.process(subject.engine(), details);
    if (process.isPresent() && process.get().destroyForcibly()) {
      return;
    }
    throw new DoesNotApply(
        "a process in a container can be killed by root on the engine's machine only");
  }

  private static void recovered(Subject subject, List<String> tried, Protocol protocol) {
    StackStatus status = subject.status();
    if (!status.healthy()) {
      status.services().stream()
          .filter(service -> !service.well())
          .forEach(
              service ->
                  protocol.problem(
                      "service '"
                          + service.name()
                          + "' is not well after others came back: "
                          + service.health()));
    }
    protocol.evidence("killed and back: " + String.join(", ", tried));
  }
}

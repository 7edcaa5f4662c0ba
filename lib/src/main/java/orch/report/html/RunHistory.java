package orch.report.html;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.Dependency;
import orch.plan.Operation;
import orch.plan.Plan;
import orch.plan.Progress;
import orch.report.DependencyGraph;
import orch.report.DependencyGraph.Mark;

/** What was told of a run, in order. Not safe for several threads. */
final class RunHistory {
  /** How an operation ended. */
  enum Outcome {
    /** It is done. */
    DONE,
    /** It failed. */
    FAILED,
    /** It was broken off, since something else failed or the command was interrupted. */
    BROKEN_OFF
  }

  /** An operation and when it was carried out. */
  record Performed(
      Operation operation, Instant begin, Instant end, Outcome outcome, String problem) {
    Duration took() {
      return Duration.between(begin, end);
    }
  }

  /** What a wait saw from a moment on. */
  record Seen(Instant at, Progress.Waiting what) {}

  private final Instant begin;
  private Instant end;
  private final List<Performed> performed = new ArrayList<>();
  private final Map<Operation, Instant> open = new IdentityHashMap<>();
  private final Map<String, List<Seen>> seen = new LinkedHashMap<>();
  private final Map<String, List<String>> outputs = new LinkedHashMap<>();
  private final List<Plan> plans = new ArrayList<>();

  RunHistory(Instant begin) {
    this.begin = begin;
    this.end = begin;
  }

  /** Takes in what happened at a moment. */
  void add(Progress progress, Instant at) {
    end = at;
    if (progress instanceof Progress.Planned planned) {
      plans.add(planned.plan());
    } else if (progress instanceof Progress.Started started) {
      open.put(started.operation(), at);
    } else if (progress instanceof Progress.Done done) {
      end(done.operation(), at, Outcome.DONE, "");
    } else if (progress instanceof Progress.Failed failed) {
      end(failed.operation(), at, Outcome.FAILED, failed.problem());
    } else if (progress instanceof Progress.Waiting waiting) {
      seen.computeIfAbsent(waiting.operation().name(), n -> new ArrayList<>())
          .add(new Seen(at, waiting));
    } else if (progress instanceof Progress.Output output) {
      outputs.put(output.operation().name(), output.lines());
    } else if (progress instanceof Progress.Finished finished) {
      for (Plan.Step step : finished.plan().steps()) {
        end(step.operation(), at, Outcome.BROKEN_OFF, "");
      }
    }
  }

  private void end(Operation operation, Instant at, Outcome outcome, String problem) {
    Instant since = open.remove(operation);
    if (since != null) {
      performed.add(new Performed(operation, since, at, outcome, problem));
    }
  }

  Instant begin() {
    return begin;
  }

  Instant end() {
    return end;
  }

  /** Operations in the order of their beginnings; those that never ended are broken off now. */
  List<Performed> performed() {
    List<Performed> all = new ArrayList<>(performed);
    open.forEach((o, since) -> all.add(new Performed(o, since, end, Outcome.BROKEN_OFF, "")));
    all.sort(Comparator.comparing(Performed::begin));
    return all;
  }

  /** By container. */
  Map<String, List<Seen>> seen() {
    return seen;
  }

  /** Last lines of what failed, by container. */
  Map<String, List<String>> outputs() {
    return outputs;
  }

  /** The stacks that were worked on. */
  Set<String> stacks() {
    Set<String> names = new LinkedHashSet<>();
    plans.forEach(plan -> names.add(plan.identity().prefix()));
    return names;
  }

  /** The services of all plans and what they depend on. */
  DependencyGraph graph() {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    for (Plan plan : plans) {
      for (Plan.Step step : plan.steps()) {
        String service = service(step.operation());
        if (!service.isEmpty()) {
          needs.computeIfAbsent(service, s -> new LinkedHashSet<>()).addAll(needs(plan, step));
        }
      }
    }
    List<Performed> all = performed();
    List<DependencyGraph.Node> nodes = new ArrayList<>();
    needs.forEach((service, others) -> nodes.add(node(service, List.copyOf(others), all)));
    return new DependencyGraph(nodes);
  }

  private static Set<String> needs(Plan plan, Plan.Step step) {
    Set<String> others = new LinkedHashSet<>();
    if (step.operation() instanceof Operation.CreateContainer create) {
      create.service().dependencies().stream().map(Dependency::service).forEach(others::add);
    } else if (step.operation() instanceof Operation.StartContainer) {
      for (int need : step.needs()) {
        Operation before = plan.steps().get(need).operation();
        // before it starts all images are there, and at a restart its dependants are stopped
        if (before instanceof Operation.AwaitReady || before instanceof Operation.StartContainer) {
          others.add(service(before));
        }
      }
    }
    return others;
  }

  private DependencyGraph.Node node(String service, List<String> needs, List<Performed> all) {
    List<Performed> own = all.stream().filter(p -> isOf(p.operation(), service)).toList();
    if (own.stream().anyMatch(p -> p.outcome() == Outcome.FAILED)) {
      return new DependencyGraph.Node(service, Mark.BAD, "failed", needs);
    } else if (own.stream().anyMatch(p -> p.outcome() == Outcome.BROKEN_OFF)) {
      return new DependencyGraph.Node(service, Mark.OPEN, "given up", needs);
    }
    long wanted =
        plans.stream()
            .flatMap(plan -> plan.steps().stream())
            .filter(step -> isOf(step.operation(), service))
            .count();
    if (own.size() < wanted) {
      return new DependencyGraph.Node(service, Mark.OPEN, "not started", needs);
    }
    Performed last = own.get(own.size() - 1);
    String state =
        switch (last.operation().verb()) {
          case "await" -> "ready after ";
          case "stop" -> "stopped after ";
          default -> "started after ";
        };
    String time = Times.seconds(Duration.between(own.get(0).begin(), last.end()));
    return new DependencyGraph.Node(service, Mark.GOOD, state + time, needs);
  }

  private static boolean isOf(Operation operation, String service) {
    return service(operation).equals(service);
  }

  private static String service(Operation operation) {
    if (operation instanceof Operation.CreateContainer create) {
      return create.service().name();
    } else if (operation instanceof Operation.StartContainer start) {
      return start.service();
    } else if (operation instanceof Operation.StopContainer stop) {
      return stop.service();
    } else if (operation instanceof Operation.AwaitReady await) {
      return await.service();
    }
    return operation instanceof Operation.ProvideImage image ? image.service() : "";
  }
}

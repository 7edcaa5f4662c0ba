package orch.report.live;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import orch.plan.Operation;
import orch.plan.Plan;
import orch.plan.Progress;
import orch.report.live.Row.Phase;

/** What is known of each container while plans are carried out. Not safe for several threads. */
final class Board {
  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** Containers that an image is for, by the subject of its operation. */
  private final Map<String, Set<String>> images = new LinkedHashMap<>();

  /** By stack, the names that are shown, by those on the engine. */
  private final Map<String, Map<String, String>> stacks = new LinkedHashMap<>();

  private Instant begin = Instant.EPOCH;

  /** Whether it took in what it was told; else it is for somebody else to show. */
  boolean on(Progress progress, Instant now) {
    if (progress instanceof Progress.Planned planned) {
      begin(planned.plan(), now);
    } else if (progress instanceof Progress.Finished finished) {
      for (String name : names(finished.plan())) {
        rows.computeIfPresent(name, (n, row) -> row.ended(now));
      }
    } else if (progress instanceof Progress.Started started) {
      Operation operation = started.operation();
      String why =
          operation instanceof Operation.AwaitReady wait ? wait.readiness().describe() : "";
      change(operation, row -> row.works(doing(operation), why, now));
    } else if (progress instanceof Progress.Done done) {
      change(done.operation(), row -> row.done(state(done.operation()), now));
    } else if (progress instanceof Progress.Failed failed) {
      change(failed.operation(), row -> row.failed(failed.problem(), now));
    } else if (progress instanceof Progress.Waiting waiting) {
      String tries = waiting.tries() > 1 ? " (" + waiting.tries() + " tries)" : "";
      change(waiting.operation(), row -> row.detailed(waiting.answer() + tries));
    } else if (progress instanceof Progress.Pulled pulled) {
      String bytes = megabytes(pulled.bytes()) + " of " + megabytes(pulled.total()) + " MB";
      change(pulled.operation(), row -> row.detailed(bytes + " of " + pulled.image()));
    } else if (progress instanceof Progress.Note note) {
      Set<String> names = images.getOrDefault(note.subject(), Set.of());
      names.forEach(name -> rows.computeIfPresent(name, (n, row) -> row.detailed(note.text())));
      return !names.isEmpty();
    }
    return true;
  }

  private void begin(Plan plan, Instant now) {
    if (rows.isEmpty()) {
      begin = now;
    }
    Map<String, String> shown = shown(plan);
    if (!shown.isEmpty()) {
      stacks.put(plan.identity().prefix(), shown);
    }
    Map<String, Set<String>> needs = needs(plan);
    for (String name : needs.keySet()) {
      String others = needs.get(name).stream().map(shown::get).collect(Collectors.joining(", "));
      rows.put(name, Row.planned(name, others.isEmpty() ? "" : "for " + others, now));
    }
    for (Plan.Step step : plan.steps()) {
      change(step.operation(), Row::awaiting);
    }
  }

  /** The other containers that must be ready first, by the name of the one that waits. */
  private Map<String, Set<String>> needs(Plan plan) {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    Map<String, Set<String>> ofService = new LinkedHashMap<>();
    for (Plan.Step step : plan.steps()) {
      String name = container(step.operation());
      if (name.isEmpty()) {
        continue;
      }
      if (step.operation() instanceof Operation.CreateContainer create) {
        ofService.computeIfAbsent(create.service().name(), s -> new TreeSet<>()).add(name);
      }
      Set<String> others = needs.computeIfAbsent(name, n -> new LinkedHashSet<>());
      for (int need : step.needs()) {
        String other = container(plan.steps().get(need).operation());
        if (!other.isEmpty() && !other.equals(name)) {
          others.add(other);
        }
      }
    }
    for (Plan.Step step : plan.steps()) {
      if (step.operation() instanceof Operation.ProvideImage image) {
        images.put(image.subject(), ofService.getOrDefault(image.service(), Set.of()));
      }
    }
    return needs;
  }

  private static Set<String> names(Plan plan) {
    Set<String> names = new LinkedHashSet<>();
    plan.steps().forEach(step -> names.add(container(step.operation())));
    names.remove("");
    return names;
  }

  private void change(Operation operation, UnaryOperator<Row> how) {
    Set<String> names =
        operation instanceof Operation.ProvideImage
            ? images.getOrDefault(operation.subject(), Set.of())
            : Set.of(container(operation));
    names.forEach(name -> rows.computeIfPresent(name, (n, row) -> how.apply(row)));
  }

  /** The container that an operation is about, or empty. */
  static String container(Operation operation) {
    return operation instanceof Operation.CreateContainer
            || operation instanceof Operation.StartContainer
            || operation instanceof Operation.StopContainer
            || operation instanceof Operation.RemoveContainer
            || operation instanceof Operation.AwaitReady
        ? operation.subject()
        : "";
  }

  private static String doing(Operation operation) {
    return switch (operation.verb()) {
      case "get" -> "image";
      case "create" -> "creating";
      case "start", "await" -> "starting";
      case "stop" -> "stopping";
      case "remove" -> "removing";
      default -> operation.verb();
    };
  }

  private static String state(Operation operation) {
    if (operation instanceof Operation.AwaitReady await) {
      return await.oneShot() ? "completed" : "ready";
    }
    return switch (operation.verb()) {
      case "get" -> "has image";
      case "stop" -> "stopped";
      case "start" -> "started";
      default -> operation.verb() + (operation.verb().endsWith("e") ? "d" : "ed");
    };
  }

  private static String megabytes(long bytes) {
    return Long.toString(bytes / 1_000_000);
  }

  /** Names as people know them: without the stack's, and without a number that says nothing. */
  private static Map<String, String> shown(Plan plan) {
    String prefix = plan.identity().prefix() + "-";
    Map<String, Integer> replicas = new HashMap<>();
    Set<String> names = names(plan);
    names.forEach(name -> replicas.merge(withoutNumber(name), 1, Integer::sum));
    Map<String, String> shown = new LinkedHashMap<>();
    for (String name : names) {
      String most = replicas.get(withoutNumber(name)) == 1 ? withoutNumber(name) : name;
      shown.put(name, most.startsWith(prefix) ? most.substring(prefix.length()) : most);
    }
    return shown;
  }

  private static String withoutNumber(String name) {
    return name.replaceFirst("-\\d+$", "");
  }

  /** Rows in the order of their plans, by the name that is shown. */
  Map<String, Row> rows() {
    Map<String, Row> all = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, String>> stack : stacks.entrySet()) {
      stack
          .getValue()
          .forEach(
              (name, shown) ->
                  all.put(
                      stacks.size() > 1 ? stack.getKey() + "/" + shown : shown, rows.get(name)));
    }
    return all;
  }

  /** The stacks whose plans it shows. */
  String title() {
    return String.join(", ", stacks.keySet());
  }

  Instant begin() {
    return begin;
  }

  boolean anyFailed() {
    return rows.values().stream().anyMatch(row -> row.phase() == Phase.FAILED);
  }

  void clear() {
    rows.clear();
    images.clear();
    stacks.clear();
  }
}

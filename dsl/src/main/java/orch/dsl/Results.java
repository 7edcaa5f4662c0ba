package orch.dsl;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import orch.health.Finding;
import orch.health.StackStatus;
import orch.plan.Plan;
import orch.report.FindingsText;
import orch.report.JsonText;
import orch.report.PlanText;
import orch.report.StatusText;

/** Prints results on standard output, with secrets masked. */
final class Results {
  private final Surroundings surroundings;
  private final boolean json;
  private final Predicate<Plan> done;

  /**
   * Prints there.
   *
   * @param json whether as one JSON document
   * @param done whether a plan was carried out
   */
  Results(Surroundings surroundings, boolean json, Predicate<Plan> done) {
    this.surroundings = surroundings;
    this.json = json;
    this.done = done;
  }

  /** Prints what is known to have a form of its own in that form, anything else as its text. */
  void show(Object result) {
    String text = form(result).orElseGet(() -> result + "\n");
    surroundings.out().print(surroundings.masking().mask(text));
    surroundings.out().flush();
  }

  /** The form of its own that a result has; empty where it has none. */
  Optional<String> form(Object result) {
    if (result instanceof Plan plan) {
      return Optional.of(plan(plan));
    } else if (result instanceof PlannedStart planned) {
      return Optional.of(plan(planned.getPlan()));
    } else if (result instanceof StackStatus status) {
      return Optional.of(statuses(List.of(status)));
    } else if (result instanceof ComposeConfig config) {
      return Optional.of(config(config));
    } else if (result instanceof EngineReport engine) {
      return Optional.of(engine(engine));
    }
    return listOf(Finding.class, result)
        .filter(findings -> !findings.isEmpty())
        .map(this::findings)
        .or(() -> listOf(StackStatus.class, result).map(this::statuses))
        .or(() -> snapshots(result));
  }

  private static <T> Optional<List<T>> listOf(Class<T> type, Object result) {
    return result instanceof List<?> list && list.stream().allMatch(type::isInstance)
        ? Optional.of(list.stream().<T>map(type::cast).toList())
        : Optional.empty();
  }

  private String plan(Plan plan) {
    if (json) {
      return JsonText.plan(plan) + "\n";
    }
    PlanText text = new PlanText(surroundings.outStyle());
    return done.test(plan) ? text.done(plan) : text.text(plan);
  }

  private String config(ComposeConfig config) {
    return json ? JsonText.tree(config.tree()) + "\n" : config.text();
  }

  private String engine(EngineReport engine) {
    return json ? JsonText.tree(engine.tree()) + "\n" : engine.text();
  }

  private String findings(List<Finding> findings) {
    return json
        ? JsonText.findings(findings) + "\n"
        : new FindingsText(surroundings.outStyle()).text(findings);
  }

  /** Asked last: texts need none of these classes. */
  private Optional<String> snapshots(Object result) {
    return result instanceof CharSequence
        ? Optional.empty()
        : new SnapshotText(surroundings.outStyle(), json)
            .text(result)
            .or(() -> new CheckText(surroundings.outStyle(), json).text(result))
            .or(() -> new TaskText(surroundings.outStyle(), json).text(result))
            .or(() -> new WorkText(surroundings.outStyle(), json).text(result));
  }

  private String statuses(List<StackStatus> stacks) {
    return json
        ? JsonText.status(stacks, surroundings.folder()) + "\n"
        : new StatusText(surroundings.outStyle(), surroundings.folder()).text(stacks);
  }
}

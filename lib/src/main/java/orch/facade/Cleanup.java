package orch.facade;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import orch.engine.Engine;
import orch.model.Environment;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Stack;
import orch.own.LocalState;
import orch.own.StackLock;
import orch.plan.Observed;
import orch.plan.Plan;
import orch.plan.Progress;
import orch.plan.Scope;
import orch.plan.Shutdown;

/** Finds and removes what is ours and dead. */
public final class Cleanup {
  private final Engine engine;
  private final LocalState local;
  private final DedicatedRuns runs;
  private final Progress.Listener progress;

  Cleanup(Engine engine, LocalState local, DedicatedRuns runs, Progress.Listener progress) {
    this.engine = engine;
    this.local = local;
    this.runs = runs;
    this.progress = progress;
  }

  /**
   * What would be removed: dedicated copies whose owner is gone, volumes and all; of shared stacks
   * those of which nothing runs and services that are no longer described, but never volumes.
   *
   * @param stack as it is described now, where there is a description
   * @param all whether stacks that run go as well; copies whose owners live never do
   */
  public List<Plan> plans(Optional<Stack> stack, boolean all) {
    List<Plan> plans = new ArrayList<>();
    for (Identity identity : identities()) {
      plan(identity, stack, all).filter(plan -> !plan.isEmpty()).ifPresent(plans::add);
    }
    return plans;
  }

  private Optional<Plan> plan(Identity identity, Optional<Stack> stack, boolean all) {
    if (identity.environment().run().isPresent()) {
      if (runs.inUse(identity)) {
        return Optional.empty();
      }
      Observed observed = engine.observe(Scope.of(identity));
      return Optional.of(Shutdown.discard(identity, observed, "its run is gone"));
    }
    Observed observed = engine.observe(Scope.of(identity));
    boolean dead = observed.containers().stream().noneMatch(Observed.Container::running);
    if (all || dead) {
      String cause = all ? "everything was asked for" : "nothing of it runs";
      return Optional.of(Shutdown.stop(identity, observed, List.of(), false, cause));
    }
    if (stack.isEmpty() || !stack.get().name().equals(identity.stack())) {
      return Optional.empty();
    }
    List<String> orphans =
        observed.containers().stream()
            .map(c -> c.label(Labels.SERVICE))
            .filter(service -> !stack.get().services().containsKey(service))
            .distinct()
            .toList();
    return orphans.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Shutdown.stop(
                identity, observed, orphans, false, "the stack has no such service any more"));
  }

  /** Carries out one of the {@link #plans}. */
  public void clean(Plan plan, Optional<Duration> patience) {
    Identity identity = plan.identity();
    if (identity.environment().run().isPresent()) {
      runs.discard(identity, Duration.ZERO, "its run is gone");
      return;
    }
    Consumer<String> news = text -> progress.on(new Progress.Note(identity.prefix(), text));
    try (StackLock lock = local.locks().take(identity, true, patience, news)) {
      engine.apply(plan, Duration.ZERO, progress, lock);
      Set<String> left =
          engine.observe(Scope.of(identity)).containers().stream()
              .map(c -> c.label(Labels.SERVICE))
              .collect(Collectors.toSet());
      Set<String> gone = new TreeSet<>(local.wanted().of(identity).keySet());
      gone.removeAll(left);
      if (!gone.isEmpty()) {
        local.wanted().stopped(identity, gone);
      }
    }
  }

  private Set<Identity> identities() {
    return engine.labelsOfAll(local.host()).stream()
        .filter(labels -> labels.containsKey(Labels.STACK))
        .map(this::identity)
        .collect(
            Collectors.toCollection(
                () -> new TreeSet<>(java.util.Comparator.comparing(Identity::prefix))));
  }

  private Identity identity(Map<String, String> labels) {
    String run = labels.getOrDefault(Labels.RUN, "");
    return new Identity(
        labels.get(Labels.STACK),
        run.isEmpty() ? Environment.SHARED : new Environment.Dedicated(run),
        local.host());
  }
}

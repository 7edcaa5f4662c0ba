package orch.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.Identity;

/**
 * What will be done, as a graph: each step names the steps that must be done before it. Steps are
 * in an order that respects this.
 *
 * @param identity whose plan it is
 * @param source the stack's file, for the label; may be empty
 * @param networks name on the engine by the stack's own name
 * @param volumes likewise
 * @param steps in a possible order
 */
public record Plan(
    Identity identity,
    String source,
    Map<String, String> networks,
    Map<String, String> volumes,
    List<Step> steps) {
  /** Copies maps and steps. */
  public Plan {
    networks = Map.copyOf(networks);
    volumes = Map.copyOf(volumes);
    steps = List.copyOf(steps);
  }

  /**
   * One operation and what it waits for.
   *
   * @param operation what is done
   * @param needs indices of earlier steps
   */
  public record Step(Operation operation, Set<Integer> needs) {
    /** Copies the indices. */
    public Step {
      needs = Collections.unmodifiableSet(new LinkedHashSet<>(needs));
    }
  }

  /** The operations that change something, in order. */
  public List<Operation> changes() {
    return steps.stream().map(Step::operation).filter(Operation::changes).toList();
  }

  /** Whether nothing on the engine would change. */
  public boolean isEmpty() {
    return changes().isEmpty();
  }

  /** Collects steps; adding one gives its index, for the steps that need it. */
  static final class Builder {
    private final List<Step> steps = new ArrayList<>();

    int add(Operation operation, Set<Integer> needs) {
      steps.add(new Step(operation, needs));
      return steps.size() - 1;
    }

    Operation operation(int step) {
      return steps.get(step).operation();
    }

    Plan build(
        Identity identity,
        String source,
        Map<String, String> networks,
        Map<String, String> volumes) {
      return new Plan(identity, source, networks, volumes, steps);
    }
  }
}

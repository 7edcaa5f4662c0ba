package orch.repl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import orch.engine.read.EngineNames;
import orch.model.Labels;
import orch.plan.Observed;

/**
 * The names that can be completed at this moment.
 *
 * @param stacks services by the name that leads to their stack or copy
 * @param networks of the engine
 * @param volumes of the engine
 * @param images of the engine
 */
record KnownNames(
    Map<String, List<String>> stacks,
    List<String> networks,
    List<String> volumes,
    List<String> images) {
  /** Before the engine has told any. */
  static final KnownNames NONE = of(EngineNames.NONE);

  /** Those of an engine. */
  static KnownNames of(EngineNames names) {
    Map<String, Set<String>> stacks = new TreeMap<>();
    for (Observed.Container container : names.containers()) {
      String run = container.label(Labels.RUN);
      String stack = container.label(Labels.STACK) + (run.isEmpty() ? "" : "-" + run);
      stacks
          .computeIfAbsent(stack, s -> new LinkedHashSet<>())
          .add(container.label(Labels.SERVICE));
    }
    Map<String, List<String>> services = new TreeMap<>();
    stacks.forEach((stack, of) -> services.put(stack, of.stream().sorted().toList()));
    return new KnownNames(services, names.networks(), names.volumes(), names.images());
  }

  /** The services of a stack; where it is not known or none is meant, of all of them. */
  List<String> services(Optional<String> stack) {
    if (stack.isPresent() && stacks.containsKey(stack.get())) {
      return stacks.get(stack.get());
    }
    Set<String> all = new LinkedHashSet<>();
    stacks.values().forEach(all::addAll);
    return new ArrayList<>(all);
  }
}

package orch.dsl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orch.health.StackStatus;
import orch.health.StackStatus.Health;
import orch.health.StackStatus.ServiceStatus;
import orch.model.Dependency;
import orch.model.Environment;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Service;
import orch.model.Stack;
import orch.plan.Observed;
import orch.report.DependencyGraph;
import orch.report.DependencyGraph.Mark;
import orch.report.GraphText;
import orch.report.Symbols;
import orch.report.html.GraphSvg;

/** Draws which service of a stack depends on which, as its containers' labels and its file say. */
final class Dependencies {
  private final Session session;

  Dependencies(Session session) {
    this.session = session;
  }

  /**
   * All of these stacks.
   *
   * @param form {@code svg}, or empty for text
   * @throws OrchException.BadInput for another form, or several stacks in one picture
   */
  String drawn(List<StackStatus> stacks, String form) {
    if (!form.isEmpty() && !form.equals("svg")) {
      throw new OrchException.BadInput("--graph draws text, or 'svg', not '" + form + "'");
    }
    if (form.equals("svg")) {
      if (stacks.size() != 1) {
        throw new OrchException.BadInput(
            "one picture shows one stack, and there are " + stacks.size(),
            stacks.stream().map(StackStatus::prefix).toList(),
            stacks.isEmpty()
                ? Next.verb("start")
                : Next.verb("status", stacks.get(0).prefix(), "--graph=svg"));
      }
      return new GraphSvg(session.surroundings().masking()::mask)
          .picture(graph(stacks.get(0)))
          .stripTrailing();
    }
    Symbols symbols = Symbols.of(session.surroundings().environment());
    GraphText text = new GraphText(session.surroundings().outStyle(), symbols);
    StringBuilder all = new StringBuilder();
    for (StackStatus stack : stacks) {
      all.append(session.surroundings().outStyle().strong(stack.prefix())).append('\n');
      text.text(graph(stack)).lines().forEach(line -> all.append("  ").append(line).append('\n'));
    }
    return all.isEmpty() ? "no stacks of ours on this engine" : all.toString().stripTrailing();
  }

  private DependencyGraph graph(StackStatus status) {
    Map<String, Set<String>> needs = new LinkedHashMap<>();
    // containers that run were made from the file as it was then
    Optional<Stack> file = session.choice().describedNamed(status.name());
    if (file.isPresent()) {
      for (Service service : file.get().services().values()) {
        Set<String> others = needs.computeIfAbsent(service.name(), s -> new LinkedHashSet<>());
        service.dependencies().stream().map(Dependency::service).forEach(others::add);
      }
    }
    for (ServiceStatus service : status.services()) {
      needs.computeIfAbsent(service.name(), s -> new LinkedHashSet<>());
    }
    for (Observed.Container container : containers(status)) {
      String after = container.label(Labels.AFTER);
      if (!after.isEmpty()) {
        needs
            .computeIfAbsent(container.label(Labels.SERVICE), s -> new LinkedHashSet<>())
            .addAll(Arrays.asList(after.split(",")));
      }
    }
    List<DependencyGraph.Node> nodes = new ArrayList<>();
    needs.forEach((name, others) -> nodes.add(node(status, name, List.copyOf(others))));
    return new DependencyGraph(nodes);
  }

  private List<Observed.Container> containers(StackStatus status) {
    Environment environment =
        status.run().<Environment>map(Environment.Dedicated::new).orElse(Environment.SHARED);
    return session
        .reading()
        .containers(session.reading().identity(status.name(), environment), List.of());
  }

  private static DependencyGraph.Node node(StackStatus status, String name, List<String> needs) {
    for (ServiceStatus service : status.services()) {
      if (service.name().equals(name)) {
        Mark mark =
            service.well() ? Mark.GOOD : service.health() == Health.STARTING ? Mark.OPEN : Mark.BAD;
        String health =
            service.health() == Health.NONE || service.state().equals("missing")
                ? ""
                : ", " + service.health().name().toLowerCase(Locale.ROOT);
        return new DependencyGraph.Node(name, mark, service.state() + health, needs);
      }
    }
    return new DependencyGraph.Node(name, Mark.OPEN, "not started", needs);
  }
}

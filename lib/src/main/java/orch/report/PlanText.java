package orch.report;

import java.util.Set;
import java.util.stream.Collectors;
import orch.plan.Operation;
import orch.plan.Plan;

/** A plan for people: what changes and why. */
public final class PlanText {
  private final Style style;

  /** In these colours. */
  public PlanText(Style style) {
    this.style = style;
  }

  /** A line for each change; one line when there are none. */
  public String text(Plan plan) {
    if (plan.isEmpty()) {
      return "nothing to do: stack '" + plan.identity().stack() + "' is as described\n";
    }
    Table table = new Table();
    for (Operation operation : plan.changes()) {
      table.row(verb(operation), operation.subject(), style.faint(operation.cause()));
    }
    return table.text();
  }

  /** A plan that was carried out, which took things away: a line for each that is gone. */
  public String done(Plan plan) {
    if (plan.isEmpty()) {
      return "nothing to do: nothing of it is here\n";
    }
    Set<String> removed =
        plan.changes().stream()
            .filter(operation -> operation.verb().equals("remove"))
            .map(Operation::subject)
            .collect(Collectors.toSet());
    Table table = new Table();
    for (Operation operation : plan.changes()) {
      // what was stopped in order to be removed is told once
      if (!operation.verb().equals("stop") || !removed.contains(operation.subject())) {
        table.row(PastTense.of(operation), operation.subject());
      }
    }
    return table.text();
  }

  private String verb(Operation operation) {
    return switch (operation.verb()) {
      case "remove", "stop" -> style.bad(operation.verb());
      case "create", "get" -> style.good(operation.verb());
      default -> style.open(operation.verb());
    };
  }
}

package orch.report;

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

  private String verb(Operation operation) {
    return switch (operation.verb()) {
      case "remove", "stop" -> style.bad(operation.verb());
      case "create", "get" -> style.good(operation.verb());
      default -> style.open(operation.verb());
    };
  }
}

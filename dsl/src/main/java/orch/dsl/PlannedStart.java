package orch.dsl;

import java.util.List;
import orch.plan.Observed;
import orch.plan.Operation;
import orch.plan.Plan;

/** What a start would do, in the hands of a script. */
public final class PlannedStart {
  private final Session session;
  private final StackHandle stack;
  private final List<String> services;
  private final Observed found;
  private final Plan plan;

  PlannedStart(
      Session session, StackHandle stack, List<String> services, Observed found, Plan plan) {
    this.session = session;
    this.stack = stack;
    this.services = services;
    this.found = found;
    this.plan = plan;
  }

  /** The plan itself. */
  public Plan getPlan() {
    return plan;
  }

  /** Whether nothing on the engine would change. */
  public boolean isEmpty() {
    return plan.isEmpty();
  }

  /** The operations that change something, in order. */
  public List<Operation> changes() {
    return plan.changes();
  }

  /** Changes and waits, each with what it waits for. */
  public List<Plan.Step> steps() {
    return plan.steps();
  }

  /**
   * Keeps it in a file, readable by its owner only, for {@code orch apply}; replaces what is there.
   *
   * @param file as from the working folder
   * @throws orch.model.OrchException.BadInput when the stack is a dedicated copy or no file
   *     describes it, or the file cannot be written
   */
  public void save(CharSequence file) {
    new SavedPlans(session).save(stack, services, found, plan, file.toString());
  }

  @Override
  public String toString() {
    return plan.changes().size() + " changes of " + stack;
  }
}

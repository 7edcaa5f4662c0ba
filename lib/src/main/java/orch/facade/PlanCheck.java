package orch.facade;

import java.util.function.Supplier;
import orch.plan.Observed;
import orch.plan.Plan;

/** Stands between what was found on an engine and the plan that follows from it. */
@FunctionalInterface
public interface PlanCheck {
  /** Every plan will do. */
  PlanCheck NONE = (found, planner) -> planner.get();

  /**
   * The plan, unless it is not to be carried out.
   *
   * @param found what it will be about
   * @param planner makes it; throws what planning throws
   * @throws orch.model.OrchException.Refused when it is not to be carried out
   */
  Plan checked(Observed found, Supplier<Plan> planner);
}

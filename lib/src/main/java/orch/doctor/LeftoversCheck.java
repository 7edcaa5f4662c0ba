package orch.doctor;

import java.util.List;
import java.util.function.Supplier;
import orch.health.Finding;
import orch.model.Next;

/** What ended runs have left behind. */
final class LeftoversCheck implements Check {
  private static final String NAME = "leftovers";

  private final Supplier<List<String>> leftovers;

  /**
   * Asks for names.
   *
   * @param leftovers what is ours and dead, each by the name that a user knows
   */
  LeftoversCheck(Supplier<List<String>> leftovers) {
    this.leftovers = leftovers;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    List<String> names = leftovers.get();
    if (names.isEmpty()) {
      return List.of(Finding.ok(NAME, "nothing of ours is dead and still there"));
    }
    return names.stream()
        .map(
            name ->
                Finding.warning(
                    NAME,
                    "'" + name + "' is ours, nothing of it runs, and it is still there",
                    Next.verb("cleanup")))
        .toList();
  }
}

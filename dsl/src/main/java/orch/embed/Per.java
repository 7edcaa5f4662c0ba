package orch.embed;

/** How long a test's stack lives. */
public enum Per {
  /** From before the first test of a class until after its last. */
  CLASS,
  /** Until all tests have run: classes that name the same files share it. */
  RUN
}

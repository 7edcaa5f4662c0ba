package orch.doctor;

import java.util.List;
import orch.health.Finding;

/** Looks at one thing. Made anew for each examination. */
interface Check {
  /** What it looks at, in a word, as its findings have it. */
  String name();

  /**
   * What it found, at least one finding unless there is nothing to look at.
   *
   * @throws orch.model.OrchException when it cannot look, which is a finding as well
   */
  List<Finding> look();
}

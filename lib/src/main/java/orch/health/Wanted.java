package orch.health;

import java.util.List;
import java.util.Map;
import orch.model.Identity;

/** What was started and not stopped since, so that what somebody removed is missed. */
public interface Wanted {
  /** Replicas by service; empty when nothing is remembered. */
  Map<String, Integer> of(Identity identity);

  /** The shared stacks of a host of which something is remembered. */
  List<Identity> shared(String host);
}

package orch.health;

import java.util.List;
import java.util.concurrent.BlockingQueue;

/** What the engine offers to those who wait. */
public interface Watched {
  /**
   * States of this container as events bring them; the subscription lasts until it is dropped with
   * {@link #forget}.
   */
  BlockingQueue<ContainerState> follow(String containerId);

  /** Ends a subscription. */
  void forget(String containerId);

  /** The state now. */
  ContainerState state(String containerId);

  /** Asks once whether it is ready, in at most the check's own timeout. */
  Answer probe(Target target);

  /** What explains a failure: last answers of the health check, last lines of output. */
  List<String> evidence(Target target);
}

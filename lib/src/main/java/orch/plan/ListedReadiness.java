package orch.plan;

import java.util.Optional;
import orch.model.Readiness;

/** Whether a listing alone shows that a container is ready, so that nothing need be asked. */
final class ListedReadiness {
  private ListedReadiness() {}

  static boolean isReady(Readiness readiness, boolean oneShot, Observed.Container container) {
    if (oneShot) {
      return container.exitCode().equals(Optional.of(0));
    }
    if (!container.running()) {
      return false;
    }
    if (readiness instanceof Readiness.Running) {
      return true;
    }
    boolean engineChecks = container.status().contains("(");
    boolean healthy = container.status().endsWith("(healthy)");
    if (readiness instanceof Readiness.ByImage) {
      return healthy || !engineChecks;
    }
    // of what is asked from outside the engine knows nothing
    return readiness instanceof Readiness.Command && healthy;
  }
}

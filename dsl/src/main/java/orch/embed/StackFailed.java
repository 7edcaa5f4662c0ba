package orch.embed;

/**
 * A stack could not be made, did not become healthy, or could not be removed. The message is the
 * report that the command line prints: the problem, then the evidence, a line each.
 */
public final class StackFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StackFailed(String report, RuntimeException cause) {
    super(report, cause);
  }
}

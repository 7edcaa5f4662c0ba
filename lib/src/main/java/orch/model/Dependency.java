package orch.model;

/**
 * What must hold of another service before this one starts.
 *
 * @param service the other's name
 * @param condition what is waited for
 * @param restart whether this one is restarted after the other was replaced or restarted
 */
public record Dependency(String service, Condition condition, boolean restart) {
  /** What is waited for. */
  public enum Condition {
    /** Its container was started. */
    STARTED,
    /** It is ready. */
    HEALTHY,
    /** It ended with exit code 0. */
    COMPLETED
  }
}

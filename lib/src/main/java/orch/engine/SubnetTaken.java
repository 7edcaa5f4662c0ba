package orch.engine;

/** A network could not be made because something else uses its subnet, or none is left. */
public final class SubnetTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String subnet;

  /**
   * Without a stack trace: it is an answer, not a fault.
   *
   * @param subnet in CIDR form; empty: the engine was to pick one
   * @param sentence the engine's
   */
  public SubnetTaken(String subnet, String sentence) {
    super(sentence, null, false, false);
    this.subnet = subnet;
  }

  /** The subnet, in CIDR form; empty: the engine was to pick one. */
  public String subnet() {
    return subnet;
  }
}

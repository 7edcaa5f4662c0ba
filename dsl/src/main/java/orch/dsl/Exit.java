package orch.dsl;

/** Ends a script with an exit code. */
public final class Exit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  Exit(int code) {
    super("exit " + code, null, false, false);
    this.code = code;
  }

  /** The exit code. */
  public int code() {
    return code;
  }
}

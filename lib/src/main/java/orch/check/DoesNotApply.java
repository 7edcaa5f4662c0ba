package orch.check;

/** Thrown by a check that says nothing about this stack, or cannot be made here. */
public final class DoesNotApply extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For this reason, in a sentence. */
  public DoesNotApply(String reason) {
    super(reason, null, false, false);
  }
}

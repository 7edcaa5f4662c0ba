package orch.engine;

/**
 * Stands before the changes of a plan: entered before the first of them, left as soon as nothing
 * but waits is under way, entered again before the next change.
 */
public interface ChangeGate {
  /** No gate: for changes that nobody else can want. */
  ChangeGate OPEN =
      new ChangeGate() {
        @Override
        public void enter() {}

        @Override
        public void leave() {}
      };

  /**
   * Waits until changes are allowed.
   *
   * @throws StateMoved when somebody else has changed something since it was left
   */
  void enter();

  /** Lets others change things. */
  void leave();

  /** The plan is no longer about what is there: it must be made anew. */
  final class StateMoved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Without a stack trace: it says all by its type. */
    public StateMoved() {
      super("the state moved since the plan", null, false, false);
    }
  }
}

package orch.own;

/** A difference between two fingerprints, told apart by what happened in between. */
public sealed interface Change {
  /** What changed, when and by what, in one line. */
  String what();

  /** Something is worse off than before, and no event shows that its owner wanted that. */
  record Harm(String what) implements Change {}

  /** Others changed what is theirs, as they may. */
  record ByOthers(String what) implements Change {}

  /** Something is new. */
  record Appeared(String what) implements Change {}
}

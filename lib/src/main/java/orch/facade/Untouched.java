package orch.facade;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import orch.model.Identity;
import orch.model.OrchException;
import orch.own.Change;
import orch.own.UntouchedProof;
import orch.plan.Progress;

/** The proof that nothing but what an orchestrator worked on was changed. Used by one thread. */
public final class Untouched implements AutoCloseable {
  private final UntouchedProof proof;
  private final Set<Identity> touched;
  private final Progress.Listener progress;

  Untouched(UntouchedProof proof, Set<Identity> touched, Progress.Listener progress) {
    this.proof = proof;
    this.touched = touched;
    this.progress = progress;
  }

  /**
   * Looks again, and tells as progress what others have changed of their own.
   *
   * @param verbose whether to tell as well what is new, and that nothing was changed
   * @param usedNotWell lines on containers that were used and are not well any more
   * @return the error, where something that is not ours came to harm
   */
  public Optional<OrchException.Failed> end(boolean verbose, List<String> usedNotWell) {
    List<String> harm = new ArrayList<>();
    List<Change> changes = proof.changes(Set.copyOf(touched));
    for (Change change : changes) {
      if (change instanceof Change.Harm) {
        harm.add(change.what());
      } else if (change instanceof Change.ByOthers) {
        progress.on(new Progress.Note("changed by others: " + change.what(), ""));
      } else if (verbose) {
        progress.on(new Progress.Note("by others: " + change.what(), ""));
      }
    }
    if (changes.isEmpty() && verbose) {
      progress.on(
          new Progress.Note("nothing that is not ours changed", "looked after " + proof.size()));
    }
    return harmed(harm, usedNotWell);
  }

  /** The error of a run that left others worse off. */
  public static Optional<OrchException.Failed> harmed(List<String> harm, List<String> usedNotWell) {
    if (harm.isEmpty() && usedNotWell.isEmpty()) {
      return Optional.empty();
    }
    List<String> evidence = new ArrayList<>(harm);
    evidence.addAll(usedNotWell);
    return Optional.of(
        new OrchException.Failed("what is not ours came to harm while this ran", evidence, null));
  }

  @Override
  public void close() {
    proof.close();
  }
}

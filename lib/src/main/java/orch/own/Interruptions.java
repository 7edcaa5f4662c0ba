package orch.own;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import orch.model.Identity;

/**
 * The journal of work that leaves a stack in a state in which it must not stay: an entry for each
 * stack, written before the work begins and removed when it is done. An entry whose stack nobody
 * holds the lock of was left by a process that died; the next orch finishes the work.
 */
public final class Interruptions {
  private static final String FOLDER = "interrupted";

  private final StateFolder state;
  private final String engine;

  /** For stacks on this engine. */
  public Interruptions(StateFolder state, URI engine) {
    this.state = state;
    this.engine = EngineName.of(engine);
  }

  /** Whether there is any: costs one look at a folder. */
  public boolean isEmpty() {
    return names().isEmpty();
  }

  /** The stacks that have one, by the prefix of their names on the engine. */
  public List<String> names() {
    return state.names(FOLDER, engine);
  }

  /** The entry of a stack. */
  public Optional<String> read(String prefix) {
    return state.read(FOLDER, engine, prefix);
  }

  /** Writes the entry of a stack, in place of the one before; it is on disk when this returns. */
  public void write(Identity identity, String entry) {
    state.writeDurably(entry, FOLDER, engine, identity.prefix());
  }

  /** Removes the entry: the work is done. */
  public void done(Identity identity) {
    state.delete(FOLDER, engine, identity.prefix());
  }
}

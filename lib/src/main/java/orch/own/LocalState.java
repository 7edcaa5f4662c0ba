package orch.own;

import java.net.URI;
import java.time.Clock;

/**
 * What this machine knows about the stacks on one engine.
 *
 * @param host this machine's id
 * @param wanted what was started and not stopped since
 * @param locks who may change what
 * @param runs the journal of dedicated copies
 * @param interruptions work on stacks that must be finished
 * @param folder where all this is kept
 */
public record LocalState(
    String host,
    WantedServices wanted,
    StackLocks locks,
    Runs runs,
    Interruptions interruptions,
    StateFolder folder) {
  /**
   * As the state folder holds it.
   *
   * @param command what this process was called with, for those who find its traces
   */
  public static LocalState of(StateFolder state, URI engine, Clock clock, String command) {
    return new LocalState(
        HostId.of(state),
        new WantedServices(state, engine),
        new StackLocks(state, engine, clock, command),
        new Runs(state, engine, clock, command),
        new Interruptions(state, engine),
        state);
  }
}

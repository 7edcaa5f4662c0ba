package orch.own;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import orch.engine.Engine;
import orch.engine.read.EventRecording;
import orch.engine.read.Inventory;
import orch.model.Identity;

/**
 * Shows that what is not ours was left alone from one moment to another: what is there at both, and
 * every event in between. Used by one thread.
 */
public final class UntouchedProof implements AutoCloseable {
  /** What is in the middle of being replaced or taken away comes to rest within so long. */
  private static final Duration MOST = Duration.ofSeconds(3);

  private static final Duration QUIET = Duration.ofMillis(500);

  private final Engine engine;
  private final EventRecording events;
  private final Inventory before;

  private UntouchedProof(Engine engine, EventRecording events, Inventory before) {
    this.engine = engine;
    this.events = events;
    this.before = before;
  }

  /**
   * Begins, before anything is changed.
   *
   * @throws orch.model.OrchException when the engine does not answer
   */
  public static UntouchedProof begin(Engine engine) {
    EventRecording events = engine.recordEvents();
    try {
      return new UntouchedProof(engine, events, engine.inventory());
    } catch (RuntimeException e) {
      events.close();
      throw e;
    }
  }

  /** How many things it looks after, ours included. */
  public int size() {
    return before.containers().size()
        + before.networks().size()
        + before.volumes().size()
        + before.images().size();
  }

  /**
   * Looks again. Where something seems to have come to harm, once more a moment later: others may
   * be in the middle of replacing it.
   *
   * @param ours whose things are not looked at
   * @return what changed since the beginning
   */
  public List<Change> changes(Collection<Identity> ours) {
    Predicate<Map<String, String>> owned =
        labels -> ours.stream().anyMatch(identity -> identity.owns(labels));
    List<Change> changes = look(owned);
    if (changes.stream().anyMatch(Change.Harm.class::isInstance)) {
      events.settle(QUIET, MOST);
      return look(owned);
    }
    return changes;
  }

  private List<Change> look(Predicate<Map<String, String>> owned) {
    Fingerprint was = Fingerprint.of(before, owned);
    Fingerprint is = Fingerprint.of(engine.inventory(), owned);
    return was.equals(is) ? List.of() : Fingerprint.difference(was, is, events.soFar());
  }

  @Override
  public void close() {
    events.close();
  }
}

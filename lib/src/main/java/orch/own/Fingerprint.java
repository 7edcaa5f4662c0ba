package orch.own;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import orch.engine.read.EngineEvent;
import orch.engine.read.Inventory;
import orch.model.Identity;

/**
 * All that is on an engine and not ours, at one moment.
 *
 * @param others what it is
 */
public record Fingerprint(Inventory others) {
  /** All of it that is not of this identity. */
  public static Fingerprint of(Inventory all, Identity identity) {
    return of(all, identity::owns);
  }

  /**
   * All of it that does not carry such labels.
   *
   * @param ours whether labels say that a thing is ours
   */
  public static Fingerprint of(Inventory all, Predicate<Map<String, String>> ours) {
    return new Fingerprint(all.without(ours));
  }

  /**
   * What changed between two moments. Nothing is harm that its owner did: a container that ended by
   * itself with exit code 0, was replaced by one that is as well, or whose whole group (Compose
   * project, Testcontainers session, copy of an orch stack) went on request, with the networks and
   * volumes of that group; an image that was untagged, deleted or built anew.
   *
   * @param events of the time in between, oldest first
   */
  public static List<Change> difference(
      Fingerprint before, Fingerprint after, List<EngineEvent> events) {
    return new Difference(before.others(), after.others(), new History(events)).find();
  }
}

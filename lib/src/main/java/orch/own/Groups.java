package orch.own;

import java.util.List;
import java.util.Optional;
import orch.engine.read.Inventory;

/** Whether groups that were there before went as a whole. */
final class Groups {
  private final Inventory before;
  private final Inventory after;
  private final History history;

  Groups(Inventory before, Inventory after, History history) {
    this.before = before;
    this.after = after;
    this.history = history;
  }

  /**
   * Whether no container of it runs any more, and at least one was asked to end. A Compose project
   * whose containers are removed loses its networks as well: who removes containers by their names
   * leaves those.
   */
  boolean wentOnRequest(Group group) {
    List<Inventory.Container> members = members(group);
    boolean removed = members.stream().anyMatch(c -> after.container(c.id()).isEmpty());
    return isDown(group)
        && members.stream().anyMatch(c -> history.end(c.id()).requested())
        && !(removed && group.kind() == Group.Kind.COMPOSE && keepsNetwork(group));
  }

  /** Whether none of its containers runs any more. */
  boolean isDown(Group group) {
    return members(group).stream()
        .allMatch(c -> after.container(c.id()).filter(now -> !ended(now)).isEmpty());
  }

  /**
   * Whether it had containers or networks, and all of its containers are gone. Data that was left
   * alone by itself is nobody's to remove.
   */
  boolean isGone(Group group) {
    List<Inventory.Container> members = members(group);
    boolean hadNetworks = before.networks().stream().anyMatch(n -> isOf(group, n));
    return (!members.isEmpty() || hadNetworks && !keepsNetwork(group))
        && members.stream().allMatch(c -> after.container(c.id()).isEmpty());
  }

  private List<Inventory.Container> members(Group group) {
    return before.containers().stream().filter(group::has).toList();
  }

  private static boolean ended(Inventory.Container container) {
    return !container.running() && !container.state().equals("paused");
  }

  private boolean keepsNetwork(Group group) {
    return before.networks().stream()
        .filter(n -> isOf(group, n))
        .anyMatch(n -> after.networks().stream().anyMatch(now -> now.id().equals(n.id())));
  }

  private static boolean isOf(Group group, Inventory.Network network) {
    return Group.of(network.labels()).equals(Optional.of(group));
  }
}

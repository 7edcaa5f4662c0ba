package orch.own;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import orch.engine.read.Inventory;
import orch.health.ContainerState.Health;

/** Compares containers, networks and volumes of two moments; see {@link Fingerprint#difference}. */
final class Difference {
  private static final String ANONYMOUS = "[0-9a-f]{64}";

  private final Inventory before;
  private final Inventory after;
  private final History history;
  private final Groups groups;
  private final List<Change> changes = new ArrayList<>();
  private final Set<String> replacements = new HashSet<>();
  private final Set<String> rightlyGone = new HashSet<>();

  Difference(Inventory before, Inventory after, History history) {
    this.before = before;
    this.after = after;
    this.history = history;
    this.groups = new Groups(before, after, history);
  }

  List<Change> find() {
    before.containers().forEach(this::container);
    after.containers().stream()
        .filter(c -> before.container(c.id()).isEmpty() && !replacements.contains(c.id()))
        .forEach(c -> appeared("container", c.name()));
    networks();
    volumes();
    changes.addAll(new ImageDifference(before.images(), after.images(), history).find());
    return List.copyOf(changes);
  }

  private void container(Inventory.Container old) {
    String name = "container '" + old.name() + "'";
    Optional<Inventory.Container> found = after.container(old.id());
    if (found.isEmpty()) {
      ended(old, name + " was removed");
      return;
    }
    Inventory.Container now = found.get();
    if (!now.name().equals(old.name())) {
      byOthers(name + " was renamed to '" + now.name() + "'");
    }
    if (old.running() && (now.restarts() > old.restarts() || now.state().equals("restarting"))) {
      restarted(old, now, name);
    } else if (old.running() && !now.running()) {
      ended(old, name + (now.state().equals("paused") ? " was paused" : " stopped"));
    } else if (!old.running() && now.running()) {
      byOthers(name + " was started" + History.at(history.last("container", old.id(), "start")));
    } else if (now.health() == Health.UNHEALTHY && old.health() != Health.UNHEALTHY) {
      unhealthy(old, name);
    }
  }

  private void unhealthy(Inventory.Container old, String name) {
    String what =
        name
            + " turned unhealthy"
            + History.at(history.last("container", old.id(), "health_status: unhealthy"))
            + ": its health check failed";
    if (old.health() == Health.STARTING) {
      byOthers(what + "; it had not been healthy before");
    } else {
      harm(what);
    }
  }

  private void restarted(Inventory.Container old, Inventory.Container now, String name) {
    History.End end = history.end(old.id());
    String what =
        name
            + " was restarted by the engine, "
            + (now.restarts() - old.restarts())
            + " times, last"
            + told(end);
    if (end.done()) {
      byOthers(what);
    } else {
      harm(what);
    }
  }

  private void ended(Inventory.Container old, String what) {
    History.End end = history.end(old.id());
    String line = what + told(end);
    Optional<Inventory.Container> next =
        after.containers().stream()
            .filter(c -> before.container(c.id()).isEmpty() && Group.samePlace(old, c))
            .findFirst();
    next.ifPresent(c -> replacements.add(c.id()));
    Optional<Group> group = Group.of(old.labels()).filter(g -> groups.wentOnRequest(g));
    if (end.done()) {
      rightlyGone.add(old.id());
      byOthers(line);
    } else if (next.isPresent() && asWell(old, next.get())) {
      rightlyGone.add(old.id());
      byOthers(line + "; replaced by a new one");
    } else if (group.isPresent() && !end.outOfMemory()) {
      rightlyGone.add(old.id());
      byOthers(line + "; with all of " + group.get());
    } else {
      harm(line + next.map(c -> "; what replaced it is not well: " + condition(c)).orElse(""));
    }
  }

  private static String condition(Inventory.Container container) {
    return container.running() ? "unhealthy" : container.state();
  }

  private static String told(History.End end) {
    return History.at(end.at()) + ": " + end.by();
  }

  private static boolean asWell(Inventory.Container old, Inventory.Container next) {
    boolean sick = next.health() == Health.UNHEALTHY && old.health() != Health.UNHEALTHY;
    return !old.running() || next.running() && !sick;
  }

  private void networks() {
    Set<String> replaced = new HashSet<>();
    for (Inventory.Network old : before.networks()) {
      if (after.networks().stream().anyMatch(n -> n.id().equals(old.id()))) {
        continue;
      }
      String line =
          "network '"
              + old.name()
              + "' was removed"
              + History.at(history.last("network", old.id(), "destroy"));
      Optional<Group> group = Group.of(old.labels()).filter(g -> groups.isDown(g));
      if (after.networks().stream().anyMatch(n -> n.name().equals(old.name()))) {
        replaced.add(old.name());
        byOthers(line + "; replaced by a new one");
      } else if (group.isPresent()) {
        byOthers(line + "; with all of " + group.get());
      } else {
        harm(line);
      }
    }
    after.networks().stream()
        .filter(n -> before.networks().stream().noneMatch(old -> old.id().equals(n.id())))
        .filter(n -> !replaced.contains(n.name()))
        .forEach(n -> appeared("network", n.name()));
  }

  private void volumes() {
    for (Inventory.Volume old : before.volumes()) {
      Optional<Inventory.Volume> now =
          after.volumes().stream().filter(v -> v.name().equals(old.name())).findFirst();
      // the time of creation that engines print moves with what is written into a volume
      if (now.isPresent() && history.last("volume", old.name(), "destroy").isEmpty()) {
        continue;
      }
      String line =
          "volume '"
              + old.name()
              + "' was removed"
              + History.at(history.last("volume", old.name(), "destroy"))
              + (now.isPresent() ? " and made anew, without its data" : "");
      Optional<Group> group = Group.of(old.labels()).filter(g -> groups.isGone(g));
      if (group.isPresent()) {
        byOthers(line + "; with all of " + group.get());
      } else if (old.name().matches(ANONYMOUS) && wentWithItsContainers(old)) {
        byOthers(line + "; with its container");
      } else {
        harm(line);
      }
    }
    after.volumes().stream()
        .filter(v -> before.volumes().stream().noneMatch(old -> old.name().equals(v.name())))
        .forEach(v -> appeared("volume", v.name()));
  }

  private boolean wentWithItsContainers(Inventory.Volume volume) {
    List<Inventory.Container> users =
        before.containers().stream().filter(c -> c.volumes().contains(volume.name())).toList();
    return !users.isEmpty() && users.stream().allMatch(c -> rightlyGone.contains(c.id()));
  }

  private void harm(String what) {
    changes.add(new Change.Harm(what));
  }

  private void byOthers(String what) {
    changes.add(new Change.ByOthers(what));
  }

  private void appeared(String kind, String name) {
    changes.add(new Change.Appeared(kind + " '" + name + "' appeared"));
  }
}

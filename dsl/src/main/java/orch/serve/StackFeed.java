package orch.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import orch.facade.Orchestrator;
import orch.health.StackStatus;
import orch.model.OrchException;

/** Tells of each change of a stack of this machine. Safe for use by several threads. */
final class StackFeed {
  private final Orchestrator orchestrator;
  private final Events events;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Map<String, StackStatus> last = Map.of();
  private boolean begun;

  StackFeed(Orchestrator orchestrator, Events events) {
    this.orchestrator = orchestrator;
    this.events = events;
  }

  /** How stacks were when it last looked. */
  List<StackStatus> last() {
    return List.copyOf(last.values());
  }

  /** Looks once; does nothing where another thread looks. */
  void look() {
    if (!looking.tryLock()) {
      return;
    }
    try {
      Map<String, StackStatus> now = new LinkedHashMap<>();
      for (StackStatus status : orchestrator.status(Optional.empty(), false)) {
        now.put(status.prefix(), status);
      }
      if (begun) {
        compare(now);
      }
      begun = true;
      last = now;
    } catch (OrchException e) {
      // the engine is away: what was known stays until it is back
    } finally {
      looking.unlock();
    }
  }

  private void compare(Map<String, StackStatus> now) {
    now.forEach(
        (name, status) -> {
          Map<String, Object> tree = tree(status, true);
          StackStatus before = last.get(name);
          if (before == null || !tree.equals(tree(before, true))) {
            events.publish("stack", tree);
          }
        });
    last.forEach(
        (name, status) -> {
          if (!now.containsKey(name)) {
            StackStatus gone =
                new StackStatus(
                    status.name(), status.env(), status.run(), status.source(), List.of());
            events.publish("stack", tree(gone, false));
          }
        });
  }

  private static Map<String, Object> tree(StackStatus status, boolean exists) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", status.name());
    tree.put("env", status.env());
    tree.put("run", status.run().orElse(null));
    tree.put("exists", exists);
    tree.put("healthy", exists && status.healthy());
    tree.put(
        "services",
        status.services().stream()
            .map(
                service -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("name", service.name());
                  one.put("state", service.state());
                  one.put("health", service.health().name().toLowerCase(Locale.ROOT));
                  return one;
                })
            .toList());
    return tree;
  }
}

package orch.serve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import orch.health.StackStatus;
import orch.health.StackStatus.ContainerStatus;
import orch.health.StackStatus.Health;
import orch.health.StackStatus.ServiceStatus;

/** What a stack needs so that it is well, as far as its status tells. */
sealed interface Repair {
  /** Nothing. */
  record None() implements Repair {}

  /** Nothing, since somebody has stopped all of it. */
  record Stopped() implements Repair {}

  /**
   * Something.
   *
   * @param start services of which something does not exist or has ended, with the reason
   * @param restart services that run and are not healthy, with the reason
   * @param waits services that are on their way, or were halted by a person, with what they are
   */
  record Needed(Map<String, String> start, Map<String, String> restart, Map<String, String> waits)
      implements Repair {
    /** Copies the maps, in their order. */
    public Needed {
      start = Collections.unmodifiableMap(new LinkedHashMap<>(start));
      restart = Collections.unmodifiableMap(new LinkedHashMap<>(restart));
      waits = Collections.unmodifiableMap(new LinkedHashMap<>(waits));
    }
  }

  /** Of a stack that was started: its status has no services when it was stopped since. */
  static Repair of(StackStatus status) {
    if (status.services().isEmpty()) {
      return new Stopped();
    } else if (status.healthy()) {
      return new None();
    }
    Map<String, String> start = new LinkedHashMap<>();
    Map<String, String> restart = new LinkedHashMap<>();
    Map<String, String> waits = new LinkedHashMap<>();
    for (ServiceStatus service : status.services()) {
      if (!service.well()) {
        sort(service, start, restart, waits);
      }
    }
    return new Needed(start, restart, waits);
  }

  private static void sort(
      ServiceStatus service,
      Map<String, String> start,
      Map<String, String> restart,
      Map<String, String> waits) {
    if (service.containers().size() < service.replicas()) {
      int missing = service.replicas() - service.containers().size();
      start.put(
          service.name(),
          missing == 1 ? "its container is gone" : missing + " of its containers are gone");
      return;
    }
    for (ContainerStatus container : service.containers()) {
      if (container.well()) {
        continue;
      }
      String is = container.name() + " is " + container.state();
      switch (container.state()) {
        case "exited", "created", "dead" -> start.put(service.name(), is);
        case "running" -> {
          boolean sick = container.health() == Health.UNHEALTHY;
          (sick ? restart : waits)
              .put(service.name(), container.name() + (sick ? " is unhealthy" : " is starting"));
        }
        // the engine restarts it, or a person has paused it
        default -> waits.put(service.name(), is);
      }
    }
    if (start.containsKey(service.name())) {
      restart.remove(service.name());
    }
  }
}

package orch.check;

import java.time.Duration;
import java.util.List;
import orch.engine.Engine;
import orch.engine.Experiments;
import orch.health.StackStatus;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.OrchException;
import orch.model.Service;
import orch.model.Stack;
import orch.plan.Observed;

/** The stack that a check looks at. Used by one thread, but for what {@link #engine} gives. */
public interface Subject {
  /** As it is described. */
  Stack stack();

  /** Which copy it is. */
  Identity identity();

  /** Where it runs. */
  Engine engine();

  /** Makes it as described and waits until it is healthy; a check may do so more than once. */
  void start();

  /** Stops it and removes its containers and networks; volumes stay. */
  void stop();

  /** Stops and starts the same containers and waits until they are healthy. */
  void restart();

  /** Removes all of it, volumes as well, where it was made for checks; else {@link #stop}. */
  void discard();

  /** Whether it was made for checks, so that nobody misses what is in it. */
  boolean ownCopy();

  /** A copy of it with small limits and settings, to be started and discarded by the caller. */
  Subject lean();

  /** How it is now. */
  StackStatus status();

  /** The longest wait for anything that should happen. */
  Duration within();

  /** Its containers, in the order of their names. */
  List<Observed.Container> containers();

  /** The containers of a service that run. */
  default List<Observed.Container> running(String service) {
    stack().service(service);
    return containers().stream()
        .filter(c -> c.label(Labels.SERVICE).equals(service) && c.running())
        .toList();
  }

  /** One that runs of a service. */
  default Observed.Container one(String service) {
    return running(service).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new OrchException.Failed(
                    "service '" + service + "' does not run", List.of(), null));
  }

  /** Those of its services that go on running. */
  default List<Service> lasting() {
    return stack().services().values().stream().filter(s -> !stack().isOneShot(s)).toList();
  }

  /** What can be done to its containers. */
  default Experiments experiments() {
    return engine().experiments();
  }
}

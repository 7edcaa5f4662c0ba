package orch.doctor;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import orch.engine.Engine;
import orch.model.Labels;
import orch.model.Mount;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Port;
import orch.model.Service;
import orch.model.Stack;
import orch.plan.Observed;
import orch.plan.Operation;
import orch.plan.Plan;
import orch.plan.Progress;

/**
 * What this machine lacks for a plan, seen before anything is changed. Only what is cheap to see:
 * the rest is the {@link Doctor}'s.
 */
public final class Preflight {
  private final Engine engine;
  private final Machine machine;
  private final Progress.Listener progress;

  /**
   * Looks at this machine and asks this engine.
   *
   * @param progress receives what is worth knowing and stops nothing
   */
  public Preflight(Engine engine, Machine machine, Progress.Listener progress) {
    this.engine = engine;
    this.machine = machine;
    this.progress = progress;
  }

  /**
   * Looks at folders to mount, host ports, subnets of replaced networks, disk and memory.
   *
   * @throws OrchException.BadInput when a folder to mount does not exist
   * @throws OrchException.Refused when a host port or subnet is taken
   * @throws OrchException.Unavailable when the engine's disk is nearly full
   */
  public void check(Stack stack, Plan plan, Observed observed) {
    ReplacedNetworks.check(engine, plan, observed);
    Set<String> created =
        plan.steps().stream()
            .map(Plan.Step::operation)
            .filter(Operation.CreateContainer.class::isInstance)
            .map(operation -> ((Operation.CreateContainer) operation).service().name())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (created.isEmpty()) {
      return;
    }
    boolean local = engine.info().address().isLocal();
    Set<Integer> ownPorts =
        observed.containers().stream()
            .flatMap(container -> container.ports().stream())
            .map(Observed.Published::host)
            .collect(Collectors.toSet());
    List<Service> services = created.stream().map(stack::service).toList();
    if (local) {
      services.forEach(Preflight::mounts);
    }
    ports(services, ownPorts);
    if (local) {
      disk();
      memory(stack, created, observed);
    }
  }

  private static void mounts(Service service) {
    for (Mount mount : service.mounts()) {
      if (mount instanceof Mount.BindMount bind
          && !bind.create()
          && !java.nio.file.Files.exists(bind.source())) {
        throw new OrchException.BadInput(
            service
                .origin()
                .at(
                    "service '"
                        + service.name()
                        + "' mounts "
                        + bind.source()
                        + ", which does not exist"));
      }
    }
  }

  private void ports(List<Service> services, Set<Integer> ownPorts) {
    Set<Integer> wanted =
        services.stream()
            .flatMap(service -> service.links().ports().stream())
            .map(Port::host)
            .filter(port -> port != 0 && !ownPorts.contains(port))
            .collect(Collectors.toSet());
    if (wanted.isEmpty()) {
      return;
    }
    Map<Integer, String> held = engine.portHolders(wanted);
    for (Service service : services) {
      for (Port port : service.links().ports()) {
        if (held.containsKey(port.host())) {
          throw new OrchException.Refused(
              service
                  .origin()
                  .at(
                      "service '"
                          + service.name()
                          + "' wants port "
                          + port.host()
                          + " of "
                          + port.address()
                          + ", which is taken"),
              List.of("held by " + held.get(port.host())),
              Next.verb("doctor"));
        }
      }
    }
  }

  private void disk() {
    // its data root may be elsewhere: asking the engine for it takes longer than all the rest
    OptionalLong free = machine.freeBytes(DiskCheck.DEFAULT_ROOT);
    if (free.isPresent() && free.getAsLong() < DiskCheck.TOO_LITTLE) {
      throw new OrchException.Unavailable(
          "the engine's disk is nearly full; nothing was changed",
          List.of(
              Bytes.text(free.getAsLong())
                  + " are free in "
                  + DiskCheck.DEFAULT_ROOT
                  + ", "
                  + Bytes.text(DiskCheck.TOO_LITTLE)
                  + " are the least"),
          Next.verb("doctor"));
    }
  }

  private void memory(Stack stack, Set<String> created, Observed observed) {
    Set<String> running = new LinkedHashSet<>(created);
    observed.containers().stream()
        .filter(Observed.Container::running)
        .map(container -> container.label(Labels.SERVICE))
        .filter(stack.services()::containsKey)
        .forEach(running::add);
    long wanted =
        WantedMemory.of(running.stream().map(stack::service).toList(), Observed.NOTHING).all();
    machine
        .memory()
        .filter(memory -> wanted > memory.total())
        .ifPresent(
            memory ->
                progress.on(
                    new Progress.Note(
                        "memory",
                        "the services' limits come to "
                            + Bytes.text(wanted)
                            + ", this machine has "
                            + Bytes.text(memory.total()))));
  }
}

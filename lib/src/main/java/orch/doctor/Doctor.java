package orch.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import orch.engine.Engine;
import orch.engine.EngineInfo;
import orch.engine.EngineMachine;
import orch.engine.Survey;
import orch.engine.http.EngineAddress;
import orch.health.Finding;
import orch.model.OrchException;
import orch.model.Stack;
import orch.model.Subnet;
import orch.plan.Observed;

/** Looks at a machine, its engine, and what a stack needs of them. Changes nothing. */
public final class Doctor {
  private final Machine machine;

  /** Looks at this machine. */
  public Doctor(Machine machine) {
    this.machine = machine;
  }

  /**
   * All findings, those that are well included.
   *
   * @param pools from which private copies get their subnets
   * @param stack without one, what stacks need is left out
   * @param observed what the engine holds of the stack
   * @param leftovers names of what ended runs have left
   */
  public List<Finding> examine(
      Engine engine,
      List<Subnet> pools,
      Optional<Stack> stack,
      Observed observed,
      Supplier<List<String>> leftovers) {
    EngineInfo info = engine.info();
    Survey survey = engine.survey();
    WantedMemory wanted = wanted(stack, observed);
    List<Check> checks = new ArrayList<>();
    checks.add(new EngineCheck(info));
    checks.add(new ApiCheck(info));
    checks.add(new SocketCheck(machine, info.address()));
    List<Finding> unanswered = new ArrayList<>();
    machineOf(survey, unanswered)
        .ifPresent(
            told -> {
              if (info.address().isLocal() && !told.dataRoot().isEmpty()) {
                checks.add(new DiskCheck(machine, Path.of(told.dataRoot())));
              }
              memory(info.address().isLocal(), told.memory(), wanted).ifPresent(checks::add);
              checks.add(new CgroupCheck(told, wanted));
              checks.add(new StorageCheck(told));
              checks.add(new ClockCheck(told));
              checks.add(new SubnetsCheck(told.pools(), engine::subnets, pools));
            });
    checks.add(new LeftoversCheck(leftovers));
    stack.ifPresent(
        described -> {
          checks.add(new PortsCheck(described, ports(observed), engine::portHolders));
          checks.add(new OpenPortsCheck(described));
          checks.add(new ImagesCheck(described, survey));
        });
    List<Finding> findings = look(checks);
    findings.addAll(unanswered);
    return findings;
  }

  /**
   * What can be found without an engine.
   *
   * @param failure why there is none, with what was tried
   * @param address where it was looked for, if anywhere
   */
  public List<Finding> examineWithout(
      OrchException failure, Optional<EngineAddress> address, Optional<Stack> stack) {
    boolean local = address.isEmpty() || address.get().isLocal();
    List<Check> checks = new ArrayList<>();
    address.ifPresent(at -> checks.add(new SocketCheck(machine, at)));
    if (local) {
      checks.add(new DiskCheck(machine, DiskCheck.DEFAULT_ROOT));
      memory(true, 0, wanted(stack, Observed.NOTHING)).ifPresent(checks::add);
    }
    stack.ifPresent(
        described -> {
          if (local) {
            checks.add(new PortsCheck(described, Set.of(), machine::listeners));
          }
          checks.add(new OpenPortsCheck(described));
        });
    List<Finding> findings = new ArrayList<>();
    findings.add(EngineCheck.missing(failure));
    findings.addAll(look(checks));
    return findings;
  }

  private static Optional<EngineMachine> machineOf(Survey survey, List<Finding> unanswered) {
    try {
      return Optional.of(survey.machine());
    } catch (OrchException e) {
      unanswered.add(EngineCheck.missing(e));
      return Optional.empty();
    }
  }

  private static WantedMemory wanted(Optional<Stack> stack, Observed observed) {
    return stack
        .map(described -> WantedMemory.of(described.services().values(), observed))
        .orElse(WantedMemory.NONE);
  }

  private static Set<Integer> ports(Observed observed) {
    return observed.containers().stream()
        .flatMap(container -> container.ports().stream())
        .map(Observed.Published::host)
        .collect(Collectors.toSet());
  }

  /** Of the engine's machine: what it tells itself, and what is free where it is this one. */
  private Optional<Check> memory(boolean local, long told, WantedMemory wanted) {
    Optional<Machine.Memory> here = local ? machine.memory() : Optional.empty();
    if (told == 0 && here.isEmpty()) {
      return Optional.empty();
    }
    // an engine in a virtual machine of this one has less than this one
    boolean same = here.isPresent() && (told == 0 || told == here.get().total());
    return Optional.of(
        new MemoryCheck(
            told == 0 ? here.get().total() : told,
            same ? OptionalLong.of(here.get().available()) : OptionalLong.empty(),
            wanted));
  }

  private static List<Finding> look(List<Check> checks) {
    List<Finding> findings = new ArrayList<>();
    for (Check check : checks) {
      try {
        findings.addAll(check.look());
      } catch (OrchException e) {
        findings.add(unseen(check, e));
      }
    }
    return findings;
  }

  private static Finding unseen(Check check, OrchException e) {
    String evidence = "could not be looked at: " + e.getMessage();
    return e.next()
        .map(next -> Finding.error(check.name(), evidence, next))
        .orElse(Finding.error(check.name(), evidence, "look at the engine's own log"));
  }
}

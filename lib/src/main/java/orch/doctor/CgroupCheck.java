package orch.doctor;

import java.util.List;
import orch.engine.EngineMachine;
import orch.health.Finding;

/** Whether the kernel lets the engine hold containers to their limits. */
final class CgroupCheck implements Check {
  private static final String NAME = "cgroup";

  private final EngineMachine engine;
  private final WantedMemory wanted;

  CgroupCheck(EngineMachine engine, WantedMemory wanted) {
    this.engine = engine;
    this.wanted = wanted;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    String version =
        engine.cgroupVersion().isEmpty()
            ? "the engine does not tell its cgroup version"
            : "cgroup version " + engine.cgroupVersion();
    if (engine.limitsMemory()) {
      return List.of(Finding.ok(NAME, version + ", limits of memory hold"));
    }
    String evidence = version + ", limits of memory do not hold";
    String remedy =
        "boot the engine's machine with cgroup_enable=memory on the kernel's command line; a"
            + " rootless engine needs cgroup version 2 with the memory controller delegated";
    // where nothing asks for a limit, nothing goes wrong
    return List.of(
        wanted.all() > 0
            ? Finding.warning(NAME, evidence + ", and the stack sets some", remedy)
            : Finding.ok(NAME, evidence + "; nothing here sets any"));
  }
}

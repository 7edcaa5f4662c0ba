package orch.compose.out;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.Resources;
import orch.model.Security;

/** What a container may use and do, as keys of a Compose service. */
final class LimitsTree {
  private LimitsTree() {}

  static void add(Resources resources, Section section) {
    section
        .say("mem_limit", Amount.bytes(resources.memory()))
        .say("cpus", Amount.number(resources.cpus()))
        .say("pids_limit", resources.pids())
        .say("shm_size", Amount.bytes(resources.sharedMemory()))
        .say("ulimits", ulimits(resources.ulimits()))
        .say("sysctls", resources.sysctls());
  }

  private static Map<String, Object> ulimits(Map<String, Resources.Ulimit> limits) {
    Map<String, Object> made = new LinkedHashMap<>();
    limits.forEach(
        (name, limit) ->
            made.put(
                name,
                limit.soft() == limit.hard()
                    ? (Object) limit.soft()
                    : new Section().set("soft", limit.soft()).set("hard", limit.hard()).entries()));
    return made;
  }

  static void add(Security security, Section section) {
    section
        .say("privileged", security.privileged())
        .say("read_only", security.readOnlyRoot())
        .say("cap_add", security.capAdd())
        .say("cap_drop", security.capDrop())
        .say("security_opt", security.options())
        .say("devices", security.devices().stream().map(LimitsTree::device).toList());
  }

  private static Map<String, Object> device(String text) {
    List<String> parts = List.of(text.split(":", 3));
    return new Section()
        .say("source", parts.get(0))
        .say("target", parts.get(parts.size() > 1 ? 1 : 0))
        .say("permissions", parts.size() > 2 ? parts.get(2) : "rwm")
        .entries();
  }
}

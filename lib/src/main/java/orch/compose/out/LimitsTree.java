package orch.compose.out;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.BlockIo;
import orch.model.DeviceRequest;
import orch.model.Resources;
import orch.model.Security;
import orch.model.Tuning;

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
    Tuning tuning = resources.tuning();
    section
        .say("mem_reservation", Amount.bytes(tuning.memoryReservation()))
        .say("memswap_limit", tuning.memorySwap() == -1 ? "-1" : Amount.bytes(tuning.memorySwap()))
        .say("cpu_shares", tuning.cpuShares())
        .say("cpuset", tuning.cpuset())
        .say("cpu_period", tuning.cpuPeriod())
        .say("cpu_quota", tuning.cpuQuota())
        .say("cpu_rt_period", tuning.realtimePeriod())
        .say("cpu_rt_runtime", tuning.realtimeRuntime())
        .say("cpu_count", tuning.cpuCount())
        .say("cpu_percent", tuning.cpuPercent())
        .say("oom_kill_disable", tuning.oomKillDisable())
        .say("oom_score_adj", tuning.oomScore())
        .say("storage_opt", tuning.storage())
        .say("blkio_config", blockIo(tuning.blockIo()));
    if (!tuning.swappiness().isEmpty()) {
      section.set("mem_swappiness", Integer.valueOf(tuning.swappiness()));
    }
  }

  private static Map<String, Object> blockIo(BlockIo limits) {
    return new Section()
        .say("weight", limits.weight())
        .say("weight_device", devices(limits.weights(), "weight"))
        .say("device_read_bps", devices(limits.readBytes(), "rate"))
        .say("device_read_iops", devices(limits.readOperations(), "rate"))
        .say("device_write_bps", devices(limits.writeBytes(), "rate"))
        .say("device_write_iops", devices(limits.writeOperations(), "rate"))
        .entries();
  }

  private static List<Map<String, Object>> devices(Map<String, ?> limits, String what) {
    List<Map<String, Object>> made = new ArrayList<>();
    limits.forEach(
        (path, limit) -> made.add(new Section().say("path", path).set(what, limit).entries()));
    return made;
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
        .say("devices", security.devices().stream().map(LimitsTree::device).toList())
        .say("group_add", security.groups())
        .say("device_cgroup_rules", security.deviceRules());
    List<Map<String, Object>> requests =
        security.requests().stream().map(LimitsTree::request).toList();
    if (!requests.isEmpty()) {
      Map<String, Object> reserved = new Section().say("devices", requests).entries();
      Map<String, Object> deploy = new LinkedHashMap<>();
      if (section.entries().get("deploy") instanceof Map<?, ?> said) {
        said.forEach((key, value) -> deploy.put(String.valueOf(key), value));
      }
      deploy.put("resources", Map.of("reservations", reserved));
      section.set("deploy", deploy);
    }
  }

  private static Map<String, Object> request(DeviceRequest request) {
    Section section =
        new Section()
            .say("capabilities", request.capabilities())
            .say("driver", request.driver())
            .say("options", request.options());
    return (request.ids().isEmpty()
            ? section.set("count", request.count())
            : section.say("device_ids", request.ids()))
        .entries();
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

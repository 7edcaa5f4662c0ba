package orch.compose.out;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.model.BlockIo;
import orch.model.DeviceRequest;
import orch.model.Hook;
import orch.model.Isolation;
import orch.model.Service;
import orch.model.Tuning;

/** What few services say, as keys of a Compose service. */
final class TuningTree {
  private TuningTree() {}

  static void add(Service service, Section section) {
    add(service.isolation(), section);
    add(service.resources().tuning(), section);
    section
        .say("group_add", service.security().groups())
        .say("device_cgroup_rules", service.security().deviceRules())
        .say("volumes_from", service.volumesFrom())
        .say("annotations", service.annotations())
        .say("platform", service.platform())
        .say("post_start", service.hooks().postStart().stream().map(TuningTree::hook).toList())
        .say("pre_stop", service.hooks().preStop().stream().map(TuningTree::hook).toList());
  }

  private static void add(Isolation isolation, Section section) {
    section
        .say("pid", isolation.pid())
        .say("ipc", isolation.ipc())
        .say("uts", isolation.uts())
        .say("userns_mode", isolation.users())
        .say("cgroup", isolation.cgroup())
        .say("cgroup_parent", isolation.cgroupParent())
        .say("runtime", isolation.runtime())
        .say("isolation", isolation.technology());
  }

  private static void add(Tuning tuning, Section section) {
    section
        .say("mem_reservation", Amount.bytes(tuning.memoryReservation()))
        .say("memswap_limit", Amount.bytes(tuning.memorySwap()));
    if (!tuning.swappiness().isEmpty()) {
      section.set("mem_swappiness", Integer.parseInt(tuning.swappiness()));
    }
    section
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
  }

  private static Map<String, Object> blockIo(BlockIo limits) {
    return new Section()
        .say("weight", limits.weight())
        .say("weight_device", byDevice("weight", limits.weights()))
        .say("device_read_bps", byDevice("rate", limits.readBytes()))
        .say("device_read_iops", byDevice("rate", limits.readOperations()))
        .say("device_write_bps", byDevice("rate", limits.writeBytes()))
        .say("device_write_iops", byDevice("rate", limits.writeOperations()))
        .entries();
  }

  private static List<Object> byDevice(String key, Map<String, ? extends Number> rates) {
    List<Object> items = new ArrayList<>();
    rates.forEach(
        (path, rate) -> items.add(new Section().say("path", path).set(key, rate).entries()));
    return items;
  }

  /** Devices that a driver picks, as what is reserved. */
  static Map<String, Object> reserved(List<DeviceRequest> requests) {
    List<Object> devices = new ArrayList<>();
    for (DeviceRequest request : requests) {
      devices.add(
          new Section()
              .say("capabilities", request.capabilities())
              .say("driver", request.driver())
              .say("count", request.count())
              .say("device_ids", request.ids())
              .say("options", request.options())
              .entries());
    }
    Map<String, Object> reservations = new Section().say("devices", devices).entries();
    return new Section().say("reservations", reservations).entries();
  }

  private static Map<String, Object> hook(Hook hook) {
    return new Section()
        .say("command", hook.command())
        .say("user", hook.user())
        .say("working_dir", hook.workingDir())
        .say("privileged", hook.privileged())
        .say("environment", new LinkedHashMap<>(hook.environment()))
        .entries();
  }
}

package orch.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import orch.model.BlockIo;
import orch.model.DeviceRequest;
import orch.model.Isolation;
import orch.model.Resources;
import orch.model.Security;
import orch.model.Tuning;

/** What a service may use and do, of its canonical form. */
final class LimitsBinding {
  private final String owner;
  private final Node.Mapping service;
  private final Unapplied unapplied;

  LimitsBinding(String name, Node.Mapping service, Unapplied unapplied) {
    this.owner = "service '" + name + "'";
    this.service = service;
    this.unapplied = unapplied;
  }

  Resources resources() {
    Node.Mapping limits = service.mapping("deploy").mapping("resources").mapping("limits");
    Map<String, Resources.Ulimit> ulimits = new LinkedHashMap<>();
    service
        .mapping("ulimits")
        .entries()
        .forEach(
            (key, node) -> {
              boolean one = node instanceof Node.Scalar;
              Node.Mapping both = one ? service : (Node.Mapping) node;
              long soft = whole(one ? node.plain().toString() : both.text("soft"));
              long hard = whole(one ? node.plain().toString() : both.text("hard"));
              ulimits.put(key, new Resources.Ulimit(soft, hard));
            });
    String cpus = first(limits.text("cpus"), service.text("cpus"));
    return new Resources(
        Math.max(0, Sizes.bytes(first(limits.text("memory"), service.text("mem_limit")))),
        Numbers.finite(cpus, service.place()),
        Math.max(0, whole(first(limits.text("pids"), service.text("pids_limit")))),
        Math.max(0, Sizes.bytes(service.text("shm_size"))),
        ulimits,
        ServiceBinding.texts(service.mapping("sysctls")),
        tuning());
  }

  private Tuning tuning() {
    Node.Mapping reserved = service.mapping("deploy").mapping("resources").mapping("reservations");
    return new Tuning(
        Math.max(0, Sizes.bytes(first(reserved.text("memory"), service.text("mem_reservation")))),
        Math.max(-1, Sizes.bytes(service.text("memswap_limit"))),
        service.text("mem_swappiness"),
        (int) whole(service.text("cpu_shares")),
        service.text("cpuset"),
        micros("cpu_period"),
        micros("cpu_quota"),
        micros("cpu_rt_period"),
        micros("cpu_rt_runtime"),
        whole(service.text("cpu_count")),
        whole(service.text("cpu_percent")),
        service.flag("oom_kill_disable"),
        (int) whole(service.text("oom_score_adj")),
        ServiceBinding.texts(service.mapping("storage_opt")),
        blockIo(service.mapping("blkio_config")));
  }

  /** Microseconds, which may be written as a duration. */
  private long micros(String key) {
    String text = service.text(key);
    if (text.matches("-?\\d+(\\.\\d+)?")) {
      return whole(text);
    }
    if (!text.isEmpty() && !Sizes.isDuration(text)) {
      throw service.get(key).place().bad("'" + text + "' is neither microseconds nor a duration");
    }
    return Sizes.duration(text).toNanos() / 1000;
  }

  private static BlockIo blockIo(Node.Mapping config) {
    return new BlockIo(
        (int) whole(config.text("weight"), config),
        byDevice(config, "weight_device", rate -> (int) whole(rate.text("weight"), rate)),
        byDevice(config, "device_read_bps", LimitsBinding::rate),
        byDevice(config, "device_read_iops", LimitsBinding::rate),
        byDevice(config, "device_write_bps", LimitsBinding::rate),
        byDevice(config, "device_write_iops", LimitsBinding::rate));
  }

  private static long rate(Node.Mapping rate) {
    if (!Sizes.isSize(rate.text("rate"))) {
      throw rate.place().bad("'" + rate.text("rate") + "' is no rate such as 1m");
    }
    return Sizes.bytes(rate.text("rate"));
  }

  private static <T> Map<String, T> byDevice(
      Node.Mapping config, String key, Function<Node.Mapping, T> read) {
    Map<String, T> rates = new LinkedHashMap<>();
    for (Node node : config.items(key)) {
      Node.Mapping rate = (Node.Mapping) node;
      rates.put(rate.text("path"), read.apply(rate));
    }
    return rates;
  }

  private static String first(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private long whole(String text) {
    return whole(text, service);
  }

  private static long whole(String text, Node.Mapping said) {
    return (long) Numbers.finite(text, said.place());
  }

  Security security() {
    List<String> devices = new ArrayList<>();
    for (Node node : service.items("devices")) {
      Node.Mapping device = (Node.Mapping) node;
      String target = first(device.text("target"), device.text("source"));
      devices.add(device.text("source") + ":" + target + ":" + device.text("permissions"));
    }
    List<String> options = new ArrayList<>(ServiceBinding.list(service, "security_opt"));
    credentials(options);
    return new Security(
        service.flag("privileged"),
        service.flag("read_only"),
        ServiceBinding.list(service, "cap_add"),
        ServiceBinding.list(service, "cap_drop"),
        options,
        devices,
        ServiceBinding.list(service, "group_add"),
        ServiceBinding.list(service, "device_cgroup_rules"),
        requests());
  }

  /** Of Windows engines; https://docs.docker.com/reference/cli/docker/container/run/. */
  private void credentials(List<String> options) {
    Node.Mapping spec = service.mapping("credential_spec");
    if (!spec.text("config").isEmpty()) {
      throw spec.get("config")
          .place()
          .bad(owner + " takes its credential_spec from a swarm's config; name a file");
    }
    for (String way : List.of("file", "registry")) {
      if (!spec.text(way).isEmpty()) {
        options.add("credentialspec=" + way + "://" + spec.text(way));
      }
    }
  }

  private List<DeviceRequest> requests() {
    List<Node> nodes = new ArrayList<>(service.items("gpus"));
    Node.Mapping resources = service.mapping("deploy").mapping("resources");
    List<Node> reserved = resources.mapping("reservations").items("devices");
    List<DeviceRequest> requests = new ArrayList<>();
    for (Node node : nodes) {
      requests.add(request((Node.Mapping) node, List.of("gpu")));
    }
    for (Node node : reserved) {
      requests.add(request((Node.Mapping) node, List.of()));
    }
    return requests;
  }

  private static DeviceRequest request(Node.Mapping device, List<String> kind) {
    if (!device.text("count").matches("-?\\d{0,9}")) {
      throw device.get("count").place().bad("'" + device.text("count") + "' is no number, nor all");
    }
    List<String> capabilities = new ArrayList<>(kind);
    capabilities.addAll(ServiceBinding.list(device, "capabilities"));
    return new DeviceRequest(
        device.text("driver"),
        (int) whole(device.text("count"), device),
        ServiceBinding.list(device, "device_ids"),
        capabilities.stream().distinct().toList(),
        ServiceBinding.texts(device.mapping("options")));
  }

  Isolation isolation() {
    for (String key : List.of("uts", "cgroup")) {
      if (service.text(key).startsWith("service:")) {
        throw service.get(key).place().bad(owner + " '" + key + "' cannot be a service's");
      }
    }
    return new Isolation(
        service.text("pid"),
        service.text("ipc"),
        service.text("uts"),
        service.text("userns_mode"),
        service.text("cgroup"),
        service.text("cgroup_parent"),
        service.text("runtime"),
        service.text("isolation"));
  }

  /** The engine's policy; a policy of the section deploy counts where there is none. */
  String restart() {
    Node.Mapping policy = service.mapping("deploy").mapping("restart_policy");
    String restart = service.text("restart");
    if (!restart.isEmpty()) {
      unapplied.warn(
          owner,
          "deploy.restart_policy",
          service.mapping("deploy").get("restart_policy"),
          "'restart' goes first");
      return restart;
    }
    String most = policy.text("max_attempts");
    return switch (policy.text("condition")) {
      case "any" -> "always";
      case "on-failure" -> most.isEmpty() ? "on-failure" : "on-failure:" + most;
      default -> "no";
    };
  }
}

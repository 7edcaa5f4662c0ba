package orch.engine.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.BlkioRateDevice;
import com.github.dockerjava.api.model.BlkioWeightDevice;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import orch.model.Attachment;
import orch.model.BlockIo;
import orch.model.Isolation;
import orch.model.Resolver;
import orch.model.Security;
import orch.model.Service;
import orch.model.Tuning;

/** What few services say, as parts of the engine's request for a container. */
final class ContainerSettings {
  private final UnaryOperator<String> containerOf;

  /**
   * Settings.
   *
   * @param containerOf the container's name by the service's
   */
  ContainerSettings(UnaryOperator<String> containerOf) {
    this.containerOf = containerOf;
  }

  /** Adds them to the request. */
  void add(CreateContainerCmd request, HostConfig host, Service service) {
    isolation(host, service.isolation());
    tuning(host, service.resources().tuning());
    security(host, service.security());
    if (!service.annotations().isEmpty()) {
      host.withAnnotations(service.annotations());
    }
    if (!service.platform().isEmpty()) {
      request.withPlatform(service.platform());
    }
    Resolver resolver = service.links().resolver();
    if (!resolver.domain().isEmpty()) {
      request.withDomainName(resolver.domain());
    }
    if (!resolver.search().isEmpty()) {
      host.withDnsSearch(resolver.search());
    }
    if (!resolver.options().isEmpty()) {
      host.withDnsOptions(resolver.options());
    }
    addresses(request, host, service);
    List<ExposedPort> exposed = new ArrayList<>(Arrays.asList(request.getExposedPorts()));
    service.links().expose().stream()
        .map(ExposedPort::parse)
        .filter(port -> !exposed.contains(port))
        .forEach(exposed::add);
    request.withExposedPorts(exposed);
  }

  private static void addresses(CreateContainerCmd request, HostConfig host, Service service) {
    List<Attachment> attachments = service.attachments();
    String mac = service.links().mac();
    if (!attachments.isEmpty()) {
      Attachment first = attachments.get(0);
      mac = first.endpoint().mac().isEmpty() ? mac : first.endpoint().mac();
      if (!first.endpoint().ipv6().isEmpty()) {
        request.withIpv6Address(first.endpoint().ipv6());
      }
    } else if (!service.links().resolver().externalLinks().isEmpty()) {
      host.withLinks(
          service.links().resolver().externalLinks().stream().map(EndpointSpec::link).toList());
    }
    if (!mac.isEmpty()) {
      request.withMacAddress(mac);
    }
  }

  /** {@code service:NAME} as {@code container:NAME}; other modes as they are. */
  String mode(String mode) {
    String service = "service:";
    return mode.startsWith(service)
        ? "container:" + containerOf.apply(mode.substring(service.length()))
        : mode;
  }

  private void isolation(HostConfig host, Isolation isolation) {
    if (!isolation.pid().isEmpty()) {
      host.withPidMode(mode(isolation.pid()));
    }
    if (!isolation.ipc().isEmpty()) {
      host.withIpcMode(mode(isolation.ipc()));
    }
    if (!isolation.uts().isEmpty()) {
      host.withUtSMode(isolation.uts());
    }
    if (!isolation.users().isEmpty()) {
      host.withUsernsMode(isolation.users());
    }
    if (!isolation.cgroup().isEmpty()) {
      host.withCgroupnsMode(isolation.cgroup());
    }
    if (!isolation.cgroupParent().isEmpty()) {
      host.withCgroupParent(isolation.cgroupParent());
    }
    if (!isolation.runtime().isEmpty()) {
      host.withRuntime(isolation.runtime());
    }
    if (!isolation.technology().isEmpty()) {
      host.withIsolation(
          com.github.dockerjava.api.model.Isolation.valueOf(
              isolation.technology().toUpperCase(Locale.ROOT)));
    }
  }

  private static void tuning(HostConfig host, Tuning tuning) {
    if (tuning.memoryReservation() > 0) {
      host.withMemoryReservation(tuning.memoryReservation());
    }
    if (tuning.memorySwap() != 0) {
      host.withMemorySwap(tuning.memorySwap());
    }
    if (!tuning.swappiness().isEmpty()) {
      host.withMemorySwappiness(Long.valueOf(tuning.swappiness()));
    }
    if (tuning.cpuShares() > 0) {
      host.withCpuShares(tuning.cpuShares());
    }
    if (!tuning.cpuset().isEmpty()) {
      host.withCpusetCpus(tuning.cpuset());
    }
    processors(host, tuning);
    if (tuning.oomKillDisable()) {
      host.withOomKillDisable(true);
    }
    if (tuning.oomScore() != 0) {
      host.withOomScoreAdj(tuning.oomScore());
    }
    if (!tuning.storage().isEmpty()) {
      host.withStorageOpt(tuning.storage());
    }
    blockIo(host, tuning.blockIo());
  }

  private static void processors(HostConfig host, Tuning tuning) {
    if (tuning.cpuPeriod() > 0) {
      host.withCpuPeriod(tuning.cpuPeriod());
    }
    if (tuning.cpuQuota() != 0) {
      host.withCpuQuota(tuning.cpuQuota());
    }
    if (tuning.realtimePeriod() > 0) {
      host.withCpuRealtimePeriod(tuning.realtimePeriod());
    }
    if (tuning.realtimeRuntime() > 0) {
      host.withCpuRealtimeRuntime(tuning.realtimeRuntime());
    }
    if (tuning.cpuCount() > 0) {
      host.withCpuCount(tuning.cpuCount());
    }
    if (tuning.cpuPercent() > 0) {
      host.withCpuPercent(tuning.cpuPercent());
    }
  }

  private static void blockIo(HostConfig host, BlockIo limits) {
    if (limits.weight() > 0) {
      host.withBlkioWeight(limits.weight());
    }
    if (!limits.weights().isEmpty()) {
      host.withBlkioWeightDevice(
          limits.weights().entrySet().stream()
              .map(e -> new BlkioWeightDevice().withPath(e.getKey()).withWeight(e.getValue()))
              .toList());
    }
    if (!limits.readBytes().isEmpty()) {
      host.withBlkioDeviceReadBps(rates(limits.readBytes()));
    }
    if (!limits.readOperations().isEmpty()) {
      host.withBlkioDeviceReadIOps(rates(limits.readOperations()));
    }
    if (!limits.writeBytes().isEmpty()) {
      host.withBlkioDeviceWriteBps(rates(limits.writeBytes()));
    }
    if (!limits.writeOperations().isEmpty()) {
      host.withBlkioDeviceWriteIOps(rates(limits.writeOperations()));
    }
  }

  private static List<BlkioRateDevice> rates(Map<String, Long> rates) {
    return rates.entrySet().stream()
        .map(e -> new BlkioRateDevice().withPath(e.getKey()).withRate(e.getValue()))
        .toList();
  }

  private static void security(HostConfig host, Security security) {
    if (!security.groups().isEmpty()) {
      host.withGroupAdd(security.groups());
    }
    if (!security.deviceRules().isEmpty()) {
      host.withDeviceCgroupRules(security.deviceRules());
    }
    if (!security.requests().isEmpty()) {
      host.withDeviceRequests(
          security.requests().stream()
              .map(
                  request ->
                      new DeviceRequest()
                          .withDriver(request.driver())
                          .withCount(request.count())
                          .withDeviceIds(request.ids().isEmpty() ? null : request.ids())
                          .withCapabilities(List.of(request.capabilities()))
                          .withOptions(request.options()))
              .toList());
    }
  }
}

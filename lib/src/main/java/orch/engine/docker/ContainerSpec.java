package orch.engine.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import orch.engine.EngineInfo;
import orch.model.Attachment;
import orch.model.Port;
import orch.model.Process;
import orch.model.Readiness;
import orch.model.Resources;
import orch.model.Security;
import orch.model.Service;
import orch.plan.Operation;

/** A service as the engine's request for a container. */
final class ContainerSpec {
  private final LazyClient docker;
  private final EngineInfo info;
  private final boolean startIntervals;
  private final MountSpec mounts;
  private final ContainerSettings settings;

  /**
   * For one engine.
   *
   * @param containerOf the container's name by the service's
   */
  ContainerSpec(LazyClient docker, EngineInfo info, UnaryOperator<String> containerOf) {
    this.docker = docker;
    this.info = info;
    this.startIntervals = info.hasStartInterval();
    this.mounts = new MountSpec(info, containerOf);
    this.settings = new ContainerSettings(containerOf);
  }

  /**
   * The request.
   *
   * @param image reference or id
   * @param labels all of them
   * @param networks name on the engine by the stack's own name
   * @param volumes likewise
   * @param startInterval distance of the engine's checks while it starts, for their regular one,
   *     where it is to be another
   */
  CreateContainerCmd request(
      Operation.CreateContainer operation,
      String image,
      Map<String, String> labels,
      Map<String, String> networks,
      Map<String, String> volumes,
      Function<Duration, Optional<Duration>> startInterval) {
    Service service = operation.service();
    Process process = service.process();
    CreateContainerCmd request =
        docker.get().createContainerCmd(image).withName(operation.name()).withLabels(labels);
    if (!process.command().isEmpty()) {
      request.withCmd(process.command());
    }
    if (!process.entrypoint().isEmpty()) {
      request.withEntrypoint(process.entrypoint());
    }
    List<String> environment = new ArrayList<>();
    process.environment().forEach((name, value) -> environment.add(name + "=" + value.text()));
    request.withEnv(environment);
    if (!process.user().isEmpty()) {
      request.withUser(process.user());
    }
    if (!process.workingDir().isEmpty()) {
      request.withWorkingDir(process.workingDir());
    }
    if (!process.hostname().isEmpty()) {
      request.withHostName(process.hostname());
    }
    if (!process.stopSignal().isEmpty()) {
      request.withStopSignal(process.stopSignal());
    }
    // kept on the container, so that whoever stops it later (orch, the engine's own shutdown) waits
    // as long
    request.withStopTimeout(seconds(process.stopGrace()));
    request.withTty(process.tty()).withStdinOpen(process.stdinOpen());
    HealthCheck check = healthCheck(service.readiness(), startInterval);
    if (check != null) {
      request.withHealthcheck(check);
    }
    HostConfig host = hostConfig(service);
    mounts.add(host, service, operation.takeOver(), volumes);
    List<Attachment> attachments = service.attachments();
    if (attachments.isEmpty()) {
      host.withNetworkMode(settings.mode(service.links().networkMode()));
    } else {
      Attachment first = attachments.get(0);
      host.withNetworkMode(networks.get(first.network()));
      request.withAliases(aliases(service, first));
      if (!first.address().isEmpty()) {
        request.withIpv4Address(first.address());
      }
    }
    ports(request, host, service.links().ports());
    settings.add(request, host, service);
    return request.withHostConfig(host);
  }

  /** What an engine as old as this one leaves out without a word. */
  List<String> leftOut(Service service) {
    List<String> notes = new ArrayList<>();
    if (!service.annotations().isEmpty() && !info.speaks("1.43")) {
      notes.add("has no annotations: they take an engine of API 1.43; this one has " + info.api());
    }
    List<Attachment> further = service.attachments().stream().skip(1).toList();
    if (further.stream().anyMatch(a -> !a.endpoint().mac().isEmpty()) && !info.speaks("1.44")) {
      notes.add(
          "has its mac_address in the first network alone: others take an engine of API 1.44; this"
              + " one has "
              + info.api());
    }
    return notes;
  }

  /** DNS names in a network: the service's own name and those asked for. */
  static List<String> aliases(Service service, Attachment attachment) {
    List<String> aliases = new ArrayList<>(List.of(service.name()));
    aliases.addAll(attachment.aliases());
    return aliases;
  }

  static int seconds(Duration grace) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, (grace.toMillis() + 999) / 1000));
  }

  private static void ports(CreateContainerCmd request, HostConfig host, List<Port> ports) {
    List<ExposedPort> exposed = new ArrayList<>();
    List<PortBinding> bindings = new ArrayList<>();
    for (Port port : ports) {
      ExposedPort inside =
          new ExposedPort(port.container(), InternetProtocol.parse(port.protocol()));
      String outside = port.host() == 0 ? "" : Integer.toString(port.host());
      exposed.add(inside);
      bindings.add(new PortBinding(new Ports.Binding(port.address(), outside), inside));
    }
    request.withExposedPorts(exposed);
    host.withPortBindings(bindings);
  }

  private HealthCheck healthCheck(
      Readiness readiness, Function<Duration, Optional<Duration>> startInterval) {
    if (readiness instanceof Readiness.ByImage) {
      return null;
    }
    if (!(readiness instanceof Readiness.Command command)) {
      // asked from outside; a check of the image's would tell another story beside it
      return new HealthCheck().withTest(List.of("NONE"));
    }
    Readiness.Pace pace = command.pace();
    List<String> test = new ArrayList<>(List.of("CMD"));
    test.addAll(command.command());
    HealthCheck check =
        new HealthCheck()
            .withTest(test)
            .withInterval(pace.interval().toNanos())
            .withTimeout(pace.timeout().toNanos())
            .withRetries(pace.retries())
            .withStartPeriod(pace.startPeriod().toNanos());
    Duration own = Duration.ofMillis(pace.startMillis());
    Optional<Duration> ofStart = startInterval.apply(pace.interval());
    if (startIntervals && !own.isZero()) {
      check.withStartInterval(own.toNanos());
    } else if (ofStart.isPresent()) {
      // the engine asks at the start interval only within the start period: up to the first check,
      // and to the first regular one at least
      Duration period =
          Stream.of(pace.startPeriod(), pace.interval(), ofStart.get())
              .max(Comparator.naturalOrder())
              .get();
      check.withStartPeriod(period.toNanos()).withStartInterval(ofStart.get().toNanos());
    }
    return check;
  }

  private static HostConfig hostConfig(Service service) {
    HostConfig host = HostConfig.newHostConfig();
    restart(host, service.restart());
    resources(host, service.resources());
    security(host, service.security());
    if (service.process().init()) {
      host.withInit(true);
    }
    if (!service.links().extraHosts().isEmpty()) {
      host.withExtraHosts(
          service.links().extraHosts().entrySet().stream()
              .flatMap(e -> Stream.of(e.getValue().split(",")).map(at -> e.getKey() + ":" + at))
              .toArray(String[]::new));
    }
    if (!service.links().dns().isEmpty()) {
      host.withDns(service.links().dns());
    }
    if (!service.logging().driver().isEmpty()) {
      host.withLogConfig(
          new LogConfig(
              LogConfig.LoggingType.fromValue(service.logging().driver()),
              service.logging().options()));
    }
    return host;
  }

  private static void restart(HostConfig host, String restart) {
    int colon = restart.indexOf(':');
    String policy = colon < 0 ? restart : restart.substring(0, colon);
    host.withRestartPolicy(
        switch (policy) {
          case "always" -> RestartPolicy.alwaysRestart();
          case "unless-stopped" -> RestartPolicy.unlessStoppedRestart();
          case "on-failure" ->
              RestartPolicy.onFailureRestart(
                  colon < 0 ? 0 : Integer.parseInt(restart.substring(colon + 1)));
          default -> RestartPolicy.noRestart();
        });
  }

  private static void resources(HostConfig host, Resources resources) {
    if (resources.memory() > 0) {
      host.withMemory(resources.memory());
    }
    if (resources.cpus() > 0) {
      host.withNanoCPUs((long) (resources.cpus() * 1e9));
    }
    if (resources.pids() > 0) {
      host.withPidsLimit(resources.pids());
    }
    if (resources.sharedMemory() > 0) {
      host.withShmSize(resources.sharedMemory());
    }
    if (!resources.ulimits().isEmpty()) {
      host.withUlimits(
          resources.ulimits().entrySet().stream()
              .map(e -> new Ulimit(e.getKey(), e.getValue().soft(), e.getValue().hard()))
              .toList());
    }
    if (!resources.sysctls().isEmpty()) {
      host.withSysctls(resources.sysctls());
    }
  }

  private static void security(HostConfig host, Security security) {
    host.withPrivileged(security.privileged()).withReadonlyRootfs(security.readOnlyRoot());
    if (!security.capAdd().isEmpty()) {
      host.withCapAdd(capabilities(security.capAdd()));
    }
    if (!security.capDrop().isEmpty()) {
      host.withCapDrop(capabilities(security.capDrop()));
    }
    if (!security.options().isEmpty()) {
      host.withSecurityOpts(security.options());
    }
    if (!security.devices().isEmpty()) {
      host.withDevices(security.devices().stream().map(Device::parse).toArray(Device[]::new));
    }
  }

  private static Capability[] capabilities(List<String> names) {
    return names.stream().map(Capability::valueOf).toArray(Capability[]::new);
  }
}

package orch.engine.docker;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import orch.engine.ChangeGate;
import orch.engine.Engine;
import orch.engine.EngineInfo;
import orch.engine.Experiments;
import orch.engine.StatusReader;
import orch.engine.Survey;
import orch.engine.TaskContainers;
import orch.engine.Tty;
import orch.engine.VolumeFiles;
import orch.engine.http.DockerJavaTransport;
import orch.engine.http.EngineAddress;
import orch.engine.http.EngineHttp;
import orch.engine.image.DebianBase;
import orch.engine.read.CloserLook;
import orch.engine.read.EngineEvents;
import orch.engine.read.EngineNames;
import orch.engine.read.EngineProbes;
import orch.engine.read.EngineReader;
import orch.engine.read.EventRecorder;
import orch.engine.read.EventRecording;
import orch.engine.read.HostRoutes;
import orch.engine.read.Inventory;
import orch.engine.read.InventoryReader;
import orch.engine.read.Json;
import orch.engine.read.NameFeed;
import orch.engine.read.Pending;
import orch.health.Answer;
import orch.health.ContainerState;
import orch.health.ProbePace;
import orch.health.StackStatus;
import orch.health.Target;
import orch.health.Waiter;
import orch.health.Wanted;
import orch.health.Watched;
import orch.model.Identity;
import orch.model.ImageSource;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;
import orch.plan.Observed;
import orch.plan.Operation;
import orch.plan.Plan;
import orch.plan.Progress;
import orch.plan.Scope;
import orch.plan.TakenSubnet;

/**
 * An engine over its API. docker-java is loaded when the first change or stream is asked for: a
 * start with nothing to do needs none.
 */
public final class DockerEngine implements Engine, Watched {
  /** So long a container that was seen ready counts as healthy while the engine has no verdict. */
  private static final Duration READY_COUNTS = Duration.ofMinutes(1);

  private final EngineHttp http;
  private final EngineReader reader;
  private final EngineEvents events;
  private final EngineProbes probes;
  private final EngineInfo info;
  private final DebianBase debian;
  private final Clock clock;
  private final int parallel;
  private final Set<PlanExecutor> running = ConcurrentHashMap.newKeySet();

  /** When containers were seen ready by this process, by id. */
  private final Map<String, Instant> ready = new ConcurrentHashMap<>();

  /** References that this process has pulled again because their policy said so. */
  private final Set<String> refreshed = ConcurrentHashMap.newKeySet();

  private volatile boolean halted;
  private final Optional<Duration> limit;
  private final PathCalls calls;
  private final LazyClient docker;

  private DockerEngine(
      EngineAddress address,
      DebianBase.Setup setup,
      Clock clock,
      int parallel,
      Optional<Duration> limit) {
    this.http =
        new EngineHttp(address, Certificates.of(address), limit.orElse(EngineHttp.PATIENCE));
    this.limit = limit;
    this.reader = new EngineReader(http);
    this.events = new EngineEvents(http, reader);
    this.probes = new EngineProbes(http, reader);
    this.debian = new DebianBase(setup);
    this.clock = clock;
    this.parallel = parallel;
    EngineReader.Version version = reader.version();
    this.info = new EngineInfo(address, version.engine(), version.api());
    if (!info.speaks(EngineInfo.OLDEST_API)) {
      throw new OrchException.Unavailable(
          "the engine at "
              + address
              + " is too old: it speaks API "
              + info.api()
              + ", needed is "
              + EngineInfo.OLDEST_API,
          List.of("engine version " + info.version()),
          Next.verb("doctor"));
    }
    String api =
        info.speaks(EngineInfo.NEWEST_KNOWN_API) ? EngineInfo.NEWEST_KNOWN_API : info.api();
    RepeatingTransport transport =
        new RepeatingTransport(
            new DockerJavaTransport(http),
            new Aftermath(reader),
            http.address().toString(),
            limit,
            clock);
    this.calls = new PathCalls(api, transport);
    this.docker = new LazyClient(api, transport);
  }

  /**
   * Connects.
   *
   * @param setup installs what a base image needs, where that is allowed
   * @param parallel changes at the same time, from 1
   * @param limit the longest that the engine may take for an answer; by default {@link
   *     EngineHttp#PATIENCE}, and for stopping a container its grace time as well
   * @throws OrchException.Unavailable when nothing usable answers
   * @throws OrchException.TimedOut when something listens there that does not answer
   */
  public static DockerEngine connect(
      EngineAddress address,
      DebianBase.Setup setup,
      Clock clock,
      int parallel,
      Optional<Duration> limit) {
    return new DockerEngine(address, setup, clock, parallel, limit);
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  @Override
  public Survey survey() {
    return new EngineSurvey(reader, http.address(), Certificates.of(http.address()), clock);
  }

  @Override
  public void expectCreation() {
    docker.prepare();
  }

  @Override
  public Observed observe(Scope scope) {
    Identity identity = scope.identity();
    Pending<List<Observed.Network>> ourNetworks =
        Pending.begin(() -> reader.networks(identity.labels()));
    Pending<List<Observed.Volume>> ourVolumes =
        Pending.begin(() -> reader.volumes(identity.labels()));
    List<Observed.Container> ours =
        reader.containers(identity.labels()).stream()
            .filter(c -> identity.owns(c.labels()))
            .toList();
    Set<String> present = ours.stream().map(Observed.Container::name).collect(Collectors.toSet());
    List<String> absent =
        scope.containers().stream().filter(name -> !present.contains(name)).toList();
    if (!absent.isEmpty()) {
      docker.prepare();
    }
    List<Observed.Network> networks = new ArrayList<>(ourNetworks.get());
    List<String> otherNetworks =
        absent(scope.networks(), networks.stream().map(Observed.Network::name).toList());
    if (!otherNetworks.isEmpty()) {
      networks.addAll(reader.networksNamed(otherNetworks));
    }
    List<Observed.Volume> volumes = new ArrayList<>(ourVolumes.get());
    List<String> otherVolumes =
        absent(scope.volumes(), volumes.stream().map(Observed.Volume::name).toList());
    if (!otherVolumes.isEmpty()) {
      volumes.addAll(reader.volumesNamed(otherVolumes));
    }
    Map<ImageSource, Observed.Image> images = new LinkedHashMap<>();
    for (ImageSource source : scope.images()) {
      Images.present(reader, source)
          .map(image -> refreshed.contains(image.reference()) ? image : stale(source, image))
          .ifPresent(image -> images.put(source, image));
    }
    CloserLook look = new CloserLook(reader, scope);
    return new Observed(
        look.containers(ours),
        look.networks(networks),
        volumes,
        images,
        absent.isEmpty() ? List.of() : reader.containersNamed(absent));
  }

  /** The image, marked where its policy says that it is to be pulled again. */
  private Observed.Image stale(ImageSource source, Observed.Image image) {
    if (!(source instanceof ImageSource.Named named)) {
      return image;
    }
    boolean stale =
        switch (named.pull().when()) {
          case ALWAYS -> true;
          case OLDER -> {
            Instant pulled = reader.imageTagged(image.reference()).orElse(Instant.EPOCH);
            yield pulled.plus(named.pull().older()).isBefore(clock.instant());
          }
          default -> false;
        };
    return new Observed.Image(image.reference(), image.id(), stale);
  }

  private static List<String> absent(Set<String> wanted, List<String> present) {
    return wanted.stream().filter(name -> !present.contains(name)).toList();
  }

  @Override
  public List<Observed.Container> ours() {
    return reader.containersWith(Labels.STACK);
  }

  @Override
  public List<Map<String, String>> labelsOfAll(String host) {
    Map<String, String> ofHost = Map.of(Labels.HOST, host);
    List<Map<String, String>> labels = new ArrayList<>();
    reader.containers(ofHost).forEach(container -> labels.add(container.labels()));
    reader.networks(ofHost).forEach(network -> labels.add(network.labels()));
    reader.volumes(ofHost).forEach(volume -> labels.add(volume.labels()));
    return labels;
  }

  @Override
  public List<TakenSubnet> subnets() {
    List<TakenSubnet> subnets = new ArrayList<>(reader.subnets());
    if (http.address().isLocal()) {
      subnets.addAll(HostRoutes.read(Path.of("/proc/net/route")));
    }
    return subnets;
  }

  @Override
  public boolean halt(Duration patience) {
    halted = true;
    boolean ended = true;
    for (PlanExecutor executor : running) {
      ended &= executor.halt(patience);
    }
    return ended;
  }

  /** Whether anything would be there that was not before. */
  private static boolean makes(Plan plan) {
    return plan.steps().stream()
        .map(Plan.Step::operation)
        .anyMatch(
            operation ->
                operation instanceof Operation.CreateContainer
                    || operation instanceof Operation.CreateNetwork
                    || operation instanceof Operation.CreateVolume
                    || operation instanceof Operation.StartContainer);
  }

  @Override
  public void apply(Plan plan, Duration within, Progress.Listener progress, ChangeGate gate) {
    if (plan.steps().isEmpty()) {
      return;
    }
    int starting =
        (int)
            plan.steps().stream()
                .filter(s -> s.operation() instanceof Operation.StartContainer)
                .count();
    // the engine's processors are not asked for: where it is on this machine they are ours,
    // elsewhere at least as many
    int processors = Runtime.getRuntime().availableProcessors();
    Function<Duration, Optional<Duration>> startInterval =
        regular ->
            info.hasStartInterval()
                ? ProbePace.startInterval(starting, processors, regular)
                : Optional.empty();
    AtomicInteger changing = new AtomicInteger();
    Operations operations =
        new Operations(
            docker,
            calls,
            reader,
            new Images(docker, http, reader, debian, refreshed),
            new ReadyWaits(new Waiter(this, clock), reader, clock, within, changing, startInterval),
            new ContainerSpec(docker, info, service -> plan.identity().containerName(service, 1)),
            new PortHolder(reader, http.address().isLocal()),
            plan,
            clock,
            startInterval,
            ready,
            new HookRunner(docker, within));
    PlanExecutor executor = new PlanExecutor(plan, operations, progress, gate, parallel, changing);
    running.add(executor);
    progress.on(new Progress.Planned(plan));
    try {
      if (halted && makes(plan)) {
        executor.halt(Duration.ZERO);
      }
      executor.run();
    } finally {
      running.remove(executor);
      progress.on(new Progress.Finished(plan));
    }
  }

  @Override
  public List<StackStatus> status(
      String host, Wanted wanted, Optional<String> stack, boolean details) {
    Map<String, String> labels = new LinkedHashMap<>(Map.of(Labels.HOST, host));
    stack.ifPresent(name -> labels.put(Labels.STACK, name));
    Instant oldest = clock.instant().minus(READY_COUNTS);
    ready.values().removeIf(seen -> seen.isBefore(oldest));
    return new StatusReader(reader, probes, host, wanted, ready.keySet())
        .read(reader.containers(labels), stack, details);
  }

  @Override
  public Map<Integer, String> portHolders(Collection<Integer> hostPorts) {
    return new PortHolder(reader, http.address().isLocal()).find(hostPorts);
  }

  @Override
  public int exec(String containerId, List<String> command, InputStream input, Output output) {
    return new Streams(docker.get()).exec(containerId, command, input, output);
  }

  @Override
  public int exec(String containerId, List<String> command, String type, Tty terminal) {
    return new TerminalExec(http).run(containerId, command, type, terminal);
  }

  @Override
  public AutoCloseable names(Consumer<EngineNames> changed) {
    return NameFeed.open(http, reader, changed);
  }

  @Override
  public void logs(String containerId, LogQuery query, Consumer<LogLine> lines) {
    boolean tty =
        reader.inspect(containerId).map(i -> i.at("Config", "Tty").isTrue()).orElse(false);
    new LogReader(http).read(containerId, tty, query, lines);
  }

  @Override
  public BlockingQueue<ContainerState> follow(String containerId) {
    return events.follow(containerId);
  }

  @Override
  public void forget(String containerId) {
    events.forget(containerId);
  }

  @Override
  public ContainerState state(String containerId) {
    return reader.state(containerId);
  }

  @Override
  public Answer probe(Target target) {
    return probes.probe(target);
  }

  @Override
  public List<String> evidence(Target target) {
    Optional<Json> inspection = reader.inspect(target.id());
    if (inspection.isEmpty()) {
      return List.of("it does not exist any more");
    }
    List<String> lines = new ArrayList<>(InventoryReader.condition(inspection.get()));
    List<String> log = reader.logLines(target.id(), "10");
    if (!log.isEmpty()) {
      lines.add("last lines of its output:");
      log.forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  @Override
  public Inventory inventory() {
    return new InventoryReader(reader).read();
  }

  @Override
  public Optional<Inventory.Inspected> inspect(String nameOrId) {
    return new InventoryReader(reader).inspect(nameOrId);
  }

  @Override
  public VolumeFiles volumeFiles() {
    return new ArchiveFiles(http, reader);
  }

  @Override
  public Experiments experiments() {
    return new ContainerExperiments(
        http,
        reader,
        probes,
        () ->
            new FirstTimeBuild(
                docker, http, reader, new Images(docker, http, reader, debian, refreshed)));
  }

  @Override
  public TaskContainers taskContainers() {
    return new DockerTaskContainers(
        http, reader, info, docker, () -> new Images(docker, http, reader, debian, refreshed));
  }

  @Override
  public EventRecording recordEvents() {
    return EventRecorder.begin(http, clock);
  }

  @Override
  public void close() {
    events.close();
    http.close();
  }
}

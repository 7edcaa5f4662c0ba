package orch.engine.docker;

import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import orch.engine.ChangeGate;
import orch.engine.ContainerLabels;
import orch.engine.HookLabel;
import orch.engine.SubnetTaken;
import orch.engine.read.EngineReader;
import orch.model.Attachment;
import orch.model.Hooks;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Service;
import orch.plan.Definition;
import orch.plan.Holder;
import orch.plan.Observed;
import orch.plan.Operation;
import orch.plan.Plan;
import orch.plan.Progress;

/** Carries out the operations of one plan. Safe for use by several threads. */
final class Operations {
  private final LazyClient docker;
  private final PathCalls calls;
  private final EngineReader reader;
  private final Images images;
  private final ReadyWaits waits;
  private final ContainerSpec spec;
  private final PortHolder ports;
  private final Plan plan;
  private final Clock clock;
  private final Function<Duration, Optional<Duration>> startInterval;
  private final Map<String, Instant> ready;
  private final Removals removals;
  private final Map<String, String> networks = new HashMap<>();
  private final Map<String, String> volumes = new HashMap<>();
  private final Map<String, String> provided = new ConcurrentHashMap<>();
  private final Map<String, String> made = new ConcurrentHashMap<>();
  private final Map<String, Hooks> madeWith = new ConcurrentHashMap<>();
  private final HookRunner hooks;

  Operations(
      LazyClient docker,
      PathCalls calls,
      EngineReader reader,
      Images images,
      ReadyWaits waits,
      ContainerSpec spec,
      PortHolder ports,
      Plan plan,
      Clock clock,
      Function<Duration, Optional<Duration>> startInterval,
      Map<String, Instant> ready,
      HookRunner hooks) {
    this.docker = docker;
    this.calls = calls;
    this.reader = reader;
    this.images = images;
    this.waits = waits;
    this.spec = spec;
    this.ports = ports;
    this.plan = plan;
    this.clock = clock;
    this.startInterval = startInterval;
    this.ready = ready;
    this.hooks = hooks;
    this.removals = new Removals(calls, reader, plan.identity(), hooks);
    this.networks.putAll(plan.networks());
    this.volumes.putAll(plan.volumes());
  }

  /** Carries out one operation; {@code news} receives what happens within it. */
  void apply(Operation operation, Progress.Listener news) throws InterruptedException {
    if (operation instanceof Operation.ProvideImage provide) {
      provided.put(
          provide.service(),
          images.provide(
              "image of service '" + provide.service() + "'",
              provide.sources(),
              new ImageNews(provide, news)));
    } else if (operation instanceof Operation.CreateNetwork create) {
      createNetwork(create);
    } else if (operation instanceof Operation.CreateVolume create) {
      createVolume(create);
    } else if (operation instanceof Operation.CreateContainer create) {
      made.put(create.name(), createContainer(create, notes(create, news)));
      madeWith.put(create.name(), create.service().hooks());
    } else if (operation instanceof Operation.StartContainer start) {
      String id = id(start.id(), start.name());
      ready.remove(id);
      start(start.service(), id);
      hooks.afterStart(start.service(), id, hooksOf(start, id));
    } else if (operation instanceof Operation.StopContainer stop) {
      removals.stop(stop, notes(stop, news));
    } else if (operation instanceof Operation.RemoveContainer remove) {
      removals.remove(remove);
    } else if (operation instanceof Operation.RemoveNetwork remove) {
      removals.remove(remove);
    } else if (operation instanceof Operation.RemoveVolume remove) {
      removals.remove(remove);
    } else if (operation instanceof Operation.AwaitReady await) {
      String id = id(await.id(), await.name());
      waits.await(await, id, news);
      ready.put(id, clock.instant());
    }
  }

  private static Consumer<String> notes(Operation operation, Progress.Listener news) {
    return text -> news.on(new Progress.Note(operation.subject(), text));
  }

  /** Of a container made just now, what its service says; of another one, what its label says. */
  private Hooks hooksOf(Operation.StartContainer start, String id) {
    if (start.id().isEmpty()) {
      return madeWith.getOrDefault(start.name(), Hooks.NONE);
    }
    return reader
        .inspect(id)
        .map(found -> found.at("Config", "Labels", Labels.HOOKS).text())
        .map(HookLabel::read)
        .orElse(Hooks.NONE);
  }

  private String id(String known, String name) {
    return known.isEmpty() ? made.get(name) : known;
  }

  private void createNetwork(Operation.CreateNetwork create) {
    Map<String, String> labels =
        labels(create.network().name(), create.network().settings().labels());
    labels.putAll(Definition.labels(create.network(), plan.identity()));
    EngineErrors.during(
        create.subject() + " could not be made",
        () -> {
          var request =
              docker
                  .get()
                  .createNetworkCmd()
                  .withName(create.engineName())
                  .withCheckDuplicate(true)
                  .withDriver(create.network().driver())
                  .withInternal(create.network().internal())
                  .withOptions(create.network().options())
                  .withLabels(labels);
          NetworkSpec.add(request, create.network());
          try {
            return request.exec();
          } catch (ConflictException e) {
            throw reader.networksNamed(List.of(create.engineName())).stream()
                .findFirst()
                .map(found -> oursOr(found.labels(), Holder.of(found)))
                .orElse(e);
          } catch (DockerException e) {
            if (EngineErrors.subnetTaken(e)) {
              throw new SubnetTaken(create.network().subnet(), EngineErrors.sentence(e));
            }
            throw e;
          }
        });
  }

  private void createVolume(Operation.CreateVolume create) {
    EngineErrors.during(
        create.subject() + " could not be made",
        () -> {
          Map<String, String> labels = labels(create.volume().name(), create.volume().labels());
          labels.put(Labels.MADE, UUID.randomUUID().toString());
          labels.putAll(Definition.labels(create.volume()));
          docker
              .get()
              .createVolumeCmd()
              .withName(create.engineName())
              .withDriver(create.volume().driver())
              .withDriverOpts(create.volume().options())
              .withLabels(labels)
              .exec();
          // the engine hands out a volume of that name that is there already as if it were new
          Observed.Volume made =
              reader.volumesNamed(List.of(create.engineName())).stream()
                  .findFirst()
                  .orElseThrow(ChangeGate.StateMoved::new);
          if (!plan.identity().owns(made.labels())) {
            throw Holder.of(made);
          }
          return made;
        });
  }

  /** What is in the way: of ours, then the plan is outdated; or of others, then they are named. */
  private RuntimeException oursOr(Map<String, String> labels, OrchException.Refused refused) {
    return plan.identity().owns(labels) ? new ChangeGate.StateMoved() : refused;
  }

  private Map<String, String> labels(String name, Map<String, String> users) {
    Map<String, String> labels = new LinkedHashMap<>(users);
    labels.putAll(plan.identity().labels());
    labels.put(Labels.NAME, name);
    labels.put(Labels.SOURCE, plan.source());
    labels.put(Labels.VERSION, ContainerLabels.version());
    labels.put(Labels.COMPOSE_PROJECT, plan.identity().prefix());
    return labels;
  }

  private String createContainer(Operation.CreateContainer create, Consumer<String> news) {
    Service service = create.service();
    String image = create.image().isEmpty() ? provided.get(service.name()) : create.image();
    Map<String, String> labels = labels("", Map.of());
    labels.remove(Labels.NAME);
    labels.putAll(
        ContainerLabels.of(
            service, create.replica(), create.config(), create.parts(), create.oneShot()));
    if (!create.takeOver().isEmpty()) {
      labels.put(Labels.TAKEN_OVER, String.join(",", create.takeOver().values()));
    }
    return EngineErrors.during(
        "container '" + create.name() + "' could not be made",
        () -> {
          try {
            CreateContainerResponse answer =
                spec.request(create, image, labels, networks, volumes, startInterval).exec();
            String id = answer.getId();
            Stream.of(answer.getWarnings() == null ? new String[0] : answer.getWarnings())
                .forEach(news);
            spec.leftOut(service).forEach(news);
            boolean first = true;
            for (Attachment attachment : service.attachments()) {
              if (first && EndpointSpec.needsItsOwnCall(service, attachment)) {
                docker
                    .get()
                    .disconnectFromNetworkCmd()
                    .withContainerId(id)
                    .withNetworkId(networks.get(attachment.network()))
                    .exec();
                first = false;
              }
              if (!first) {
                connect(id, service, attachment);
              }
              first = false;
            }
            WrittenFiles.of(service).ifPresent(files -> write(id, files));
            return id;
          } catch (ConflictException e) {
            throw reader.containersNamed(List.of(create.name())).stream()
                .findFirst()
                .map(found -> oursOr(found.labels(), Holder.of(found)))
                .orElse(e);
          } catch (NotFoundException e) {
            if (reader.imageId(image).isEmpty()) {
              // somebody removed it since the plan: another way to it may be left
              throw new ChangeGate.StateMoved();
            }
            throw e;
          }
        });
  }

  private void write(String id, byte[] files) {
    docker
        .get()
        .copyArchiveToContainerCmd(id)
        .withTarInputStream(new ByteArrayInputStream(files))
        .withRemotePath("/")
        .exec();
  }

  private void connect(String id, Service service, Attachment attachment) {
    docker
        .get()
        .connectToNetworkCmd()
        .withContainerId(id)
        .withNetworkId(networks.get(attachment.network()))
        .withContainerNetwork(EndpointSpec.of(service, attachment))
        .exec();
  }

  private void start(String service, String id) {
    try {
      calls.startContainer(id);
    } catch (NotModifiedException e) {
      // it runs already: somebody was quicker, and it is what we wanted
    } catch (NotFoundException e) {
      if (reader.inspect(id).isEmpty()) {
        throw new ChangeGate.StateMoved();
      }
      throw startFailed(service, e);
    } catch (DockerException e) {
      throw startFailed(service, e);
    }
  }

  private OrchException startFailed(String service, DockerException e) {
    String sentence = EngineErrors.sentence(e);
    return EngineErrors.portTaken(sentence)
        .<OrchException>map(taken -> portTaken(service, taken.address(), taken.port(), ports))
        .orElseGet(
            () ->
                new OrchException.Failed(
                    "service '" + service + "' could not be started: " + sentence,
                    List.of(),
                    Next.verb("plan")));
  }

  static OrchException.Refused portTaken(
      String service, String address, int port, PortHolder ports) {
    return new OrchException.Refused(
        "service '" + service + "' wants port " + port + " of " + address + ", which is taken",
        List.of("held by " + ports.find(port).orElse("an unknown process")),
        Next.verb("doctor"));
  }
}

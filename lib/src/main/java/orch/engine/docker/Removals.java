package orch.engine.docker;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import orch.engine.HookLabel;
import orch.engine.read.EngineReader;
import orch.engine.read.Json;
import orch.health.ContainerState;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Next;
import orch.model.OrchException;
import orch.plan.Holder;
import orch.plan.Observed;
import orch.plan.Operation;

/**
 * Stops and removes what is still ours at the very moment of the call, and nothing else. Safe for
 * use by several threads.
 */
final class Removals {
  private final PathCalls calls;
  private final EngineReader reader;
  private final Identity identity;
  private final HookRunner hooks;
  private final StopTurns turns = new StopTurns(Runtime.getRuntime().availableProcessors());

  /** Of one copy of a stack. */
  Removals(PathCalls calls, EngineReader reader, Identity identity, HookRunner hooks) {
    this.calls = calls;
    this.reader = reader;
    this.identity = identity;
    this.hooks = hooks;
  }

  /**
   * What a container carries at the very moment of the change; empty when it is gone.
   *
   * @throws OrchException.Refused when it is not ours
   */
  private Optional<Map<String, String>> labelsOfOurs(String id) {
    Optional<Json> found = reader.inspect(id);
    Optional<Map<String, String>> labels = found.map(json -> json.at("Config", "Labels").texts());
    if (labels.isPresent() && !identity.owns(labels.get())) {
      throw new OrchException.Refused(
          "container " + found.get().at("Name").text() + " is not ours; it was left as it is",
          List.of(),
          null);
    }
    return labels;
  }

  void stop(Operation.StopContainer stop, Consumer<String> news) throws InterruptedException {
    Optional<Map<String, String>> labels = labelsOfOurs(stop.id());
    if (labels.isEmpty()) {
      return;
    }
    String label = labels.get().getOrDefault(Labels.HOOKS, "");
    if (!label.isEmpty() && reader.state(stop.id()).phase() == ContainerState.Phase.RUNNING) {
      hooks.beforeStop(stop.id(), HookLabel.read(label)).forEach(news);
    }
    turns.take(
        () ->
            EngineErrors.during(
                "container '" + stop.name() + "' could not be stopped",
                () -> {
                  try {
                    // without a timeout of ours the engine takes the container's own grace time
                    calls.stopContainer(stop.id());
                  } catch (NotModifiedException | NotFoundException e) {
                    // it has ended by itself
                  }
                  return null;
                }));
  }

  void remove(Operation.RemoveContainer remove) {
    Optional<Map<String, String>> labels = labelsOfOurs(remove.id());
    if (labels.isEmpty()) {
      return;
    }
    String takenOver = labels.get().getOrDefault(Labels.TAKEN_OVER, "");
    EngineErrors.during(
        "container '" + remove.name() + "' could not be removed",
        () -> {
          try {
            calls.removeContainer(remove.id(), remove.withAnonymousVolumes(), remove.evenRunning());
            for (String volume : takenOver.split(",")) {
              if (remove.withAnonymousVolumes() && !volume.isEmpty()) {
                calls.removeVolume(volume);
              }
            }
          } catch (NotFoundException e) {
            // somebody was quicker
          }
          return null;
        });
  }

  void remove(Operation.RemoveNetwork remove) {
    Optional<Observed.Network> found =
        reader.networksNamed(List.of(remove.name())).stream()
            .filter(network -> network.id().equals(remove.id()))
            .findFirst();
    if (found.isEmpty()) {
      return;
    }
    if (!identity.owns(found.get().labels())) {
      throw Holder.of(found.get());
    }
    EngineErrors.during(
        remove.subject() + " could not be removed",
        () -> {
          try {
            calls.removeNetwork(remove.id());
            return null;
          } catch (NotFoundException e) {
            return null;
          } catch (DockerException e) {
            // somebody may have joined it since the plan
            List<Observed.Container> there = reader.containersOn(remove.id());
            List<Observed.Container> guests =
                there.stream().filter(container -> !identity.owns(container.labels())).toList();
            if (!guests.isEmpty()) {
              throw Holder.of(found.get(), guests);
            }
            // ours may still be there: they are removed at the same time
            if (there.stream().noneMatch(Observed.Container::running)
                && EngineErrors.networkInUse(e)) {
              // https://github.com/moby/moby/issues/43286, seen on engine 20.10
              throw new OrchException.Failed(
                  remove.subject()
                      + " could not be removed: the engine counts containers on it, and there are none",
                  List.of(
                      "the engine says: " + EngineErrors.sentence(e),
                      "once it is restarted it counts right, and the network can be removed"),
                  Next.verb("engine"));
            }
            throw e;
          }
        });
  }

  void remove(Operation.RemoveVolume remove) {
    List<Observed.Volume> found = reader.volumesNamed(List.of(remove.name()));
    if (found.isEmpty()) {
      return;
    }
    Observed.Volume volume = found.get(0);
    if (!identity.owns(volume.labels())) {
      throw Holder.of(volume);
    }
    if (!volume.made().equals(remove.made())) {
      throw new OrchException.Refused(
          remove.subject() + " is another one than when this was planned; it was left as it is",
          List.of("held by " + Holder.holder(volume.labels())),
          null);
    }
    EngineErrors.during(
        remove.subject() + " could not be removed",
        () -> {
          try {
            calls.removeVolume(remove.name());
          } catch (NotFoundException e) {
            // somebody was quicker
          }
          return null;
        });
  }
}

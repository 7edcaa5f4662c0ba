package orch.snapshot;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import orch.engine.Engine;
import orch.model.Identity;
import orch.model.Labels;
import orch.model.Stack;
import orch.model.Value;
import orch.own.LocalState;
import orch.own.Secrets;
import orch.plan.Observed;
import orch.plan.Progress;
import orch.plan.Scope;

/**
 * What all work on the volumes of one copy of a stack needs to know.
 *
 * @param stack as it is described, where there is a description
 */
record Work(
    Engine engine,
    LocalState local,
    Clock clock,
    Progress.Listener progress,
    Identity identity,
    Optional<Stack> stack) {
  SnapshotStore store() {
    return new SnapshotStore(local.folder(), identity.stack());
  }

  Observed observe() {
    return engine.observe(Scope.of(identity));
  }

  /** The secrets that orch has made for it. */
  List<Value.Secret> secrets() {
    return identity.environment().run().isPresent()
        ? local.runs().secrets(identity.prefix())
        : new Secrets(local.folder()).all(identity.stack());
  }

  void note(String snapshot, String text) {
    progress.on(new Progress.Note("snapshot " + snapshot, text));
  }

  /** The stack's own volumes that are there: names on the engine by its own names, sorted. */
  Map<String, String> volumes(Observed observed) {
    Map<String, String> volumes = new LinkedHashMap<>();
    observed.volumes().stream()
        .filter(volume -> identity.owns(volume.labels()))
        .filter(volume -> !volume.labels().containsKey(Labels.HELPER))
        .sorted(java.util.Comparator.comparing(Observed.Volume::name))
        .forEach(
            volume ->
                volumes.put(
                    volume.labels().getOrDefault(Labels.NAME, volume.name()), volume.name()));
    return volumes;
  }

  /** Images of the stack that are on the engine, for the container through which files go. */
  List<String> images(Observed observed) {
    Stream<String> ofContainers = observed.containers().stream().map(Observed.Container::imageId);
    if (stack.isEmpty() || !observed.containers().isEmpty()) {
      return ofContainers.distinct().toList();
    }
    return engine.observe(Scope.of(identity, stack.get())).images().values().stream()
        .map(Observed.Image::id)
        .distinct()
        .toList();
  }
}

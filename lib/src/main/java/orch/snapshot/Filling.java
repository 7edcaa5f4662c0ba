package orch.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import orch.engine.ChangeGate;
import orch.engine.VolumeFiles;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Volume;
import orch.plan.Observed;
import orch.plan.Operation;
import orch.plan.Plan;

/** Makes volumes hold what a snapshot says, and nothing else. It can be done again and again. */
final class Filling {
  private final Work work;
  private final ChangeGate gate;

  Filling(Work work, ChangeGate gate) {
    this.work = work;
    this.gate = gate;
  }

  /**
   * Fills volumes, which are made where they are not there.
   *
   * @param names within the stack
   * @throws OrchException.Failed when the engine cannot; then they may hold anything
   */
  void fill(Snapshot snapshot, List<String> names) {
    Observed observed = work.observe();
    Set<String> there =
        observed.volumes().stream().map(Observed.Volume::name).collect(Collectors.toSet());
    Map<String, String> volumes = new LinkedHashMap<>();
    List<Plan.Step> missing = new ArrayList<>();
    for (String name : names) {
      Volume volume =
          work.stack()
              .map(described -> described.volumes().get(name))
              .filter(Objects::nonNull)
              .orElseGet(() -> Volume.local(name));
      String engineName = volume.engineName(work.identity());
      volumes.put(name, engineName);
      if (!there.contains(engineName)) {
        String cause = "snapshot '" + snapshot.name() + "' has it";
        missing.add(new Plan.Step(new Operation.CreateVolume(volume, engineName, cause), Set.of()));
      }
    }
    String source = work.stack().map(described -> described.origin().file()).orElse("");
    work.engine()
        .apply(
            new Plan(work.identity(), source, Map.of(), volumes, missing),
            Duration.ZERO,
            work.progress(),
            gate);
    try (VolumeFiles.Opened opened =
        work.engine().volumeFiles().open(work.identity(), volumes, work.images(observed))) {
      for (String name : names) {
        SavedVolume saved = snapshot.volume(name).orElseThrow();
        work.note(snapshot.name(), "restores volume '" + name + "'");
        if (there.contains(volumes.get(name))) {
          opened.empty(name);
        }
        try (InputStream tar =
            new ReadAhead(Archives.read(saved, work.store().archive(snapshot, saved)))) {
          opened.fill(name, tar);
        }
      }
    } catch (IOException e) {
      throw new OrchException.Failed(
          "snapshot '" + snapshot.name() + "' could not be restored",
          List.of(OrchException.reason(e)),
          Next.verb("doctor"));
    }
  }
}

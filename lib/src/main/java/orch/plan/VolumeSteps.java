package orch.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import orch.model.Mount;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Service;
import orch.model.Volume;

/**
 * Steps that make volumes. One that exists is never made anew, since its data would be gone: where
 * it is described otherwise than it was made, the start is refused.
 */
final class VolumeSteps {
  private final Planning planning;
  private final Map<String, Integer> steps = new HashMap<>();

  VolumeSteps(Planning planning) {
    this.planning = planning;
  }

  /**
   * Plans the volumes of a service.
   *
   * @throws OrchException.Refused when one is not ours, or is not as described
   * @throws OrchException.BadInput when an external one does not exist
   */
  void plan(Service service) {
    for (Mount mount : service.mounts()) {
      if (mount instanceof Mount.VolumeMount volume) {
        plan(service, planning.stack().volumes().get(volume.volume()));
      }
    }
  }

  private void plan(Service service, Volume volume) {
    String name = volume.engineName(planning.identity());
    Optional<Observed.Volume> found =
        planning.observed().volumes().stream().filter(v -> v.name().equals(name)).findFirst();
    if (!volume.external().isEmpty()) {
      if (found.isEmpty()) {
        throw Planning.missingExternal(service, "volume", name);
      }
    } else if (found.isEmpty()) {
      steps.computeIfAbsent(
          name,
          n ->
              planning
                  .plan()
                  .add(new Operation.CreateVolume(volume, n, "it does not exist"), Set.of()));
    } else if (!planning.identity().owns(found.get().labels())) {
      throw Holder.of(found.get());
    } else {
      Optional<String> difference = Definition.difference(volume, found.get());
      if (difference.isPresent()) {
        throw changed(name, difference.get());
      }
    }
  }

  private static OrchException.Refused changed(String name, String difference) {
    List<String> evidence = new ArrayList<>();
    evidence.add("volume changed: " + difference);
    evidence.add("a volume cannot be changed, only made anew, without the data in it");
    evidence.add("under another name in the stack a new one is made, and this one stays");
    return new OrchException.Refused(
        "volume '" + name + "' was made otherwise than the stack describes it; nothing was changed",
        evidence,
        Next.verb("stop", "--volumes"));
  }

  /** The steps that make the volumes of a service. */
  List<Integer> of(Service service) {
    List<Integer> needed = new ArrayList<>();
    for (Mount mount : service.mounts()) {
      if (mount instanceof Mount.VolumeMount volume) {
        Volume wanted = planning.stack().volumes().get(volume.volume());
        Integer step = steps.get(wanted.engineName(planning.identity()));
        if (step != null) {
          needed.add(step);
        }
      }
    }
    return needed;
  }
}

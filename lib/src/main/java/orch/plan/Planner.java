package orch.plan;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import orch.model.Identity;
import orch.model.OrchException;
import orch.model.Service;
import orch.model.Stack;

/**
 * Plans a start: compares a stack with what the engine holds. Pure: the same input gives the same
 * plan.
 */
public final class Planner {
  private Planner() {}

  /**
   * What makes the stack as described.
   *
   * @param services those wanted, with their dependencies and all that are in a network that must
   *     be replaced for them; empty: all
   * @param await whether the plan ends with waits for every service; what must be ready before
   *     something else may start is waited for in any case
   * @throws OrchException.Refused when a name is held by something that is not ours, when a volume
   *     would have to be made anew, or a network in which somebody else is
   * @throws OrchException.BadInput when something external that it uses does not exist
   */
  public static Plan start(
      Stack stack,
      Identity identity,
      Observed observed,
      Collection<String> services,
      boolean await) {
    for (Observed.Container squatter : observed.squatters()) {
      throw Holder.of(squatter);
    }
    Planning planning = new Planning(stack, identity, observed, new Plan.Builder());
    ImageSteps images = new ImageSteps(planning);
    NetworkSteps networks = new NetworkSteps(planning);
    VolumeSteps volumes = new VolumeSteps(planning);
    Set<String> selected = networks.affected(stack.withDependencies(services));
    for (String name : selected) {
      Service service = stack.service(name);
      networks.plan(service);
      volumes.plan(service);
      images.plan(service);
    }
    networks.replace(images.all());
    ContainerSteps containers = new ContainerSteps(planning, images, networks, volumes);
    ServiceSteps steps = new ServiceSteps(planning, images, networks, containers, await);
    selected.forEach(name -> steps.plan(stack.service(name)));
    Map<String, String> networkNames = new LinkedHashMap<>();
    stack.networks().values().forEach(n -> networkNames.put(n.name(), n.engineName(identity)));
    Map<String, String> volumeNames = new LinkedHashMap<>();
    stack.volumes().values().forEach(v -> volumeNames.put(v.name(), v.engineName(identity)));
    return planning.plan().build(identity, stack.origin().file(), networkNames, volumeNames);
  }
}

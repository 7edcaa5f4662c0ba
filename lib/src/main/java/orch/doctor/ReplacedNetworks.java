package orch.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import orch.engine.Engine;
import orch.model.AddressPool;
import orch.model.Next;
import orch.model.OrchException;
import orch.model.Subnet;
import orch.plan.Observed;
import orch.plan.Operation;
import orch.plan.Plan;
import orch.plan.TakenSubnet;

/**
 * Whether the subnets of networks that are replaced are free: once the old network is gone it is
 * too late to find out.
 */
final class ReplacedNetworks {
  private ReplacedNetworks() {}

  /**
   * Looks, if the plan replaces any network.
   *
   * @throws OrchException.Refused when somebody else uses a subnet
   */
  static void check(Engine engine, Plan plan, Observed observed) {
    Set<String> removed =
        plan.changes().stream()
            .filter(Operation.RemoveNetwork.class::isInstance)
            .map(operation -> ((Operation.RemoveNetwork) operation).name())
            .collect(Collectors.toSet());
    if (removed.isEmpty()) {
      return;
    }
    Set<Subnet> freed =
        observed.networks().stream()
            .filter(network -> removed.contains(network.name()))
            .flatMap(n -> Arrays.stream(n.settings().getOrDefault("subnet", "").split(",")))
            .flatMap(subnet -> Subnet.parse(subnet).stream())
            .collect(Collectors.toSet());
    List<TakenSubnet> taken =
        engine.subnets().stream().filter(t -> !freed.contains(t.subnet())).toList();
    for (Operation operation : plan.changes()) {
      if (operation instanceof Operation.CreateNetwork create
          && removed.contains(create.engineName())) {
        check(create, taken);
      }
    }
  }

  private static void check(Operation.CreateNetwork create, List<TakenSubnet> taken) {
    Stream<String> pools = create.network().settings().pools().stream().map(AddressPool::subnet);
    List<Subnet> wanted =
        Stream.concat(Stream.of(create.network().subnet()), pools)
            .flatMap(subnet -> Subnet.parse(subnet).stream())
            .toList();
    for (Subnet subnet : wanted) {
      List<String> holders =
          taken.stream()
              .filter(t -> t.subnet().overlaps(subnet))
              .map(t -> "held by " + t.holder() + ": " + t.subnet())
              .toList();
      if (!holders.isEmpty()) {
        throw new OrchException.Refused(
            "subnet " + subnet + " of " + create.subject() + " is taken; nothing was changed",
            holders,
            Next.verb("doctor"));
      }
    }
  }
}

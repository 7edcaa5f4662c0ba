package orch.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import orch.engine.EngineMachine;
import orch.health.Finding;
import orch.model.Next;
import orch.model.Subnet;
import orch.own.DedicatedCopies;
import orch.plan.TakenSubnet;

/**
 * How many networks can still be made: from the engine's pools, and from that of private copies.
 */
final class SubnetsCheck implements Check {
  /**
   * An engine's pools where its configuration names none;
   * https://github.com/moby/moby/blob/v20.10.24/libnetwork/ipamutils/utils.go.
   */
  static final List<EngineMachine.Pool> ENGINE_POOLS =
      List.of(
          new EngineMachine.Pool("172.17.0.0/16", 16),
          new EngineMachine.Pool("172.18.0.0/16", 16),
          new EngineMachine.Pool("172.19.0.0/16", 16),
          new EngineMachine.Pool("172.20.0.0/14", 16),
          new EngineMachine.Pool("172.24.0.0/14", 16),
          new EngineMachine.Pool("172.28.0.0/14", 16),
          new EngineMachine.Pool("192.168.0.0/16", 20));

  private static final String NAME = "subnets";
  private static final int FEW = 4;
  private static final int NAMED = 5;

  private final List<EngineMachine.Pool> pools;
  private final Supplier<List<TakenSubnet>> taken;
  private final List<Subnet> own;

  /**
   * Counts.
   *
   * @param pools the engine's; empty: its defaults
   * @param taken the subnets of all its networks
   * @param own pools of private copies
   */
  SubnetsCheck(
      List<EngineMachine.Pool> pools, Supplier<List<TakenSubnet>> taken, List<Subnet> own) {
    this.pools = pools.isEmpty() ? ENGINE_POOLS : List.copyOf(pools);
    this.taken = taken;
    this.own = List.copyOf(own);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    List<TakenSubnet> networks = taken.get();
    List<Finding> findings = new ArrayList<>();
    List<SubnetPool> ofEngine =
        pools.stream().flatMap(p -> SubnetPool.of(p.base(), p.size()).stream()).toList();
    if (!ofEngine.isEmpty()) {
      // pools of IPv6 alone are not counted
      findings.add(count(ofEngine, networks, "networks of the engine's own pools"));
    }
    List<SubnetPool> ofCopies =
        own.stream().map(range -> new SubnetPool(range, DedicatedCopies.BITS)).toList();
    String ranges = String.join(", ", own.stream().map(Subnet::toString).toList());
    findings.add(count(ofCopies, networks, "subnets for private copies in " + ranges));
    return findings;
  }

  private static Finding count(List<SubnetPool> pools, List<TakenSubnet> networks, String what) {
    List<Subnet> used = networks.stream().map(TakenSubnet::subnet).toList();
    int all = pools.stream().mapToInt(SubnetPool::count).sum();
    int free = pools.stream().mapToInt(pool -> pool.free(used)).sum();
    String evidence = free + " of " + all + " " + what + " are free";
    if (free >= Math.min(FEW, all)) {
      return Finding.ok(NAME, evidence);
    }
    evidence += "; held by " + holders(pools, networks);
    return free == 0
        ? Finding.error(NAME, evidence, Next.verb("cleanup"))
        : Finding.warning(NAME, evidence, Next.verb("cleanup"));
  }

  private static String holders(List<SubnetPool> pools, List<TakenSubnet> networks) {
    // a network has a route as well: the first that holds a subnet is enough
    Map<Subnet, String> bySubnet = new LinkedHashMap<>();
    for (TakenSubnet network : networks) {
      if (pools.stream().anyMatch(pool -> pool.range().overlaps(network.subnet()))) {
        bySubnet.putIfAbsent(network.subnet(), network.holder());
      }
    }
    List<String> names =
        bySubnet.entrySet().stream()
            .map(entry -> entry.getValue() + " (" + entry.getKey() + ")")
            .toList();
    String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
    return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
  }
}

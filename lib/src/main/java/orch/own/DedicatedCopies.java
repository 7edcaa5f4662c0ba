package orch.own;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.Attachment;
import orch.model.Identity;
import orch.model.Links;
import orch.model.Network;
import orch.model.OrchException;
import orch.model.Port;
import orch.model.Service;
import orch.model.Stack;
import orch.model.Subnet;
import orch.plan.TakenSubnet;

/**
 * Turns a stack into a private copy that meets no other: free host ports, and a small subnet of its
 * own for each network. The engine's own pools end at about 31 networks; this one at 1,024.
 *
 * @param pools the ranges from which subnets are taken
 */
public record DedicatedCopies(List<Subnet> pools) {
  /** The range unless {@code ORCH_SUBNETS} says otherwise. */
  public static final String DEFAULT_POOL = "10.213.0.0/16";

  /** The size of a copy's subnet: 61 containers. */
  public static final int BITS = 26;

  /** Copies the list. */
  public DedicatedCopies {
    pools = List.copyOf(pools);
  }

  /**
   * Reads pools as {@code ORCH_SUBNETS} has them, comma-separated; empty: the default.
   *
   * @throws OrchException.BadInput when one is no range of IPv4 addresses, or too small
   */
  public static DedicatedCopies of(String pools) {
    List<Subnet> read = new ArrayList<>();
    for (String pool : (pools.isBlank() ? DEFAULT_POOL : pools).split(",", -1)) {
      Optional<Subnet> subnet = Subnet.parse(pool);
      if (subnet.isEmpty() || subnet.get().bits() > BITS) {
        throw new OrchException.BadInput(
            "ORCH_SUBNETS '"
                + pools
                + "': '"
                + pool.strip()
                + "' is no range such as "
                + DEFAULT_POOL
                + ", /"
                + BITS
                + " or larger");
      }
      read.add(subnet.get());
    }
    return new DedicatedCopies(read);
  }

  /**
   * The stack as a copy has it.
   *
   * @param taken what is in use on the engine and its machine
   * @throws OrchException.BadInput when a service has a fixed address, which a subnet of its own
   *     cannot keep
   * @throws OrchException.Refused when no subnet is free
   */
  public Stack copy(Stack stack, Identity identity, Collection<TakenSubnet> taken) {
    Stack ported = withFreePorts(stack);
    List<TakenSubnet> used = new ArrayList<>(taken);
    Map<String, Network> networks = new LinkedHashMap<>();
    for (Network network : stack.networks().values()) {
      boolean own = network.external().isEmpty() && network.driver().equals("bridge");
      if (own) {
        Subnet subnet = free(identity.scopedName(network.name()), used);
        used.add(new TakenSubnet(subnet, "this copy"));
        networks.put(network.name(), network.withSubnet(subnet.toString()));
      } else {
        networks.put(network.name(), network);
      }
    }
    return new Stack(stack.name(), stack.origin(), ported.services(), networks, stack.volumes());
  }

  /**
   * The stack with free host ports in place of those it names.
   *
   * @throws OrchException.BadInput as {@link #copy} does
   */
  public Stack withFreePorts(Stack stack) {
    Map<String, Service> services = new LinkedHashMap<>();
    stack.services().forEach((name, service) -> services.put(name, withFreePorts(service)));
    return new Stack(stack.name(), stack.origin(), services, stack.networks(), stack.volumes());
  }

  private static Service withFreePorts(Service service) {
    Links links = service.links();
    for (Attachment attachment : links.attachments()) {
      String fixed = attachment.address() + attachment.endpoint().ipv6();
      if (!fixed.isEmpty()) {
        throw new OrchException.BadInput(
            service
                .origin()
                .at(
                    "service '"
                        + service.name()
                        + "' has the fixed address "
                        + fixed
                        + "; a dedicated copy has a subnet of its own and cannot keep it"));
      }
    }
    List<Port> ports =
        links.ports().stream()
            .map(port -> new Port(port.container(), 0, port.address(), port.protocol()))
            .toList();
    return service.withLinks(links.withPorts(ports));
  }

  /**
   * The first free subnet, from a place on that the name decides: copies that begin at the same
   * time seldom want the same.
   */
  private Subnet free(String name, List<TakenSubnet> taken) {
    for (Subnet pool : pools) {
      int count = pool.count(BITS);
      int first = Math.floorMod(name.hashCode() * 0x9E3779B9, count);
      for (int i = 0; i < count; i++) {
        Subnet subnet = pool.part(BITS, (first + i) % count);
        if (taken.stream().noneMatch(t -> t.subnet().overlaps(subnet))) {
          return subnet;
        }
      }
    }
    throw exhausted(pools, taken);
  }

  /** The refusal when nothing is free in these ranges: who holds what. */
  public static OrchException.Refused exhausted(List<Subnet> pools, Collection<TakenSubnet> taken) {
    Map<String, Integer> holders = new LinkedHashMap<>();
    taken.stream()
        .filter(t -> pools.isEmpty() || pools.stream().anyMatch(pool -> pool.overlaps(t.subnet())))
        .forEach(t -> holders.merge(t.holder(), 1, Integer::sum));
    List<String> evidence = new ArrayList<>();
    holders.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(10)
        .forEach(
            e ->
                evidence.add(
                    e.getValue() + (e.getValue() == 1 ? " subnet: " : " subnets: ") + e.getKey()));
    if (holders.size() > 10) {
      evidence.add((holders.size() - 10) + " more holders");
    }
    if (!pools.isEmpty()) {
      evidence.add("ORCH_SUBNETS names other ranges, such as 10.64.0.0/16");
    }
    return new OrchException.Refused(
        pools.isEmpty()
            ? "the engine has no subnet left for another network"
            : "no subnet is free in "
                + String.join(", ", pools.stream().map(Subnet::toString).toList()),
        evidence,
        orch.model.Next.verb("cleanup"));
  }
}

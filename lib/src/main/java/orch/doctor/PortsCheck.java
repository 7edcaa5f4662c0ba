package orch.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.health.Finding;
import orch.model.Port;
import orch.model.Service;
import orch.model.Stack;

/** Host ports that the stack wants, and who holds them. */
final class PortsCheck implements Check {
  private static final String NAME = "ports";

  private final Stack stack;
  private final Set<Integer> own;
  private final Holders holders;

  /** Knows who holds host ports. */
  interface Holders {
    /** Containers or processes by those ports that are not free. */
    Map<Integer, String> of(Collection<Integer> ports);
  }

  /**
   * Asks for every port that is wanted by number.
   *
   * @param own host ports that the stack's own containers hold
   */
  PortsCheck(Stack stack, Set<Integer> own, Holders holders) {
    this.stack = stack;
    this.own = Set.copyOf(own);
    this.holders = holders;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    Set<Integer> wanted = new LinkedHashSet<>();
    stack.services().values().stream()
        .flatMap(service -> service.links().ports().stream())
        .map(Port::host)
        .filter(port -> port != 0)
        .forEach(wanted::add);
    Set<Integer> others = new LinkedHashSet<>(wanted);
    others.removeAll(own);
    Map<Integer, String> held = holders.of(others);
    List<Finding> findings = new ArrayList<>();
    for (Service service : stack.services().values()) {
      for (Port port : service.links().ports()) {
        if (held.containsKey(port.host())) {
          findings.add(taken(service, port, held.get(port.host())));
        }
      }
    }
    List<String> well =
        wanted.stream().filter(port -> !held.containsKey(port)).map(String::valueOf).toList();
    if (!well.isEmpty()) {
      findings.add(Finding.ok(NAME, "free or the stack's own: " + String.join(", ", well)));
    }
    return findings.isEmpty()
        ? List.of(Finding.ok(NAME, "the stack wants no host port by number"))
        : findings;
  }

  private static Finding taken(Service service, Port port, String holder) {
    return Finding.error(
        NAME,
        service
            .origin()
            .at(
                "service '"
                    + service.name()
                    + "' wants port "
                    + port.host()
                    + " of "
                    + (port.address().isEmpty() ? "all interfaces" : port.address())
                    + ", held by "
                    + holder),
        "end what holds it, or write port "
            + port.container()
            + " for a free one, or port "
            + port.container()
            + ", host: N for another");
  }
}

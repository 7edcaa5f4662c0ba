package orch.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import orch.health.Finding;
import orch.model.Port;
import orch.model.Service;
import orch.model.Stack;

/** Ports of the stack that the whole network can reach. */
final class OpenPortsCheck implements Check {
  private static final String NAME = "open-ports";

  private static final Set<String> ALL_INTERFACES = Set.of("", "0.0.0.0", "::", "[::]");

  private final Stack stack;

  OpenPortsCheck(Stack stack) {
    this.stack = stack;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    for (Service service : stack.services().values()) {
      for (Port port : service.links().ports()) {
        if (ALL_INTERFACES.contains(port.address())) {
          findings.add(
              Finding.warning(
                  NAME,
                  service
                      .origin()
                      .at(
                          "service '"
                              + service.name()
                              + "' publishes port "
                              + port.container()
                              + " on all interfaces ("
                              + (port.address().isEmpty() ? "no address" : port.address())
                              + "): whoever reaches this machine reaches it"),
                  "write port "
                      + port.container()
                      + (port.host() == 0 ? "" : ", host: " + port.host())
                      + " without an address: then only this machine reaches it"));
        }
      }
    }
    return findings.isEmpty()
        ? List.of(Finding.ok(NAME, "no port of the stack is published on all interfaces"))
        : findings;
  }
}

package orch.engine.read;

import java.util.List;
import java.util.Map;
import orch.plan.Observed;
import orch.plan.Scope;

/**
 * Asks for more where a label shows that something may not be as wanted: what containers were made
 * with, and who else is in a network. Where all is as described nothing is asked.
 */
public final class CloserLook {
  private final EngineReader reader;
  private final Scope scope;

  /** Looks at what differs from this. */
  public CloserLook(EngineReader reader, Scope scope) {
    this.reader = reader;
    this.scope = scope;
  }

  /** The containers, with their settings where those may have changed. */
  public List<Observed.Container> containers(List<Observed.Container> listed) {
    return listed.stream()
        .map(
            container ->
                scope.isDoubtful(container.name(), container.labels())
                    ? container.withSettings(settings(container))
                    : container)
        .toList();
  }

  /** The networks, with those who are in it and not ours where it may have to be replaced. */
  public List<Observed.Network> networks(List<Observed.Network> listed) {
    return listed.stream()
        .map(
            network ->
                scope.isDoubtful(network.name(), network.labels())
                    ? network.withGuests(guests(network))
                    : network)
        .toList();
  }

  private Map<String, String> settings(Observed.Container container) {
    return reader.inspect(container.id()).map(Settings::ofContainer).orElse(Map.of());
  }

  private List<Observed.Container> guests(Observed.Network network) {
    return reader.containersOn(network.id()).stream()
        .filter(container -> !scope.identity().owns(container.labels()))
        .toList();
  }
}

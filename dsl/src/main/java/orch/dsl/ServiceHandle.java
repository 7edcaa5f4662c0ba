package orch.dsl;

import java.util.List;
import java.util.function.Supplier;
import orch.facade.Addresses;
import orch.model.Names;
import orch.model.OrchException;
import orch.plan.Observed;

/** A service of a stack in the hands of a script: the addresses at which the host reaches it. */
public final class ServiceHandle {
  private final Session session;
  private final String service;
  private final Supplier<Observed.Container> container;

  /**
   * For one service.
   *
   * @param container finds one of its containers, at each question anew
   */
  ServiceHandle(Session session, String service, Supplier<Observed.Container> container) {
    this.session = session;
    this.service = service;
    this.container = container;
  }

  /**
   * The address at which the host reaches a port of the container: {@code http://127.0.0.1:49153}.
   */
  public String url(int containerPort) {
    Observed.Published port = published(containerPort);
    return Addresses.url(session.orchestrator().engine().info().address().host(), port);
  }

  /** The host port behind which a port of the container is. */
  public int port(int containerPort) {
    return published(containerPort).host();
  }

  private Observed.Published published(int containerPort) {
    List<Observed.Published> ports = container.get().ports();
    return ports.stream()
        .filter(p -> p.container() == containerPort)
        .findFirst()
        .orElseThrow(() -> notPublished(containerPort, ports));
  }

  private OrchException.BadInput notPublished(int containerPort, List<Observed.Published> ports) {
    List<String> published =
        ports.stream().map(p -> Integer.toString(p.container())).distinct().toList();
    return new OrchException.BadInput(
        session
            .scripts()
            .here()
            .at(
                "service '"
                    + service
                    + "' does not publish port "
                    + containerPort
                    + Names.didYouMean(Integer.toString(containerPort), published)),
        List.of(
            published.isEmpty()
                ? "it publishes none"
                : "it publishes " + String.join(", ", published)),
        null);
  }
}

package orch.testcontainers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import orch.dsl.StackHandle;
import orch.embed.EmbeddedStack;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startable;
import org.testcontainers.lifecycle.Startables;

/**
 * A private copy of a stack as something that Testcontainers starts and stops: in a field with
 * {@code @Container}, in {@code dependsOn}, or by {@link #start}.
 *
 * <pre>{@code
 * @Container
 * static OrchStack stack = new OrchStack("stack.groovy");
 *
 * @Container
 * static GenericContainer<?> client =
 *     new GenericContainer<>("debian:bookworm-slim").withNetwork(stack.getNetwork()).dependsOn(stack);
 * }</pre>
 *
 * <p>It is removed by orch, also after a {@code kill -9}, and not by Testcontainers' own reaper.
 */
public final class OrchStack implements Startable {
  private static final String JOINED = "testcontainers";

  private final Set<Startable> dependencies = new LinkedHashSet<>();
  private final String[] files;
  private Supplier<String> joined;
  private EmbeddedStack stack;

  /**
   * A stack.
   *
   * @param files as {@link EmbeddedStack#of(String...)} takes them
   */
  public OrchStack(String... files) {
    this.files = files.clone();
  }

  /** What is started before it. */
  public OrchStack dependsOn(Startable... others) {
    dependencies.addAll(Set.of(others));
    return this;
  }

  /**
   * Has every service join a network of Testcontainers as well, under its own name. A stack has one
   * such network.
   */
  public OrchStack withNetwork(Network network) {
    joined =
        () -> {
          // it is made when it is first asked for its id
          String id = network.getId();
          return network instanceof Network.NetworkImpl made ? made.getName() : id;
        };
    return this;
  }

  @Override
  public Set<Startable> getDependencies() {
    return Set.copyOf(dependencies);
  }

  @Override
  public synchronized void start() {
    if (stack != null) {
      return;
    }
    Startables.deepStart(dependencies).join();
    EmbeddedStack wanted = EmbeddedStack.of(files);
    if (joined != null) {
      String name = joined.get();
      wanted =
          wanted.changed(
              described -> described.joining(orch.model.Network.bridge(JOINED).asExternal(name)));
    }
    stack = wanted.start();
  }

  /**
   * Removes it. Containers of this Testcontainers session that have joined one of its networks are
   * taken out of it first, since Testcontainers stops in an order of its own.
   */
  @Override
  public synchronized void stop() {
    if (stack != null) {
      guests(stack.handle()).forEach(OrchStack::takeOut);
      stack.close();
      stack = null;
    }
  }

  /** A container of Testcontainers in a network of the stack's. */
  private record Guest(String network, String container) {}

  private static List<Guest> guests(StackHandle stack) {
    DockerClient client = DockerClientFactory.lazyClient();
    List<Guest> guests = new ArrayList<>();
    for (String network : stack.networkNames()) {
      client
          .listContainersCmd()
          .withNetworkFilter(List.of(network))
          .withLabelFilter(DockerClientFactory.DEFAULT_LABELS)
          .exec()
          .forEach(container -> guests.add(new Guest(network, container.getId())));
    }
    return guests;
  }

  private static void takeOut(Guest guest) {
    try {
      DockerClientFactory.lazyClient()
          .disconnectFromNetworkCmd()
          .withNetworkId(guest.network())
          .withContainerId(guest.container())
          .withForce(true)
          .exec();
    } catch (DockerException e) {
      // it has ended meanwhile; a network that is still in use is told when it is removed
    }
  }

  private synchronized EmbeddedStack started() {
    if (stack == null) {
      throw new IllegalStateException("the stack was not started: use @Container, or start()");
    }
    return stack;
  }

  /** The stack, with all that a script can do with it. */
  public StackHandle getHandle() {
    return started().handle();
  }

  /** The network of services that name none, for containers to join. */
  public Network getNetwork() {
    return getNetwork(orch.model.Network.DEFAULT);
  }

  /** One of its networks, for containers to join; it must have been started when they are. */
  public Network getNetwork(String name) {
    return new Network() {
      @Override
      public String getId() {
        return started().networkName(name);
      }

      @Override
      public void close() {
        // it goes with its stack
      }
    };
  }

  /** The host at which a published port of a service is reached. */
  public String getServiceHost(String service, int port) {
    return getServiceUrl(service, port).getHost();
  }

  /** The host's port behind which a published port of a service is. */
  public Integer getServicePort(String service, int port) {
    return started().port(service, port);
  }

  /** The address at which a published port of a service is reached. */
  public URI getServiceUrl(String service, int port) {
    return started().url(service, port);
  }
}

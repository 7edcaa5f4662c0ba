package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import orch.testcontainers.OrchStack;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

@Testcontainers
class ContainersTest {
  static final Network network = Network.newNetwork();

  @Container
  static final OrchStack stack = new OrchStack("stack.groovy").withNetwork(network);

  @Container
  static final GenericContainer<?> guest =
      new GenericContainer<>("debian:bookworm-slim")
          .withCommand("sleep", "infinity")
          .withNetwork(stack.getNetwork())
          .dependsOn(stack);

  @Container
  static final GenericContainer<?> neighbour =
      new GenericContainer<>("debian:bookworm-slim")
          .withCommand("sleep", "infinity")
          .withNetwork(network)
          .withNetworkAliases("neighbour")
          .dependsOn(stack);

  @Test
  void aContainerReachesServicesOfTheStack() throws Exception {
    assertEquals(0, guest.execInContainer("getent", "hosts", "greeter").getExitCode());
  }

  @Test
  void aServiceReachesContainersOfTheNetwork() {
    assertEquals(0, stack.getHandle().exec("greeter", "getent", "hosts", "neighbour").getCode());
  }
}

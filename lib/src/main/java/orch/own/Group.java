package orch.own;

import java.util.Map;
import java.util.Optional;
import orch.engine.read.Inventory;
import orch.model.Labels;

/**
 * Things that one orchestrator made together and takes away together.
 *
 * @param kind whose
 * @param name tells one from the next
 */
record Group(Kind kind, String name) {
  /** Who makes groups. */
  enum Kind {
    ORCH,
    COMPOSE,
    TESTCONTAINERS
  }

  private static final String COMPOSE_PROJECT = "com.docker.compose.project";
  private static final String COMPOSE_SERVICE = "com.docker.compose.service";
  private static final String COMPOSE_NUMBER = "com.docker.compose.container-number";

  // https://java.testcontainers.org/features/configuration/, labels of every object of a session
  private static final String TESTCONTAINERS_SESSION = "org.testcontainers.sessionId";

  /** The group that labels tell of; orch's own ones go first, as they come with Compose's. */
  static Optional<Group> of(Map<String, String> labels) {
    if (labels.containsKey(Labels.STACK)) {
      String run = labels.getOrDefault(Labels.RUN, "");
      String host = labels.getOrDefault(Labels.HOST, "");
      String copy = run.isEmpty() ? "" : ", run " + run;
      return Optional.of(
          new Group(Kind.ORCH, labels.get(Labels.STACK) + copy + " of host " + host));
    } else if (labels.containsKey(COMPOSE_PROJECT)) {
      return Optional.of(new Group(Kind.COMPOSE, labels.get(COMPOSE_PROJECT)));
    }
    return Optional.ofNullable(labels.get(TESTCONTAINERS_SESSION))
        .map(session -> new Group(Kind.TESTCONTAINERS, session));
  }

  /** Whether the container belongs to it, other than as the one that clears away at the end. */
  boolean has(Inventory.Container container) {
    return of(container.labels()).filter(this::equals).isPresent()
        && !container.image().contains("testcontainers/ryuk");
  }

  /** Whether one container is the next incarnation of another. */
  static boolean samePlace(Inventory.Container one, Inventory.Container other) {
    return one.name().equals(other.name())
        || one.labels().containsKey(COMPOSE_PROJECT)
            && one.labels().containsKey(COMPOSE_SERVICE)
            && one.labels().containsKey(COMPOSE_NUMBER)
            && Group.of(one.labels()).equals(Group.of(other.labels()))
            && one.labels().get(COMPOSE_SERVICE).equals(other.labels().get(COMPOSE_SERVICE))
            && one.labels().get(COMPOSE_NUMBER).equals(other.labels().get(COMPOSE_NUMBER));
  }

  @Override
  public String toString() {
    return switch (kind) {
          case ORCH -> "orch stack ";
          case COMPOSE -> "Compose project ";
          case TESTCONTAINERS -> "Testcontainers session ";
        }
        + "'"
        + name
        + "'";
  }
}

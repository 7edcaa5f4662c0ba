package orch.dsl;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import orch.engine.read.Json;
import orch.model.Names;
import orch.model.OrchException;

/**
 * A task that a client of the server describes. It says what runs in the container and how far it
 * may go, and nothing of this machine: no folders, no commands here, no secrets.
 */
final class TaskRequest {
  /** What each member of the description says. */
  private static final Map<String, BiConsumer<TaskScope, Json>> MEMBERS =
      Map.ofEntries(
          Map.entry("name", (scope, json) -> {}),
          Map.entry("image", (scope, json) -> scope.image(text("image", json))),
          Map.entry("command", (scope, json) -> scope.command(texts("command", json))),
          Map.entry("entrypoint", (scope, json) -> scope.entrypoint(texts("entrypoint", json))),
          Map.entry("env", (scope, json) -> scope.env(map("env", json))),
          Map.entry("user", (scope, json) -> scope.user(text("user", json))),
          Map.entry("workingDir", (scope, json) -> scope.workingDir(text("workingDir", json))),
          Map.entry("network", (scope, json) -> scope.network(network(json))),
          Map.entry("memory", (scope, json) -> scope.memory(size(json))),
          Map.entry("cpus", (scope, json) -> scope.cpus(decimal("cpus", json))),
          Map.entry(
              "readOnly",
              (scope, json) -> {
                if (flag("readOnly", json)) {
                  scope.readOnly();
                }
              }),
          Map.entry("timeout", (scope, json) -> scope.timeout(seconds("timeout", json))),
          Map.entry("stopGrace", (scope, json) -> scope.stopGrace(seconds("stopGrace", json))),
          Map.entry("retries", (scope, json) -> scope.retries(whole("retries", json))));

  private TaskRequest() {}

  /**
   * Reads one.
   *
   * @throws OrchException.BadInput when a member is unknown or of the wrong kind
   */
  static TaskScope scope(Session session, Json json) {
    Map<String, Json> members = json.members();
    Set<String> known = new TreeSet<>(MEMBERS.keySet());
    for (String member : members.keySet()) {
      if (!known.contains(member)) {
        throw new OrchException.BadInput(
            "a task has no '" + member + "'" + Names.didYouMean(member, known),
            List.of("it has " + String.join(", ", known)),
            null);
      }
    }
    TaskScope scope = new TaskScope(session, text("name", json.at("name")));
    members.forEach(
        (member, value) -> {
          if (!value.isMissing()) {
            MEMBERS.get(member).accept(scope, value);
          }
        });
    return scope;
  }

  private static OrchException.BadInput wrong(String member, String what) {
    return new OrchException.BadInput("'" + member + "' of a task is " + what);
  }

  private static String text(String member, Json json) {
    if (json.value() instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw wrong(member, "a text");
  }

  private static String network(Json json) {
    String network = text("network", json);
    if (!network.matches("none|bridge")) {
      throw wrong("network", "'none' or 'bridge'");
    }
    return network;
  }

  private static List<?> texts(String member, Json json) {
    if (json.value() instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list;
    }
    throw wrong(member, "a list of texts");
  }

  private static Map<String, ?> map(String member, Json json) {
    if (json.value() instanceof Map<?, ?> map
        && map.values().stream().allMatch(String.class::isInstance)) {
      return json.texts();
    }
    throw wrong(member, "an object of texts");
  }

  private static int whole(String member, Json json) {
    if (json.value() instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw wrong(member, "a whole number, 0 or more");
  }

  private static BigDecimal decimal(String member, Json json) {
    if (json.value() instanceof Number number && number.doubleValue() > 0) {
      return new BigDecimal(number.toString());
    }
    throw wrong(member, "a number above 0");
  }

  private static Duration seconds(String member, Json json) {
    double seconds = decimal(member, json).doubleValue();
    if (seconds > Duration.ofDays(365).toSeconds()) {
      throw wrong(member, "a year at most, in seconds");
    }
    return Duration.ofMillis(Math.max(1, (long) (seconds * 1_000)));
  }

  private static Amounts.Size size(Json json) {
    if (json.value() instanceof Long bytes && bytes > 0) {
      return new Amounts.Size(bytes);
    }
    throw wrong("memory", "a whole number of bytes");
  }

  private static boolean flag(String member, Json json) {
    if (json.value() instanceof Boolean flag) {
      return flag;
    }
    throw wrong(member, "true or false");
  }
}

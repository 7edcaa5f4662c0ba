package orch.facade;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import orch.model.Labels;
import orch.model.Port;
import orch.plan.Observed;

/** How programs on this machine reach the services of a stack. */
public final class Addresses {
  /** Ports that speak something else than HTTP (IANA's service names). */
  private static final Map<Integer, String> SCHEMES =
      Map.of(
          443,
          "https",
          8443,
          "https",
          5432,
          "postgresql",
          6379,
          "redis",
          3306,
          "mysql",
          27017,
          "mongodb",
          5672,
          "amqp",
          4222,
          "nats",
          9092,
          "kafka",
          11211,
          "memcached");

  private Addresses() {}

  /**
   * The URL of a published port.
   *
   * @param host by which the engine's machine is reached
   */
  public static String url(String host, Observed.Published port) {
    return SCHEMES.getOrDefault(port.container(), "http")
        + "://"
        + host(host, port)
        + ":"
        + port.host();
  }

  /** A port that is published on one address only is reached by just that. */
  private static String host(String host, Observed.Published port) {
    String address = port.address();
    boolean any = address.isEmpty() || address.equals("0.0.0.0") || address.equals(Port.LOOPBACK);
    return any || address.contains(":") ? host : address;
  }

  /**
   * {@code ORCH_<SERVICE>_<PORT>_HOST}, {@code _PORT} and {@code _URL} for each published port of
   * each service; of replicas the first one's. Letters of names are capitals, all that is neither
   * letter nor digit is an underscore.
   */
  public static Map<String, String> variables(
      Collection<Observed.Container> containers, String host) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Observed.Container container : firstReplicasFirst(containers)) {
      variables(container.label(Labels.SERVICE), container.ports(), host)
          .forEach(variables::putIfAbsent);
    }
    return variables;
  }

  /** The same for one service; of ports that are alike inside the first one's. */
  public static Map<String, String> variables(
      String service, Collection<Observed.Published> ports, String host) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Observed.Published port : ports) {
      String name =
          "ORCH_"
              + service.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")
              + "_"
              + port.container();
      variables.putIfAbsent(name + "_HOST", host(host, port));
      variables.putIfAbsent(name + "_PORT", Integer.toString(port.host()));
      variables.putIfAbsent(name + "_URL", url(host, port));
    }
    return variables;
  }

  /** The engine lists what was made last first, and replicas are made at the same time. */
  private static List<Observed.Container> firstReplicasFirst(
      Collection<Observed.Container> containers) {
    return containers.stream()
        .sorted(
            Comparator.comparing((Observed.Container c) -> c.label(Labels.REPLICA).length())
                .thenComparing(c -> c.label(Labels.REPLICA)))
        .toList();
  }
}

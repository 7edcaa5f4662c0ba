package orch.compose;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which services are wanted: those of the active profiles, and those that have none. */
final class Profiles {
  private Profiles() {}

  /** All profiles that services name. */
  static Set<String> all(Node.Mapping services) {
    Set<String> all = new LinkedHashSet<>();
    for (Node service : services.entries().values()) {
      all.addAll(of(service));
    }
    return all;
  }

  /** The wanted services. */
  static Node.Mapping active(Node.Mapping services, List<String> profiles) {
    Map<String, Node> made = new LinkedHashMap<>();
    services
        .entries()
        .forEach(
            (name, service) -> {
              List<String> own = of(service);
              if (own.isEmpty()
                  || profiles.contains("*")
                  || own.stream().anyMatch(profiles::contains)) {
                made.put(name, service);
              }
            });
    return new Node.Mapping(made, services.place());
  }

  private static List<String> of(Node service) {
    return service instanceof Node.Mapping mapping
        ? mapping.items("profiles").stream().map(item -> item.plain().toString()).toList()
        : List.of();
  }
}

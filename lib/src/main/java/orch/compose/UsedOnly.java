package orch.compose;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Leaves out networks, volumes, secrets and configs that no wanted service uses. */
final class UsedOnly {
  private UsedOnly() {}

  /** The model without them. */
  static Node.Mapping apply(Node.Mapping model) {
    Set<String> networks = new LinkedHashSet<>();
    Set<String> volumes = new LinkedHashSet<>();
    Set<String> secrets = new LinkedHashSet<>();
    Set<String> configs = new LinkedHashSet<>();
    for (Node node : model.mapping("services").entries().values()) {
      Node.Mapping service = (Node.Mapping) node;
      networks.addAll(service.mapping("networks").entries().keySet());
      for (Node mount : service.items("volumes")) {
        volumes.add(((Node.Mapping) mount).text("source"));
      }
      sources(service, "secrets", secrets);
      sources(service.mapping("build"), "secrets", secrets);
      sources(service, "configs", configs);
      configs.add(service.mapping("credential_spec").text("config"));
    }
    return only(
        only(only(only(model, "networks", networks), "volumes", volumes), "secrets", secrets),
        "configs",
        configs);
  }

  private static void sources(Node.Mapping holder, String key, Set<String> used) {
    holder.items(key).forEach(item -> used.add(((Node.Mapping) item).text("source")));
  }

  private static Node.Mapping only(Node.Mapping model, String section, Set<String> used) {
    Map<String, Node> made = new LinkedHashMap<>(model.mapping(section).entries());
    made.keySet().retainAll(used);
    return made.isEmpty()
        ? model.without(section)
        : model.with(section, new Node.Mapping(made, model.place()));
  }
}

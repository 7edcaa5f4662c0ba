package orch.dsl;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.compose.ComposeLoader;
import orch.model.Attachment;
import orch.model.Mount;
import orch.model.Names;
import orch.model.Network;
import orch.model.OrchException;
import orch.model.Origin;
import orch.model.Service;
import orch.model.Stack;
import orch.model.Volume;

/** {@code compose('docker-compose.yml') { ... }}: a stack from Compose files, and what changes. */
public final class ComposeScope extends StackScope {
  private final Stack file;
  private final Map<String, Origin> without = new LinkedHashMap<>();

  private ComposeScope(Session session, Stack file) {
    super(session, file.name(), "compose of '" + file.name() + "'");
    this.file = file;
  }

  /** Reads some files, relative to the script that is being read. */
  static ComposeScope of(Session session, List<String> files, List<String> profiles) {
    List<String> paths = files.stream().map(f -> session.scripts().resolve(f).toString()).toList();
    ComposeLoader.Options options = new ComposeLoader.Options(List.of(), profiles, true);
    try {
      return new ComposeScope(
          session, new ComposeFiles(session.surroundings()).stack(paths, options));
    } catch (OrchException.BadInput e) {
      // what is wrong in a Compose file has its place there
      boolean placed = e.getMessage().matches("(?s)\\S+:\\d+:\\d+: .*");
      throw placed ? e : session.scripts().located(e);
    }
  }

  /** Services that are left out. */
  @Word(
      value = "leaves services of the Compose files out",
      example = "without 'frontend', 'mailhog'")
  public void without(CharSequence... services) {
    for (CharSequence service : services) {
      known(Plain.text(service));
      without.put(Plain.text(service), here());
    }
  }

  private void known(String service) {
    if (!file.services().containsKey(service)) {
      throw bad(
          "the Compose files have no service '"
              + service
              + "'"
              + Names.didYouMean(service, file.services().keySet()));
    }
  }

  @Override
  ServiceScope opened(String service) {
    Service found = file.services().get(service);
    return found == null
        ? super.opened(service)
        : new ServiceScope(session(), file.name(), service, found);
  }

  @Override
  void add(String service, ServiceScope scope) {
    if (scope.images().isEmpty() && !file.services().containsKey(service)) {
      throw bad(
          "the Compose files have no service '"
              + service
              + "', and a new one has image '...' or build '...'"
              + Names.didYouMean(service, file.services().keySet()));
    }
    super.add(service, scope);
  }

  @Override
  Map<String, Service> services() {
    Map<String, Service> services = new LinkedHashMap<>(file.services());
    services.putAll(super.services());
    services.keySet().removeAll(without.keySet());
    without.forEach((name, origin) -> checkUnused(name, origin, services));
    return services;
  }

  private static void checkUnused(String name, Origin origin, Map<String, Service> services) {
    List<String> users =
        services.values().stream()
            .filter(s -> s.dependencies().stream().anyMatch(d -> d.service().equals(name)))
            .map(s -> "'" + s.name() + "'")
            .toList();
    if (!users.isEmpty()) {
      throw new OrchException.BadInput(
          origin.at(
              "service '"
                  + name
                  + "' cannot be left out: "
                  + String.join(", ", users)
                  + (users.size() == 1 ? " depends on it" : " depend on it")),
          List.of("leave out those as well: without '" + name + "', " + String.join(", ", users)),
          null);
    }
  }

  /** Those of the file that are still used, as Compose has it, and those of the block. */
  @Override
  Map<String, Network> networks() {
    Set<String> used = new LinkedHashSet<>();
    services().values().stream()
        .flatMap(service -> service.attachments().stream())
        .map(Attachment::network)
        .forEach(used::add);
    Map<String, Network> networks = new LinkedHashMap<>(file.networks());
    networks.keySet().retainAll(used);
    networks.putAll(super.networks());
    return networks;
  }

  @Override
  Map<String, Volume> volumes() {
    Set<String> used = new LinkedHashSet<>();
    services().values().stream()
        .flatMap(service -> service.mounts().stream())
        .filter(Mount.VolumeMount.class::isInstance)
        .forEach(mount -> used.add(((Mount.VolumeMount) mount).volume()));
    Map<String, Volume> volumes = new LinkedHashMap<>(file.volumes());
    volumes.keySet().retainAll(used);
    volumes.putAll(super.volumes());
    return volumes;
  }
}

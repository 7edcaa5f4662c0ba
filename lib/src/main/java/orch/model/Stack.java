package orch.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A stack as described: what should run together.
 *
 * @param name part of every name on the engine
 * @param origin the file that describes it
 * @param services by name, in the order of the file
 * @param networks by name; the default one is added where a service needs it
 * @param volumes by name; those that services mention are added
 * @param uses containers of others that must be there
 */
public record Stack(
    String name,
    Origin origin,
    Map<String, Service> services,
    Map<String, Network> networks,
    Map<String, Volume> volumes,
    List<UsedContainer> uses) {

  /**
   * Copies the maps, adds what services imply, and checks what spans services: unknown names,
   * cycles, port clashes.
   */
  public Stack {
    Names.checked("stack", name);
    Map<String, Network> allNetworks = new LinkedHashMap<>(networks);
    Map<String, Volume> allVolumes = new LinkedHashMap<>(volumes);
    Map<Port, Service> ports = new IdentityHashMap<>();
    for (Service service : services.values()) {
      for (Attachment attachment : service.attachments()) {
        if (attachment.network().equals(Network.DEFAULT)) {
          allNetworks.putIfAbsent(Network.DEFAULT, Network.bridge(Network.DEFAULT));
        }
        known("network", attachment.network(), allNetworks.keySet(), service);
      }
      for (Mount mount : service.mounts()) {
        if (mount instanceof Mount.VolumeMount volume) {
          allVolumes.computeIfAbsent(volume.volume(), Volume::local);
        }
      }
      for (Dependency dependency : service.dependencies()) {
        known("service", dependency.service(), services.keySet(), service);
      }
      for (Port port : service.links().ports()) {
        for (Map.Entry<Port, Service> other : ports.entrySet()) {
          if (port.clashesWith(other.getKey())) {
            throw bad(
                service,
                "and service '" + other.getValue().name() + "' both want host port " + port.host());
          }
        }
        ports.put(port, service);
      }
    }
    noCycle(services);
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    networks = Collections.unmodifiableMap(allNetworks);
    volumes = Collections.unmodifiableMap(allVolumes);
    uses = List.copyOf(uses);
  }

  /** A stack that uses no containers of others. */
  public Stack(
      String name,
      Origin origin,
      Map<String, Service> services,
      Map<String, Network> networks,
      Map<String, Volume> volumes) {
    this(name, origin, services, networks, volumes, List.of());
  }

  /** The same with one more network, which every service joins that has networks at all. */
  public Stack joining(Network network) {
    Map<String, Service> joined = new LinkedHashMap<>();
    services.forEach(
        (key, service) -> {
          List<Attachment> attachments = new ArrayList<>(service.attachments());
          boolean networked = !attachments.isEmpty();
          attachments.add(new Attachment(network.name(), List.of(), ""));
          joined.put(
              key,
              networked
                  ? service.withLinks(service.links().withAttachments(attachments))
                  : service);
        });
    Map<String, Network> all = new LinkedHashMap<>(networks);
    all.put(network.name(), network);
    return new Stack(name, origin, joined, all, volumes, uses);
  }

  /** The secrets that orch made for it, each once. */
  public List<Value.Secret> secrets() {
    return services.values().stream()
        .flatMap(service -> service.values().stream())
        .filter(Value.Secret.class::isInstance)
        .map(Value.Secret.class::cast)
        .filter(secret -> !secret.given())
        .distinct()
        .toList();
  }

  /** The one of that name among {@link #secrets}. */
  public Optional<Value.Secret> secret(String wanted) {
    return secrets().stream().filter(secret -> secret.name().equals(wanted)).findFirst();
  }

  /** The same with others in place of the secrets of these names that orch made for it. */
  public Stack withSecrets(Collection<Value.Secret> others) {
    Map<String, Value> byName = new LinkedHashMap<>();
    others.forEach(secret -> byName.put(secret.name(), secret));
    Map<String, Service> changed = new LinkedHashMap<>();
    services.forEach(
        (key, service) ->
            changed.put(
                key,
                service.withValues(
                    value ->
                        value instanceof Value.Secret secret && !secret.given()
                            ? byName.getOrDefault(secret.name(), value)
                            : value)));
    return new Stack(name, origin, changed, networks, volumes, uses);
  }

  /**
   * The service of that name.
   *
   * @throws OrchException.BadInput naming the nearest known one
   */
  public Service service(String wanted) {
    Service found = services.get(wanted);
    if (found == null) {
      throw new OrchException.BadInput(
          "stack '"
              + name
              + "' has no service '"
              + wanted
              + "'"
              + Names.didYouMean(wanted, services.keySet()));
    }
    return found;
  }

  /** The named services and all that they depend on, in the order of the file; no names: all. */
  public Set<String> withDependencies(Collection<String> wanted) {
    if (wanted.isEmpty()) {
      return services.keySet();
    }
    Set<String> found = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(wanted);
    while (!open.isEmpty()) {
      Service service = service(open.pop());
      if (found.add(service.name())) {
        service.dependencies().forEach(dependency -> open.push(dependency.service()));
      }
    }
    Set<String> ordered = new LinkedHashSet<>(services.keySet());
    ordered.retainAll(found);
    return ordered;
  }

  /** Whether some service waits for this one to end with exit code 0, or it says so itself. */
  public boolean isOneShot(Service service) {
    return service.oneShot()
        || services.values().stream()
            .flatMap(other -> other.dependencies().stream())
            .anyMatch(
                d ->
                    d.service().equals(service.name())
                        && d.condition() == Dependency.Condition.COMPLETED);
  }

  private static void known(String what, String name, Set<String> known, Service user) {
    if (!known.contains(name)) {
      throw bad(
          user,
          "names "
              + what
              + " '"
              + name
              + "', which is not in the stack"
              + Names.didYouMean(name, known));
    }
  }

  private static void noCycle(Map<String, Service> services) {
    Set<String> done = new LinkedHashSet<>();
    for (Service service : services.values()) {
      visit(service, services, new LinkedHashSet<>(), done);
    }
  }

  private static void visit(
      Service service, Map<String, Service> services, Set<String> path, Set<String> done) {
    if (done.contains(service.name())) {
      return;
    }
    if (!path.add(service.name())) {
      java.util.List<String> circle = new java.util.ArrayList<>(path);
      circle = circle.subList(circle.indexOf(service.name()), circle.size());
      throw bad(
          service, "depends on itself: " + String.join(" -> ", circle) + " -> " + service.name());
    }
    for (Dependency dependency : service.dependencies()) {
      visit(services.get(dependency.service()), services, path, done);
    }
    path.remove(service.name());
    done.add(service.name());
  }

  private static OrchException.BadInput bad(Service service, String problem) {
    return new OrchException.BadInput(
        service.origin().at("service '" + service.name() + "' " + problem));
  }
}

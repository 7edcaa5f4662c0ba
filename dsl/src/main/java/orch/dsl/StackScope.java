package orch.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.AddressPool;
import orch.model.Network;
import orch.model.NetworkSettings;
import orch.model.OrchException;
import orch.model.Origin;
import orch.model.Service;
import orch.model.Stack;
import orch.model.UsedContainer;
import orch.model.Value;
import orch.model.Volume;
import orch.own.Secrets;

/** {@code stack('name') { ... }}: what runs together. */
public sealed class StackScope extends Scope permits ComposeScope {
  /** How long {@code ensureHealthy} waits unless told otherwise. */
  static final Duration DEFAULT_WITHIN = Duration.ofSeconds(60);

  private final String name;
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<String, Network> networks = new LinkedHashMap<>();
  private final Map<String, Volume> volumes = new LinkedHashMap<>();
  private final List<UsedContainer> uses = new ArrayList<>();
  private final List<UsedContainer> mentioned = new ArrayList<>();
  private Optional<Duration> ensure = Optional.empty();
  private Optional<Boolean> dedicated = Optional.empty();
  private final Map<String, Value.Secret> ownSecrets = new LinkedHashMap<>();
  private boolean sharedSecretGiven;
  private boolean lean;

  StackScope(Session session, String name) {
    this(session, name, "stack '" + name + "'");
  }

  StackScope(Session session, String name, String title) {
    super(session, title);
    this.name = name;
  }

  /** A service as a block. */
  @Word(
      value = "a service: one image, one or more like containers",
      example = "service('db') { image 'postgres:16'; port 5432 }")
  public void service(
      CharSequence service,
      @DelegatesTo(value = ServiceScope.class, strategy = Closure.DELEGATE_ONLY) Closure<?> block) {
    ServiceScope scope = open(Plain.text(service));
    scope.run(block);
    add(Plain.text(service), scope);
  }

  /** A service on one line. */
  @Word(
      value = "a service on one line",
      example = "service 'redis', image: 'redis:7', healthcheck: 'redis-cli ping'")
  public void service(Map<String, ?> words, CharSequence service) {
    ServiceScope scope = open(Plain.text(service));
    scope.say(words);
    add(Plain.text(service), scope);
  }

  private ServiceScope open(String service) {
    if (services.containsKey(service)) {
      throw bad(
          "service '"
              + service
              + "' is described twice, first at "
              + services.get(service).origin());
    }
    return opened(service);
  }

  /** The block of a service. */
  ServiceScope opened(String service) {
    return new ServiceScope(session(), name, service);
  }

  /** Takes what a service's block has said. */
  void add(String service, ServiceScope scope) {
    services.put(service, scope.service());
  }

  /** A network. */
  @Word(
      value = "a network beside the default one",
      example =
          "network 'backend', internal: true, subnet: '10.1.0.0/24', external: 'its-name', called:"
              + " 'its-own-name', ipv6: true, attachable: true, labels: [a: 'b'], pools: [[subnet:"
              + " '10.1.0.0/24', range: '10.1.0.128/25', gateway: '10.1.0.1', reserved: [nas:"
              + " '10.1.0.9']]]")
  public void network(CharSequence network) {
    network(Map.of(), network);
  }

  /** A network with settings. */
  public void network(Map<String, ?> arguments, CharSequence network) {
    only(
        "network",
        arguments,
        "driver",
        "internal",
        "subnet",
        "external",
        "options",
        "called",
        "ipv6",
        "attachable",
        "labels",
        "pools",
        "addressDriver",
        "addressOptions");
    if (networks.containsKey(Plain.text(network))) {
      throw bad("network '" + network + "' is described twice");
    }
    networks.put(
        Plain.text(network),
        checked(
            () ->
                new Network(
                    Plain.text(network),
                    named(arguments, "external", String.class, ""),
                    named(arguments, "driver", String.class, "bridge"),
                    named(arguments, "internal", Boolean.class, false),
                    named(arguments, "subnet", String.class, ""),
                    texts(arguments, "options"),
                    settings(arguments))));
  }

  private NetworkSettings settings(Map<String, ?> arguments) {
    List<AddressPool> pools = new ArrayList<>();
    for (Object each : named(arguments, "pools", List.class, List.of())) {
      if (!(each instanceof Map<?, ?> pool)) {
        throw bad("pools: takes maps such as [subnet: '10.1.0.0/24', gateway: '10.1.0.1']");
      }
      Map<String, Object> said = new LinkedHashMap<>();
      pool.forEach((key, value) -> said.put(String.valueOf(key), value));
      only("pools", said, "subnet", "range", "gateway", "reserved");
      pools.add(
          new AddressPool(
              named(said, "subnet", String.class, ""),
              named(said, "range", String.class, ""),
              named(said, "gateway", String.class, ""),
              texts(said, "reserved")));
    }
    return new NetworkSettings(
        named(arguments, "called", String.class, ""),
        named(arguments, "attachable", Boolean.class, false),
        named(arguments, "ipv6", Boolean.class, false),
        texts(arguments, "labels"),
        named(arguments, "addressDriver", String.class, ""),
        texts(arguments, "addressOptions"),
        pools);
  }

  /** A volume with settings; plain ones need no mention here. */
  @Word(
      value = "a volume with settings; plain ones need no mention here",
      example =
          "volume 'data', external: 'its-name', driver: 'local', options: [type: 'tmpfs'], called:"
              + " 'its-own-name', labels: [a: 'b']")
  public void volume(Map<String, ?> arguments, CharSequence volume) {
    only("volume", arguments, "driver", "external", "options", "called", "labels");
    if (volumes.containsKey(Plain.text(volume))) {
      throw bad("volume '" + volume + "' is described twice");
    }
    volumes.put(
        Plain.text(volume),
        checked(
            () ->
                new Volume(
                    Plain.text(volume),
                    named(arguments, "external", String.class, ""),
                    named(arguments, "driver", String.class, "local"),
                    texts(arguments, "options"),
                    named(arguments, "called", String.class, ""),
                    texts(arguments, "labels"))));
  }

  /** A container of others that must run. */
  @Word(
      value = "a container of others that must run, before and after a start; it is never changed",
      example = "uses container('devkit_tinyproxy'), healthy: true")
  public void uses(UsedContainer container) {
    uses(Map.of(), container);
  }

  /** As above; {@code healthy: true} wants it to be healthy as well. */
  public void uses(Map<String, ?> arguments, UsedContainer container) {
    only("uses", arguments, "healthy");
    if (uses.stream().anyMatch(used -> used.name().equals(container.name()))) {
      throw bad("container '" + container.name() + "' is used twice");
    }
    mentioned.remove(container);
    boolean healthy = named(arguments, "healthy", Boolean.class, false);
    uses.add(new UsedContainer(container.name(), healthy, container.origin()));
  }

  /** A container of others. */
  @Word(
      value = "a container of others by its name or id, for uses",
      example = "uses container('devkit_tinyproxy')")
  public UsedContainer container(CharSequence container) {
    UsedContainer found = checked(() -> new UsedContainer(Plain.text(container), false, here()));
    mentioned.add(found);
    return found;
  }

  /** Start it when the block ends, and wait. */
  @Word(
      value = "when the block ends: make it so and wait until all is healthy; 60 s by default",
      example = "ensureHealthy within: 60.seconds")
  public void ensureHealthy() {
    ensure = Optional.of(DEFAULT_WITHIN);
  }

  /** Start it when the block ends, and wait so long. */
  public void ensureHealthy(Map<String, ?> arguments) {
    only("ensureHealthy", arguments, "within");
    ensure = Optional.of(named(arguments, "within", Duration.class, DEFAULT_WITHIN));
  }

  /** One copy for all who ask. */
  @Word(value = "one instance on this engine, used by all who ask (default)", example = "shared()")
  public void shared() {
    dedicated = Optional.of(false);
  }

  /** A private copy. */
  @Word(value = "a private copy, removed when the command ends", example = "dedicated()")
  public void dedicated() {
    if (sharedSecretGiven) {
      throw bad("'dedicated()' must stand before the first secret: a copy has secrets of its own");
    }
    dedicated = Optional.of(true);
  }

  /** With little memory. */
  @Word(
      value =
          "takes little memory: a limit for each service without one, small settings for PostgreSQL, Redis and JVMs by the names of their images",
      example = "lean()")
  public void lean() {
    lean = true;
  }

  /** A secret of a dedicated copy, the same whenever the block asks for it. */
  Value.Secret ownSecret(String secret) {
    return ownSecrets.computeIfAbsent(secret, Secrets::fresh);
  }

  /** From now on the block cannot turn into a dedicated one. */
  void secretGiven() {
    sharedSecretGiven = ownSecrets.isEmpty();
  }

  /** How long to wait, where the block says that the stack should run. */
  Optional<Duration> ensure() {
    return ensure;
  }

  /** What the block says of shared and dedicated. */
  Optional<Boolean> isDedicated() {
    return dedicated;
  }

  Map<String, Service> services() {
    return services;
  }

  Map<String, Network> networks() {
    return networks;
  }

  Map<String, Volume> volumes() {
    return volumes;
  }

  Stack stack(Origin source) {
    if (services().isEmpty()) {
      throw bad("stack '" + name + "' has no services");
    }
    if (!mentioned.isEmpty()) {
      String container = mentioned.get(0).name();
      throw new OrchException.BadInput(
          mentioned
              .get(0)
              .origin()
              .at(
                  "container('"
                      + container
                      + "') does nothing alone; write: uses container('"
                      + container
                      + "')"));
    }
    Stack stack = checked(() -> new Stack(name, source, services(), networks(), volumes(), uses));
    return lean ? checked(() -> Lean.of(stack)) : stack;
  }
}

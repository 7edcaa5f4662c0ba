package orch.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orch.model.Dependency;
import orch.model.ImageSource;
import orch.model.Links;
import orch.model.Logging;
import orch.model.Origin;
import orch.model.Port;
import orch.model.Process;
import orch.model.Readiness;
import orch.model.Resources;
import orch.model.Security;
import orch.model.Service;

/** {@code service('name') { ... }}: one image, one or more like containers. */
public final class ServiceScope extends ContainerScope {
  private final String name;
  private final Origin origin;
  private final String stack;
  private final Service earlier;
  private final List<Port> ports = new ArrayList<>();
  private final List<Dependency> dependencies = new ArrayList<>();
  private String restart = "no";
  private Readiness readiness = Readiness.BY_IMAGE;
  private int replicas = 1;
  private boolean oneShot;

  ServiceScope(Session session, String stack, String name) {
    this(session, stack, name, null);
  }

  /**
   * A service's block.
   *
   * @param earlier what a Compose file says of it, which the block changes; null: it is a new one
   */
  ServiceScope(Session session, String stack, String name, Service earlier) {
    super(session, stack, "service '" + name + "'");
    this.name = name;
    this.stack = stack;
    this.origin = here();
    this.earlier = earlier;
    if (earlier != null) {
      // these have defaults that can be said as well
      restart = earlier.restart();
      replicas = earlier.replicas();
      readiness = earlier.readiness();
      stopGrace(earlier.process().stopGrace());
    }
  }

  /** A port on a free host port. */
  @Word(
      value = "a port for the host: a free one on 127.0.0.1 unless told otherwise",
      example = "port 8080, host: 18080, address: '0.0.0.0', protocol: 'tcp'")
  public void port(int container) {
    port(Map.of(), container);
  }

  /** A port for the host. */
  public void port(Map<String, ?> arguments, int container) {
    only("port", arguments, "host", "address", "protocol");
    ports.add(
        checked(
            () ->
                new Port(
                    container,
                    named(arguments, "host", Integer.class, 0),
                    named(arguments, "address", String.class, Port.LOOPBACK),
                    named(arguments, "protocol", String.class, "tcp"))));
    if (arguments.get("host") instanceof Integer host && host == 0) {
      throw bad("host port 0 is not possible: 1 to 65535, or none for a free one");
    }
  }

  /** Services that must be healthy first. */
  @Word(
      value = "what must hold before it starts: healthy, or started(...), completed(...)",
      example = "dependsOn 'postgres', completed('migrate'), restart: true")
  public void dependsOn(Object... services) {
    dependsOn(Map.of(), services);
  }

  /** Services that must be healthy first, and whether a new start of theirs restarts this one. */
  public void dependsOn(Map<String, ?> arguments, Object... services) {
    only("dependsOn", arguments, "restart");
    boolean again = named(arguments, "restart", Boolean.class, false);
    for (Object service : services) {
      if (service instanceof Dependency dependency) {
        dependencies.add(new Dependency(dependency.service(), dependency.condition(), again));
      } else if (service instanceof CharSequence) {
        dependencies.add(new Dependency(Plain.text(service), Dependency.Condition.HEALTHY, again));
      } else {
        throw bad(
            "dependsOn takes names of services, started('x') and completed('x'), not " + service);
      }
    }
  }

  /** For dependsOn: started is enough. */
  @Word(
      value = "for dependsOn: it is enough that the other was started",
      example = "dependsOn started('cache')")
  public Dependency started(CharSequence service) {
    return new Dependency(Plain.text(service), Dependency.Condition.STARTED, false);
  }

  /** For dependsOn: it ended with 0. */
  @Word(
      value = "for dependsOn: the other has ended with exit code 0",
      example = "dependsOn completed('migrate')")
  public Dependency completed(CharSequence service) {
    return new Dependency(Plain.text(service), Dependency.Condition.COMPLETED, false);
  }

  /** How one tells that it is ready, as a block. */
  @Word(
      value = "how one tells that it is ready; the image's own check by default",
      example = "healthcheck { http '/health', port: 8080; every 1.second }")
  public void healthcheck(
      @DelegatesTo(value = HealthcheckScope.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> block) {
    HealthcheckScope scope = new HealthcheckScope(session(), name);
    if (earlier != null) {
      scope.change(earlier.readiness());
    }
    scope.run(block);
    readiness = scope.readiness();
  }

  /** How one tells that it is ready, as a shell line. */
  @Word(
      value = "the short form: a shell line in the container that ends with 0",
      example = "healthcheck 'redis-cli ping'")
  public void healthcheck(CharSequence line) {
    readiness = checked(() -> Readiness.Command.shell(Plain.text(line), Readiness.Pace.DEFAULT));
  }

  /** Restart policy. */
  @Word(
      value =
          "when the engine starts it again: no (default), always, unless-stopped, on-failure[:N]",
      example = "restart 'unless-stopped'")
  public void restart(CharSequence policy) {
    restart = Plain.text(policy);
    checkSoFar();
  }

  /** It ends with 0 and is done. */
  @Word(value = "it ends with exit code 0 and is then done", example = "oneShot()")
  public void oneShot() {
    oneShot = true;
  }

  /** Number of containers. */
  @Word(value = "number of like containers; 1 by default", example = "replicas 3")
  public void replicas(int number) {
    replicas = number;
    checkSoFar();
  }

  /** Checks what the words so far have said; what they have not is taken as possible. */
  private void checkSoFar() {
    List<ImageSource> any = List.of(new ImageSource.Named("any"));
    checked(
        () ->
            new Service(
                name,
                here(),
                any,
                Process.OF_IMAGE,
                Links.DEFAULT,
                List.of(),
                List.of(),
                readiness,
                Resources.UNLIMITED,
                Security.DEFAULT,
                Logging.DEFAULT,
                restart,
                oneShot,
                replicas,
                Map.of()));
  }

  /** The service, with what an earlier description says of it. */
  Service service() {
    if (earlier == null) {
      return said();
    }
    Service blank = new ServiceScope(session(), stack, name, earlier).said();
    return checked(() -> Overlay.service(earlier, blank, said()));
  }

  private Service said() {
    boolean kept = earlier != null && images().isEmpty();
    return checked(
        () ->
            new Service(
                name,
                origin,
                kept ? earlier.images() : images(),
                process(),
                links(ports),
                mounts(),
                dependencies,
                readiness,
                resources(),
                security(),
                output(),
                restart,
                oneShot,
                replicas,
                ownLabels(),
                ownIsolation(),
                hooks(),
                othersVolumes(),
                ownAnnotations(),
                ownPlatform()));
  }
}

package orch.compose.out;

import java.util.LinkedHashMap;
import java.util.Map;
import orch.model.Dependency;
import orch.model.ImageSource;
import orch.model.Process;
import orch.model.Readiness;
import orch.model.Service;
import orch.model.Stack;
import orch.model.Value;

/** A service in the canonical form of a Compose file. */
final class ServiceTree {
  private final Stack stack;
  private final Service service;
  private final MountTree mounts;
  private final Losses losses;

  ServiceTree(Stack stack, Service service, MountTree mounts, Losses losses) {
    this.stack = stack;
    this.service = service;
    this.mounts = mounts;
    this.losses = losses;
  }

  Map<String, Object> tree() {
    Section section = new Section();
    new ImageTree(service, losses).add(section);
    warnOfBases();
    process(section);
    LinksTree.add(service, section);
    mounts.add(service, section);
    section
        .say("depends_on", dependencies())
        .say("healthcheck", ReadinessTree.of(service.readiness()))
        .say("restart", service.restart().equals("no") ? "" : service.restart())
        .say(
            "deploy",
            new Section()
                .say("replicas", service.replicas() == 1 ? 0 : service.replicas())
                .say("resources", TuningTree.reserved(service.security().requests()))
                .entries())
        .say(
            "logging",
            new Section()
                .say("driver", service.logging().driver())
                .say("options", service.logging().options())
                .entries())
        .say("labels", service.labels());
    LimitsTree.add(service.resources(), section);
    LimitsTree.add(service.security(), section);
    TuningTree.add(service, section);
    ReadinessTree.loss(service.readiness())
        .ifPresent(
            loss -> losses.of(service, "'" + loss.word() + "' of its healthcheck", loss.reason()));
    if (service.oneShot() && !isWaitedFor()) {
      losses.of(
          service, "'oneShot'", "Compose takes an end for a failure unless a service waits for it");
    }
    return section.entries();
  }

  private void warnOfBases() {
    boolean builds = service.images().stream().anyMatch(ImageSource.Recipe.class::isInstance);
    if (builds && !isOfComposeFile()) {
      losses.of(stack.origin(), "build", "Compose makes no Debian base where none can be pulled");
    }
  }

  private boolean isWaitedFor() {
    return stack.services().values().stream()
        .flatMap(other -> other.dependencies().stream())
        .anyMatch(
            dependency ->
                dependency.service().equals(service.name())
                    && dependency.condition() == Dependency.Condition.COMPLETED);
  }

  private void process(Section section) {
    Process process = service.process();
    boolean usual = process.stopGrace().equals(Process.DEFAULT_GRACE);
    section
        .say("entrypoint", process.entrypoint())
        .say("command", process.command())
        .say("environment", environment(process.environment()))
        .say("user", process.user())
        .say("working_dir", process.workingDir())
        .say("hostname", process.hostname())
        .say("stop_signal", process.stopSignal())
        .say("stop_grace_period", usual ? "" : Amount.duration(process.stopGrace()))
        .say("tty", process.tty())
        .say("stdin_open", process.stdinOpen())
        .say("init", process.init());
  }

  private Map<String, Object> environment(Map<String, Value> variables) {
    Map<String, Object> environment = new LinkedHashMap<>();
    variables.forEach(
        (name, value) -> {
          if (value instanceof Value.Secret secret) {
            environment.put(name, Variable.of(secret));
          } else {
            environment.put(name, value.text());
          }
        });
    return environment;
  }

  private Map<String, Object> dependencies() {
    Map<String, Object> dependencies = new LinkedHashMap<>();
    for (Dependency dependency : service.dependencies()) {
      dependencies.put(
          dependency.service(),
          new Section()
              .say("condition", condition(dependency))
              .say("restart", dependency.restart())
              .say("required", true)
              .entries());
    }
    return dependencies;
  }

  private String condition(Dependency dependency) {
    return switch (dependency.condition()) {
      case COMPLETED -> "service_completed_successfully";
      case HEALTHY -> canBeHealthy(dependency) ? "service_healthy" : "service_started";
      default -> "service_started";
    };
  }

  /**
   * Whether Compose can wait for it: it fails where there is no health check, and orch takes
   * running for enough then. What a Compose file itself says of an image's own check is left so.
   */
  private boolean canBeHealthy(Dependency dependency) {
    Service other = stack.service(dependency.service());
    if (other.readiness() instanceof Readiness.ByImage && !isOfComposeFile()) {
      losses.of(
          other.origin(),
          "service '" + other.name() + "': it has no healthcheck",
          "others wait for its start alone, since Compose fails where its image has no check either");
      return false;
    }
    return isOfComposeFile() || other.readiness() instanceof Readiness.Command;
  }

  private boolean isOfComposeFile() {
    return service.origin().file().matches(".*\\.ya?ml");
  }
}

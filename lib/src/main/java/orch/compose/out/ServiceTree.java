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
  private final Losses losses;

  ServiceTree(Stack stack, Service service, Losses losses) {
    this.stack = stack;
    this.service = service;
    this.losses = losses;
  }

  Map<String, Object> tree() {
    Section section = new Section();
    images(section);
    process(section);
    LinksTree.add(service, section);
    section
        .say("volumes", service.mounts().stream().map(MountTree::of).toList())
        .say("depends_on", dependencies())
        .say("healthcheck", ReadinessTree.of(service.readiness()))
        .say("restart", service.restart().equals("no") ? "" : service.restart())
        .say(
            "deploy",
            new Section()
                .say("replicas", service.replicas() == 1 ? 0 : service.replicas())
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
    ReadinessTree.loss(service.readiness())
        .ifPresent(
            loss -> lost("'" + loss.word() + "' of its healthcheck is left out", loss.reason()));
    if (service.oneShot() && !isWaitedFor()) {
      lost(
          "'oneShot' is left out",
          "Compose takes an end for a failure unless a service waits for it");
    }
    return section.entries();
  }

  private void lost(String word, String reason) {
    losses.of(service.origin(), "service '" + service.name() + "': " + word, reason);
  }

  private boolean isWaitedFor() {
    return stack.services().values().stream()
        .flatMap(other -> other.dependencies().stream())
        .anyMatch(
            dependency ->
                dependency.service().equals(service.name())
                    && dependency.condition() == Dependency.Condition.COMPLETED);
  }

  /** Compose has one name and one recipe, and builds what it cannot find under the name. */
  private void images(Section section) {
    boolean named = false;
    boolean built = false;
    for (ImageSource source : service.images()) {
      if (source instanceof ImageSource.Named image && !named && !built) {
        named = true;
        section.say("image", image.reference());
      } else if (source instanceof ImageSource.Recipe recipe && !built) {
        built = true;
        if (!isOfComposeFile()) {
          losses.of(
              stack.origin(), "build", "Compose makes no Debian base where none can be pulled");
        }
        section.say(
            "build",
            new Section()
                .say("context", recipe.context().toString())
                .say("dockerfile", recipe.dockerfile())
                .say("args", recipe.arguments())
                .say("target", recipe.target())
                .entries());
      } else if (source instanceof ImageSource.Archive archive && !named && !built) {
        named = true;
        section.say("image", archive.reference());
        lost(
            "'archive' is left out",
            "Compose reads no archives; load " + archive.file() + " before");
      } else {
        lost(
            "'" + source.describe() + "' as a further way to its image is left out",
            "Compose has one name and one recipe");
      }
    }
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
            Variable variable = Variable.of(secret);
            environment.put(name, variable);
            losses.of(
                stack.origin(),
                "secret '" + secret.name() + "'",
                "a Compose file cannot make secrets; it wants the variable " + variable.name());
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

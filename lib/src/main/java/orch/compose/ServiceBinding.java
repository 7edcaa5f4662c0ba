package orch.compose;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.Dependency;
import orch.model.Hook;
import orch.model.Hooks;
import orch.model.Logging;
import orch.model.Origin;
import orch.model.Process;
import orch.model.Readiness;
import orch.model.Service;
import orch.model.Value;

/** Makes one service of its canonical form. */
final class ServiceBinding {
  /** The engine's own, https://docs.docker.com/reference/dockerfile/#healthcheck. */
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private static final int RETRIES = 3;

  private final String name;
  private final Node.Mapping service;
  private final Node.Mapping model;
  private final FileBinding files;
  private final Shape shape;
  private final Unapplied unapplied;

  /**
   * A binding.
   *
   * @param shape of a service
   */
  ServiceBinding(
      String name,
      Node.Mapping service,
      Node.Mapping model,
      FileBinding files,
      Shape shape,
      Unapplied unapplied) {
    this.name = name;
    this.service = service;
    this.model = model;
    this.files = files;
    this.shape = shape;
    this.unapplied = unapplied;
  }

  /**
   * The service.
   *
   * @param aliases further DNS names, which others ask for
   */
  Service service(List<String> aliases) {
    String owner = "service '" + name + "'";
    Node.Mapping deploy = service.mapping("deploy");
    unapplied.kept(owner, shape, service);
    if (!Set.of("", "replicated").contains(deploy.text("mode"))) {
      unapplied.warn(owner, "deploy.mode", deploy.get("mode"), "it is of swarms");
    }
    int replicas = ComposeBinding.replicas(service);
    LimitsBinding limits = new LimitsBinding(name, service, unapplied);
    BuildBinding build = new BuildBinding(name, service, unapplied);
    return new Service(
        name,
        new Origin(service.place().file(), service.place().line()),
        build.images(),
        process(),
        new LinksBinding(name, service, unapplied).links(aliases),
        new MountBinding(name, service, files).mounts(),
        dependencies(),
        readiness(),
        limits.resources(),
        limits.security(),
        new Logging(
            service.mapping("logging").text("driver"),
            texts(service.mapping("logging").mapping("options"))),
        limits.restart(),
        false,
        Math.max(1, replicas),
        texts(service.mapping("labels")),
        limits.isolation(),
        new Hooks(hooks("post_start"), hooks("pre_stop")),
        list("volumes_from"),
        texts(service.mapping("annotations")),
        build.platform());
  }

  private List<Hook> hooks(String key) {
    List<Hook> hooks = new ArrayList<>();
    for (Node node : service.items(key)) {
      Node.Mapping hook = (Node.Mapping) node;
      hooks.add(
          new Hook(
              list(hook, "command"),
              hook.text("user"),
              hook.text("working_dir"),
              hook.flag("privileged"),
              texts(hook.mapping("environment"))));
    }
    return hooks;
  }

  /** A mapping's texts; what has none is left out. */
  static Map<String, String> texts(Node.Mapping mapping) {
    Map<String, String> texts = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!Node.isNull(value)) {
                texts.put(key, value.plain().toString());
              }
            });
    return texts;
  }

  private List<String> list(String key) {
    return list(service, key);
  }

  static List<String> list(Node.Mapping mapping, String key) {
    return mapping.items(key).stream().map(item -> item.plain().toString()).toList();
  }

  private Process process() {
    Map<String, Value> environment = new LinkedHashMap<>();
    texts(service.mapping("environment"))
        .forEach((key, value) -> environment.put(key, new Value.Plain(value)));
    String grace = service.text("stop_grace_period");
    return new Process(
        list("command"),
        list("entrypoint"),
        environment,
        service.text("user"),
        service.text("working_dir"),
        service.text("hostname"),
        service.text("stop_signal"),
        grace.isEmpty() ? Process.DEFAULT_GRACE : Sizes.duration(grace),
        service.flag("tty"),
        service.flag("stdin_open"),
        service.flag("init"));
  }

  private List<Dependency> dependencies() {
    List<Dependency> dependencies = new ArrayList<>();
    service
        .mapping("depends_on")
        .entries()
        .forEach(
            (other, node) -> {
              Node.Mapping dependency = (Node.Mapping) node;
              boolean there =
                  model.mapping("services").get(other) instanceof Node.Mapping wanted
                      && ComposeBinding.replicas(wanted) != 0;
              if (there) {
                Dependency.Condition condition =
                    switch (dependency.text("condition")) {
                      case "service_healthy" -> Dependency.Condition.HEALTHY;
                      case "service_completed_successfully" -> Dependency.Condition.COMPLETED;
                      default -> Dependency.Condition.STARTED;
                    };
                dependencies.add(new Dependency(other, condition, dependency.flag("restart")));
              }
            });
    return dependencies;
  }

  private Readiness readiness() {
    Node.Mapping check = service.mapping("healthcheck");
    List<String> test = list(check, "test");
    if (check.flag("disable") || !test.isEmpty() && test.get(0).equals("NONE")) {
      return Readiness.RUNNING;
    }
    if (test.size() < 2) {
      for (String pace :
          List.of("interval", "timeout", "retries", "start_period", "start_interval")) {
        unapplied.warn(
            "service '" + name + "'",
            "healthcheck." + pace,
            check.get(pace),
            "it goes with a 'test'; the image's own check has its own");
      }
      return Readiness.BY_IMAGE;
    }
    String retries = check.text("retries");
    Readiness.Pace pace =
        new Readiness.Pace(
            duration(check, "interval", INTERVAL),
            duration(check, "timeout", INTERVAL),
            Math.max(1, retries.isEmpty() ? RETRIES : (int) Numbers.finite(retries, check.place())),
            duration(check, "start_period", Duration.ZERO),
            Sizes.duration(check.text("start_interval")).toMillis());
    return test.get(0).equals("CMD-SHELL")
        ? Readiness.Command.shell(test.get(1), pace)
        : new Readiness.Command(test.subList(1, test.size()), pace);
  }

  private static Duration duration(Node.Mapping check, String key, Duration otherwise) {
    Duration given = Sizes.duration(check.text(key));
    return given.isZero() ? otherwise : given;
  }
}

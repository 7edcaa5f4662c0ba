package orch.compose;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import orch.model.Dependency;
import orch.model.ImageSource;
import orch.model.Logging;
import orch.model.Origin;
import orch.model.Process;
import orch.model.Readiness;
import orch.model.Resources;
import orch.model.Security;
import orch.model.Service;
import orch.model.Value;

/** Makes one service of its canonical form. */
final class ServiceBinding {
  /** Keys that are applied, here or in the stages before. */
  private static final Set<String> APPLIED =
      Set.of(
          "build",
          "cap_add",
          "cap_drop",
          "command",
          "configs",
          "container_name",
          "cpus",
          "depends_on",
          "deploy",
          "devices",
          "dns",
          "entrypoint",
          "env_file",
          "environment",
          "expose",
          "extra_hosts",
          "healthcheck",
          "hostname",
          "image",
          "init",
          "labels",
          "links",
          "logging",
          "mem_limit",
          "network_mode",
          "networks",
          "pids_limit",
          "ports",
          "privileged",
          "profiles",
          "read_only",
          "restart",
          "scale",
          "secrets",
          "security_opt",
          "shm_size",
          "stdin_open",
          "stop_grace_period",
          "stop_signal",
          "sysctls",
          "tmpfs",
          "tty",
          "ulimits",
          "user",
          "volumes",
          "working_dir");

  /** The engine's own, https://docs.docker.com/reference/dockerfile/#healthcheck. */
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private static final int RETRIES = 3;

  private final String name;
  private final Node.Mapping service;
  private final Node.Mapping model;
  private final Unapplied unapplied;

  ServiceBinding(String name, Node.Mapping service, Node.Mapping model, Unapplied unapplied) {
    this.name = name;
    this.service = service;
    this.model = model;
    this.unapplied = unapplied;
  }

  /**
   * The service.
   *
   * @param aliases further DNS names, which others ask for
   */
  Service service(List<String> aliases) {
    unapplied.rest("services", service, APPLIED);
    unapplied.warn(
        "services",
        "container_name",
        service.get("container_name"),
        "orch's names tell copies apart; it is a DNS name of the service");
    Node.Mapping deploy = service.mapping("deploy");
    unapplied.rest("services.deploy", deploy, List.of("replicas", "resources", "restart_policy"));
    int replicas = ComposeBinding.replicas(service);
    return new Service(
        name,
        new Origin(service.place().file(), service.place().line()),
        images(),
        process(),
        new LinksBinding(name, service, unapplied).links(aliases),
        new MountBinding(name, service, model, unapplied).mounts(),
        dependencies(),
        readiness(),
        resources(deploy.mapping("resources")),
        security(),
        new Logging(
            service.mapping("logging").text("driver"),
            texts(service.mapping("logging").mapping("options"))),
        restart(deploy.mapping("restart_policy")),
        false,
        Math.max(1, replicas),
        texts(service.mapping("labels")));
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

  private List<ImageSource> images() {
    Node.Mapping build = service.mapping("build");
    if (service.get("build") == null) {
      return List.of(new ImageSource.Named(service.text("image")));
    }
    if (build.get("dockerfile_inline") != null) {
      throw build
          .get("dockerfile_inline")
          .place()
          .bad("'dockerfile_inline' is not possible yet; write the Dockerfile to a file");
    }
    if (!build.text("context").startsWith("/")) {
      throw build
          .place()
          .bad("a build's context is a folder here; '" + build.text("context") + "' is not");
    }
    unapplied.warn(
        "services", "image", service.get("image"), "what is built is named after its recipe");
    unapplied.rest("services.build", build, List.of("context", "dockerfile", "args", "target"));
    return List.of(
        new ImageSource.Recipe(
            Path.of(build.text("context")),
            build.text("dockerfile"),
            texts(build.mapping("args")),
            build.text("target")));
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
      unapplied.rest("services.healthcheck", check, List.of("test"));
      return Readiness.BY_IMAGE;
    }
    unapplied.rest(
        "services.healthcheck",
        check,
        List.of("test", "interval", "timeout", "retries", "start_period"));
    String retries = check.text("retries");
    Readiness.Pace pace =
        new Readiness.Pace(
            duration(check, "interval", INTERVAL),
            duration(check, "timeout", INTERVAL),
            Math.max(1, retries.isEmpty() ? RETRIES : (int) Double.parseDouble(retries)),
            duration(check, "start_period", Duration.ZERO));
    return test.get(0).equals("CMD-SHELL")
        ? Readiness.Command.shell(test.get(1), pace)
        : new Readiness.Command(test.subList(1, test.size()), pace);
  }

  private static Duration duration(Node.Mapping check, String key, Duration otherwise) {
    Duration given = Sizes.duration(check.text(key));
    return given.isZero() ? otherwise : given;
  }

  private Resources resources(Node.Mapping deploy) {
    unapplied.rest("services.deploy.resources", deploy, List.of("limits"));
    Node.Mapping limits = deploy.mapping("limits");
    Map<String, Resources.Ulimit> ulimits = new LinkedHashMap<>();
    service
        .mapping("ulimits")
        .entries()
        .forEach(
            (key, node) -> {
              boolean one = node instanceof Node.Scalar;
              Node.Mapping both = one ? service : (Node.Mapping) node;
              long soft = whole(one ? node.plain().toString() : both.text("soft"));
              long hard = whole(one ? node.plain().toString() : both.text("hard"));
              ulimits.put(key, new Resources.Ulimit(soft, hard));
            });
    String cpus = first(limits.text("cpus"), service.text("cpus"));
    return new Resources(
        Math.max(0, Sizes.bytes(first(limits.text("memory"), service.text("mem_limit")))),
        cpus.isEmpty() ? 0 : Double.parseDouble(cpus),
        Math.max(0, whole(first(limits.text("pids"), service.text("pids_limit")))),
        Math.max(0, Sizes.bytes(service.text("shm_size"))),
        ulimits,
        texts(service.mapping("sysctls")));
  }

  private static String first(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  private static long whole(String text) {
    return text.isEmpty() ? 0 : (long) Double.parseDouble(text);
  }

  private Security security() {
    List<String> devices = new ArrayList<>();
    for (Node node : service.items("devices")) {
      Node.Mapping device = (Node.Mapping) node;
      String target = first(device.text("target"), device.text("source"));
      devices.add(device.text("source") + ":" + target + ":" + device.text("permissions"));
    }
    return new Security(
        service.flag("privileged"),
        service.flag("read_only"),
        list("cap_add"),
        list("cap_drop"),
        list("security_opt"),
        devices);
  }

  private String restart(Node.Mapping policy) {
    String restart = service.text("restart");
    if (!restart.isEmpty()) {
      return restart;
    }
    unapplied.rest("services.deploy.restart_policy", policy, List.of("condition", "max_attempts"));
    String most = policy.text("max_attempts");
    return switch (policy.text("condition")) {
      case "any" -> "always";
      case "on-failure" -> most.isEmpty() ? "on-failure" : "on-failure:" + most;
      default -> "no";
    };
  }
}

package orch.dsl;

import groovy.lang.Closure;
import groovy.lang.DelegatesTo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.dsl.Amounts.Size;
import orch.model.Attachment;
import orch.model.Dependency;
import orch.model.ImageSource;
import orch.model.Links;
import orch.model.Logging;
import orch.model.Mount;
import orch.model.Origin;
import orch.model.Port;
import orch.model.Process;
import orch.model.Readiness;
import orch.model.Resources;
import orch.model.Security;
import orch.model.Service;
import orch.model.Value;

/** {@code service('name') { ... }}: one image, one or more like containers. */
public final class ServiceScope extends Scope {
  private final String stack;
  private final String name;
  private final Origin origin;
  private final List<ImageSource> images = new ArrayList<>();
  private final List<Mount> mounts = new ArrayList<>();
  private final List<Port> ports = new ArrayList<>();
  private final List<Attachment> networks = new ArrayList<>();
  private final List<Dependency> dependencies = new ArrayList<>();
  private final Map<String, Value> environment = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, String> hosts = new LinkedHashMap<>();
  private final Map<String, Resources.Ulimit> ulimits = new LinkedHashMap<>();
  private final Map<String, String> sysctls = new LinkedHashMap<>();
  private final List<String> dns = new ArrayList<>();
  private final List<String> capAdd = new ArrayList<>();
  private final List<String> capDrop = new ArrayList<>();
  private final List<String> securityOptions = new ArrayList<>();
  private final List<String> devices = new ArrayList<>();
  private List<String> command = List.of();
  private List<String> entrypoint = List.of();
  private String user = "";
  private String workingDir = "";
  private String hostname = "";
  private String stopSignal = "";
  private Duration stopGrace = Process.DEFAULT_GRACE;
  private String networkMode = "";
  private String restart = "no";
  private Readiness readiness = Readiness.BY_IMAGE;
  private Logging logging = Logging.DEFAULT;
  private long memory;
  private double cpus;
  private long pids;
  private long sharedMemory;
  private int replicas = 1;
  private boolean tty;
  private boolean stdinOpen;
  private boolean init;
  private boolean privileged;
  private boolean readOnly;
  private boolean oneShot;

  ServiceScope(Session session, String stack, String name) {
    super(session, "service '" + name + "'");
    this.stack = stack;
    this.name = name;
    this.origin = here();
  }

  /** The image by name. */
  @Word(
      value = "the image, and other ways to one when it is not to be had",
      example = "image 'postgres:16', otherwise: build('images/postgres')")
  public void image(CharSequence reference) {
    images.add(checked(() -> new ImageSource.Named(reference.toString())));
  }

  /** The image by name, and further ways. */
  public void image(Map<String, ?> arguments, CharSequence reference) {
    only("image", arguments, "otherwise");
    image(reference);
    Object otherwise = arguments.get("otherwise");
    for (Object way : otherwise instanceof List<?> list ? list : List.of(otherwise)) {
      if (way instanceof ImageSource source) {
        // build(...) and archive(...) as arguments were read as words of their own before
        images.remove(source);
        images.add(source);
      } else {
        image(String.valueOf(way));
      }
    }
  }

  /** A folder with a Dockerfile, relative to the script. */
  @Word(
      value = "a folder with a Dockerfile, relative to the script",
      example =
          "build 'images/auth', args: [VERSION: '1'], target: 'run', dockerfile: 'Dockerfile'")
  public ImageSource build(CharSequence folder) {
    return build(Map.of(), folder);
  }

  /** A folder with a Dockerfile, and how to build it. */
  public ImageSource build(Map<String, ?> arguments, CharSequence folder) {
    only("build", arguments, "args", "target", "dockerfile");
    Path context = session().resolve(folder.toString());
    String dockerfile = named(arguments, "dockerfile", String.class, "Dockerfile");
    if (!java.nio.file.Files.isRegularFile(context.resolve(dockerfile))) {
      throw bad("there is no " + dockerfile + " in " + context);
    }
    Map<String, String> buildArguments = texts(arguments, "args");
    ImageSource recipe =
        new ImageSource.Recipe(
            context, dockerfile, buildArguments, named(arguments, "target", String.class, ""));
    images.add(recipe);
    return recipe;
  }

  /** A file with exported images. */
  @Word(
      value = "a file with exported images, and which one is meant",
      example = "archive 'images.tar', image: 'app:1'")
  public ImageSource archive(Map<String, ?> arguments, CharSequence file) {
    only("archive", arguments, "image");
    String reference = named(arguments, "image", String.class, "");
    ImageSource source =
        checked(
            () ->
                new ImageSource.Archive(
                    session().resolve(file.toString()),
                    new ImageSource.Named(reference).reference()));
    images.add(source);
    return source;
  }

  /** Environment variables. */
  @Word(
      value = "environment variables; a null value is left out",
      example = "env POSTGRES_DB: 'app', POSTGRES_PASSWORD: secret('postgres')")
  public void env(Map<String, ?> variables) {
    variables.forEach(
        (variable, value) -> {
          if (value instanceof Value known) {
            environment.put(variable, known);
          } else if (value != null) {
            environment.put(variable, new Value.Plain(value.toString()));
          }
        });
  }

  /** A secret of the stack. */
  @Word(
      value = "a secret of the stack: made at first use, kept by orch, masked in every output",
      example = "env PASSWORD: secret('db')")
  public Value secret(CharSequence secret) {
    return checked(() -> session().secret(stack, secret.toString()));
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

  /** A named volume of the stack. */
  @Word(
      value = "a named volume of the stack and where it appears",
      example = "volume 'pg-data', at: '/var/lib/postgresql/data', readOnly: false")
  public void volume(Map<String, ?> arguments, CharSequence volume) {
    only("volume", arguments, "at", "readOnly");
    mounts.add(
        checked(
            () ->
                new Mount.VolumeMount(
                    volume.toString(),
                    named(arguments, "at", String.class, null),
                    named(arguments, "readOnly", Boolean.class, false))));
  }

  /** A file or folder of the host. */
  @Word(
      value = "a file or folder of the host, relative to the script, and where it appears",
      example = "mount 'conf/app.yml', at: '/etc/app.yml', readOnly: true")
  public void mount(Map<String, ?> arguments, CharSequence source) {
    only("mount", arguments, "at", "readOnly");
    mounts.add(
        checked(
            () ->
                new Mount.BindMount(
                    session().resolve(source.toString()),
                    named(arguments, "at", String.class, null),
                    named(arguments, "readOnly", Boolean.class, false))));
  }

  /** A file system in memory. */
  @Word(value = "a file system in memory", example = "tmpfs '/tmp', size: 64.MB")
  public void tmpfs(CharSequence target) {
    tmpfs(Map.of(), target);
  }

  /** A file system in memory, of some size. */
  public void tmpfs(Map<String, ?> arguments, CharSequence target) {
    only("tmpfs", arguments, "size");
    long size = named(arguments, "size", Size.class, new Size(0)).bytes();
    mounts.add(checked(() -> new Mount.TmpfsMount(target.toString(), size)));
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
        dependencies.add(new Dependency(service.toString(), Dependency.Condition.HEALTHY, again));
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
    return new Dependency(service.toString(), Dependency.Condition.STARTED, false);
  }

  /** For dependsOn: it ended with 0. */
  @Word(
      value = "for dependsOn: the other has ended with exit code 0",
      example = "dependsOn completed('migrate')")
  public Dependency completed(CharSequence service) {
    return new Dependency(service.toString(), Dependency.Condition.COMPLETED, false);
  }

  /** How one tells that it is ready, as a block. */
  @Word(
      value = "how one tells that it is ready; the image's own check by default",
      example = "healthcheck { http '/health', port: 8080; every 1.second }")
  public void healthcheck(
      @DelegatesTo(value = HealthcheckScope.class, strategy = Closure.DELEGATE_ONLY)
          Closure<?> block) {
    HealthcheckScope scope = new HealthcheckScope(session(), name);
    scope.run(block);
    readiness = scope.readiness();
  }

  /** How one tells that it is ready, as a shell line. */
  @Word(
      value = "the short form: a shell line in the container that ends with 0",
      example = "healthcheck 'redis-cli ping'")
  public void healthcheck(CharSequence line) {
    readiness = checked(() -> Readiness.Command.shell(line.toString(), Readiness.Pace.DEFAULT));
  }

  /** Arguments of the entry point. */
  @Word(
      value =
          "what it runs, in place of the image's own: one text for the shell's words, or several",
      example = "command 'redis-server', '--appendonly', 'yes'")
  public void command(CharSequence... words) {
    command = words(words);
  }

  /** Program in place of the image's entry point. */
  @Word(
      value = "the entry point in place of the image's own",
      example = "entrypoint '/bin/sh', '-c'")
  public void entrypoint(CharSequence... words) {
    entrypoint = words(words);
  }

  /**
   * One text is cut at blanks, as a shell would without quotes in it; several are taken as they
   * are.
   */
  private List<String> words(CharSequence... words) {
    if (words.length == 1) {
      String text = words[0].toString().strip();
      if (text.contains("'") || text.contains("\"")) {
        return List.of("/bin/sh", "-c", text);
      }
      return Arrays.asList(text.split("\\s+"));
    }
    return Arrays.stream(words).map(CharSequence::toString).toList();
  }

  /** Networks that it joins. */
  @Word(
      value = "networks of the stack that it joins, in place of the default one",
      example = "network 'backend', aliases: ['db'], address: '10.1.0.5'")
  public void network(CharSequence network) {
    network(Map.of(), network);
  }

  /** A network that it joins, with names and an address there. */
  public void network(Map<String, ?> arguments, CharSequence network) {
    only("network", arguments, "aliases", "address");
    List<?> aliases = named(arguments, "aliases", List.class, List.of());
    networks.add(
        new Attachment(
            network.toString(),
            aliases.stream().map(String::valueOf).toList(),
            named(arguments, "address", String.class, "")));
  }

  /** In place of networks. */
  @Word(value = "'host' or 'none' in place of networks", example = "networkMode 'none'")
  public void networkMode(CharSequence mode) {
    if (!mode.toString().matches("host|none|bridge")) {
      throw bad("networkMode is 'host', 'none' or 'bridge', not '" + mode + "'");
    }
    networkMode = mode.toString();
  }

  /** Names of its own for addresses. */
  @Word(
      value = "names for addresses, as in /etc/hosts",
      example = "extraHosts 'host.internal': 'host-gateway'")
  public void extraHosts(Map<String, ?> names) {
    names.forEach((host, address) -> hosts.put(host, String.valueOf(address)));
  }

  /** DNS servers. */
  @Word(value = "DNS servers in place of the engine's", example = "dns '10.0.0.2'")
  public void dns(CharSequence... servers) {
    Arrays.stream(servers).forEach(server -> dns.add(server.toString()));
  }

  /** Memory limit. */
  @Word(value = "most memory; no limit by default", example = "memory 256.MB")
  public void memory(Size size) {
    memory = size.bytes();
  }

  /** Processor limit. */
  @Word(value = "most processors; no limit by default", example = "cpus 0.5")
  public void cpus(Number number) {
    cpus = number.doubleValue();
  }

  /** Limit of processes. */
  @Word(value = "most processes and threads; no limit by default", example = "pids 100")
  public void pids(int number) {
    pids = number;
  }

  /** Size of /dev/shm. */
  @Word(value = "size of /dev/shm; the engine's 64 MB by default", example = "shmSize 256.MB")
  public void shmSize(Size size) {
    sharedMemory = size.bytes();
  }

  /** Limits of the shell's kind. */
  @Word(
      value = "limits by name: one number, or soft and hard",
      example = "ulimits nofile: [1024, 4096], nproc: 512")
  public void ulimits(Map<String, ?> limits) {
    limits.forEach(
        (limit, value) -> {
          List<?> pair = value instanceof List<?> list ? list : List.of(value, value);
          if (pair.size() != 2
              || !(pair.get(0) instanceof Number soft)
              || !(pair.get(1) instanceof Number hard)) {
            throw bad("ulimits " + limit + ": is a number, or [soft, hard]");
          }
          ulimits.put(limit, new Resources.Ulimit(soft.longValue(), hard.longValue()));
        });
  }

  /** Kernel settings. */
  @Word(value = "kernel settings of its namespaces", example = "sysctls 'net.core.somaxconn': 1024")
  public void sysctls(Map<String, ?> settings) {
    settings.forEach((setting, value) -> sysctls.put(setting, String.valueOf(value)));
  }

  /** Restart policy. */
  @Word(
      value =
          "when the engine starts it again: no (default), always, unless-stopped, on-failure[:N]",
      example = "restart 'unless-stopped'")
  public void restart(CharSequence policy) {
    restart = policy.toString();
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
  }

  /** User. */
  @Word(value = "user name or id, with optional group", example = "user '1000:1000'")
  public void user(Object nameOrId) {
    user = String.valueOf(nameOrId);
  }

  /** Working folder. */
  @Word(value = "working folder in the container", example = "workingDir '/app'")
  public void workingDir(CharSequence folder) {
    workingDir = folder.toString();
  }

  /** Host name. */
  @Word(value = "its host name as it sees it", example = "hostname 'db'")
  public void hostname(CharSequence host) {
    hostname = host.toString();
  }

  /** Labels. */
  @Word(value = "labels of your own", example = "labels team: 'payments'")
  public void labels(Map<String, ?> own) {
    own.forEach((label, value) -> labels.put(label, String.valueOf(value)));
  }

  /** A terminal. */
  @Word(value = "gives it a terminal", example = "tty()")
  public void tty() {
    tty = true;
  }

  /** Standard input. */
  @Word(value = "keeps its standard input open", example = "stdinOpen()")
  public void stdinOpen() {
    stdinOpen = true;
  }

  /** An init process. */
  @Word(value = "runs a small init process that reaps orphans", example = "init()")
  public void init() {
    init = true;
  }

  /** Stop signal. */
  @Word(
      value = "the signal that asks it to stop; the image's own by default",
      example = "stopSignal 'SIGQUIT'")
  public void stopSignal(CharSequence signal) {
    stopSignal = signal.toString();
  }

  /** Grace time. */
  @Word(
      value = "how long a stop waits before it kills; 10 s by default",
      example = "stopGrace 30.seconds")
  public void stopGrace(Duration time) {
    stopGrace = time;
  }

  /** Everything is allowed. */
  @Word(value = "may do everything", example = "privileged()")
  public void privileged() {
    privileged = true;
  }

  /** The root file system cannot be written. */
  @Word(value = "its root file system cannot be written", example = "readOnly()")
  public void readOnly() {
    readOnly = true;
  }

  /** More capabilities. */
  @Word(
      value = "kernel capabilities on top of the engine's default set",
      example = "capAdd 'NET_ADMIN'")
  public void capAdd(CharSequence... names) {
    Arrays.stream(names).forEach(capability -> capAdd.add(capability(capability)));
  }

  /** Fewer capabilities. */
  @Word(value = "kernel capabilities taken away", example = "capDrop 'ALL'")
  public void capDrop(CharSequence... names) {
    Arrays.stream(names).forEach(capability -> capDrop.add(capability(capability)));
  }

  private String capability(CharSequence capability) {
    String bare =
        capability.toString().toUpperCase(java.util.Locale.ROOT).replaceFirst("^CAP_", "");
    if (!bare.matches("[A-Z_]+")) {
      throw bad("'" + capability + "' is no kernel capability");
    }
    return bare;
  }

  /** Options of the security modules. */
  @Word(value = "options of the security modules", example = "securityOpt 'no-new-privileges'")
  public void securityOpt(CharSequence... options) {
    Arrays.stream(options).forEach(option -> securityOptions.add(option.toString()));
  }

  /** Devices of the host. */
  @Word(value = "devices of the host", example = "devices '/dev/fuse'")
  public void devices(CharSequence... paths) {
    Arrays.stream(paths).forEach(path -> devices.add(path.toString()));
  }

  /** Where its output goes. */
  @Word(
      value = "where the engine keeps its output",
      example = "logging 'json-file', 'max-size': '10m'")
  public void logging(Map<String, ?> options, CharSequence driver) {
    Map<String, String> texts = new LinkedHashMap<>();
    options.forEach((option, value) -> texts.put(option, String.valueOf(value)));
    logging = new Logging(driver.toString(), texts);
  }

  Service service() {
    return checked(
        () ->
            new Service(
                name,
                origin,
                images,
                new Process(
                    command,
                    entrypoint,
                    environment,
                    user,
                    workingDir,
                    hostname,
                    stopSignal,
                    stopGrace,
                    tty,
                    stdinOpen,
                    init),
                new Links(ports, networks, networkMode, hosts, dns),
                mounts,
                dependencies,
                readiness,
                new Resources(memory, cpus, pids, sharedMemory, ulimits, sysctls),
                new Security(privileged, readOnly, capAdd, capDrop, securityOptions, devices),
                logging,
                restart,
                oneShot,
                replicas,
                labels));
  }
}

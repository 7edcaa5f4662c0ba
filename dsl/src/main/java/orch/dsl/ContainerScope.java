package orch.dsl;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.dsl.Amounts.Size;
import orch.model.Attachment;
import orch.model.BuildSettings;
import orch.model.Endpoint;
import orch.model.ImageSource;
import orch.model.Labels;
import orch.model.Links;
import orch.model.Logging;
import orch.model.Mount;
import orch.model.Port;
import orch.model.Process;
import orch.model.Pull;
import orch.model.Value;
import orch.report.JsonText;

/** Words for a container: its image, what runs in it, what it sees. */
public abstract class ContainerScope extends LimitsScope {
  private final String stack;
  private final List<ImageSource> images = new ArrayList<>();
  private final List<Mount> mounts = new ArrayList<>();
  private final List<Attachment> networks = new ArrayList<>();
  private final Map<String, Value> environment = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final Map<String, String> hosts = new LinkedHashMap<>();
  private final List<String> dns = new ArrayList<>();
  private List<String> command = List.of();
  private List<String> entrypoint = List.of();
  private String user = "";
  private String workingDir = "";
  private String hostname = "";
  private String stopSignal = "";
  private Duration stopGrace = Process.DEFAULT_GRACE;
  private String networkMode = "";
  private Logging logging = Logging.DEFAULT;
  private boolean tty;
  private boolean stdinOpen;
  private boolean init;

  /**
   * A block with these words.
   *
   * @param stack whose secrets it may use
   */
  protected ContainerScope(Session session, String stack, String title) {
    super(session, title);
    this.stack = stack;
  }

  /** The image by name. */
  @Word(
      value =
          "the image, and other ways to one when it is not to be had; pull: says when it is pulled",
      example = "image 'postgres:16', otherwise: build('images/postgres')")
  public void image(CharSequence reference) {
    images.add(checked(() -> new ImageSource.Named(Plain.text(reference))));
  }

  /** The image by name, and further ways. */
  public void image(Map<String, ?> arguments, CharSequence reference) {
    only("image", arguments, "otherwise", "pull");
    Pull pull = checked(() -> Pull.parse(text(arguments, "pull")));
    images.add(checked(() -> new ImageSource.Named(Plain.text(reference), pull, "")));
    Object otherwise = named(arguments, "otherwise", Object.class, List.of());
    for (Object way : otherwise instanceof List<?> list ? list : List.of(otherwise)) {
      if (way instanceof ImageSource source) {
        // build(...) and archive(...) as arguments were read as words of their own before
        images.remove(source);
        images.add(source);
      } else {
        image(Plain.text(way));
      }
    }
  }

  /** A folder with a Dockerfile, relative to the script. */
  @Word(
      value = "a folder with a Dockerfile, relative to the script",
      example =
          "build 'images/auth', args: [VERSION: '1'], target: 'run', dockerfile: 'Dockerfile',"
              + " tags: ['auth:dev'], noCache: false, pull: false, network: 'host'")
  public ImageSource build(CharSequence folder) {
    return build(Map.of(), folder);
  }

  /** A folder with a Dockerfile, and how to build it. */
  public ImageSource build(Map<String, ?> arguments, CharSequence folder) {
    only(
        "build",
        arguments,
        "args",
        "target",
        "dockerfile",
        "inline",
        "tags",
        "labels",
        "cacheFrom",
        "network",
        "shmSize",
        "extraHosts",
        "pull",
        "noCache");
    String dockerfile = named(arguments, "dockerfile", String.class, "Dockerfile");
    BuildSettings settings = settings(arguments);
    if (Plain.text(folder).matches("(https?|git|ssh)://.*|git@.*|github\\.com/.*")) {
      ImageSource remote =
          new ImageSource.Remote(
              Plain.text(folder),
              dockerfile,
              texts(arguments, "args"),
              text(arguments, "target"),
              settings);
      images.add(remote);
      return remote;
    }
    Path context = session().scripts().resolve(Plain.text(folder));
    if (settings.inline().isEmpty()
        && !java.nio.file.Files.isRegularFile(context.resolve(dockerfile))) {
      throw bad("there is no " + dockerfile + " in " + context);
    }
    Map<String, String> buildArguments = texts(arguments, "args");
    ImageSource recipe =
        new ImageSource.Recipe(
            context, dockerfile, buildArguments, text(arguments, "target"), settings);
    images.add(recipe);
    return recipe;
  }

  private BuildSettings settings(Map<String, ?> arguments) {
    return new BuildSettings(
        text(arguments, "inline"),
        strings(arguments, "tags"),
        texts(arguments, "labels"),
        strings(arguments, "cacheFrom"),
        text(arguments, "network"),
        named(arguments, "shmSize", Size.class, new Size(0)).bytes(),
        texts(arguments, "extraHosts"),
        named(arguments, "pull", Boolean.class, false),
        named(arguments, "noCache", Boolean.class, false),
        "");
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
                    session().scripts().resolve(Plain.text(file)),
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
            environment.put(variable, new Value.Plain(Plain.text(value)));
          }
        });
  }

  /** A secret of the stack. */
  @Word(
      value = "a secret of the stack: made at first use, kept by orch, masked in every output",
      example = "env PASSWORD: secret('db')")
  public Value secret(CharSequence secret) {
    return checked(() -> session().stacks().secret(stack, Plain.text(secret)));
  }

  /** A named volume of the stack. */
  @Word(
      value = "a named volume of the stack and where it appears; also noCopy: and subpath:",
      example = "volume 'pg-data', at: '/var/lib/postgresql/data', readOnly: false")
  public void volume(Map<String, ?> arguments, CharSequence volume) {
    only("volume", arguments, "at", "readOnly", "noCopy", "subpath");
    mounts.add(
        checked(
            () ->
                new Mount.VolumeMount(
                    Plain.text(volume),
                    named(arguments, "at", String.class, null),
                    named(arguments, "readOnly", Boolean.class, false),
                    named(arguments, "noCopy", Boolean.class, false),
                    text(arguments, "subpath"))));
  }

  /** A file or folder of the host. */
  @Word(
      value = "a file or folder of the host, relative to the script, and where it appears",
      example =
          "mount 'conf/app.yml', at: '/etc/app.yml', readOnly: true, create: false, propagation: 'rslave', selinux:"
              + " 'z', recursive: 'disabled'")
  public void mount(Map<String, ?> arguments, CharSequence source) {
    only("mount", arguments, "at", "readOnly", "create", "propagation", "selinux", "recursive");
    mounts.add(
        checked(
            () ->
                new Mount.BindMount(
                    session().scripts().resolve(Plain.text(source)),
                    named(arguments, "at", String.class, null),
                    named(arguments, "readOnly", Boolean.class, false),
                    named(arguments, "create", Boolean.class, false),
                    text(arguments, "propagation"),
                    text(arguments, "selinux"),
                    text(arguments, "recursive"))));
  }

  /** A file that orch writes. */
  @Word(
      value = "a file that orch writes into the container before it starts",
      example = "file '/etc/app.conf', content: 'mode=fast', mode: 0444, uid: 0, gid: 0")
  public void file(Map<String, ?> arguments, CharSequence target) {
    only("file", arguments, "content", "mode", "uid", "gid");
    Object content = arguments.get("content");
    Value value = content instanceof Value known ? known : new Value.Plain(Plain.text(content));
    if (content == null) {
      throw bad("file '" + target + "' needs content: its text, or secret('name')");
    }
    mounts.add(
        checked(
            () ->
                new Mount.FileMount(
                    value,
                    Plain.text(target),
                    named(arguments, "uid", Integer.class, 0),
                    named(arguments, "gid", Integer.class, 0),
                    named(arguments, "mode", Integer.class, 0444))));
  }

  /** A file system in memory. */
  @Word(
      value = "a file system in memory",
      example = "tmpfs '/tmp', size: 64.MB, options: 'mode=1777,uid=1000'")
  public void tmpfs(CharSequence target) {
    tmpfs(Map.of(), target);
  }

  /** A file system in memory, of some size. */
  public void tmpfs(Map<String, ?> arguments, CharSequence target) {
    only("tmpfs", arguments, "size", "options");
    long size = named(arguments, "size", Size.class, new Size(0)).bytes();
    mounts.add(
        checked(() -> new Mount.TmpfsMount(Plain.text(target), size, text(arguments, "options"))));
  }

  /** Arguments of the entry point. */
  @Word(
      value =
          "what it runs, in place of the image's own: one text for the shell's words, several, or a list",
      example = "command 'redis-server', '--appendonly', 'yes'")
  public void command(CharSequence... words) {
    command = words(words);
  }

  /** Arguments of the entry point as one list, each as it is. */
  public void command(List<?> words) {
    command = words.stream().map(Plain::text).toList();
  }

  /** Program in place of the image's entry point. */
  @Word(
      value = "the entry point in place of the image's own",
      example = "entrypoint '/bin/sh', '-c'")
  public void entrypoint(CharSequence... words) {
    entrypoint = words(words);
  }

  /** Program in place of the image's entry point as one list, each word as it is. */
  public void entrypoint(List<?> words) {
    entrypoint = words.stream().map(Plain::text).toList();
  }

  /** Networks that it joins. */
  @Word(
      value = "networks of the stack that it joins, in place of the default one",
      example =
          "network 'backend', aliases: ['db'], address: '10.1.0.5', ipv6: 'fd00::5', mac:"
              + " '02:42:ac:11:00:02', linkLocal: ['169.254.1.5'], options: [a: 'b']")
  public void network(CharSequence network) {
    network(Map.of(), network);
  }

  /** A network that it joins, with names and an address there. */
  public void network(Map<String, ?> arguments, CharSequence network) {
    only("network", arguments, "aliases", "address", "ipv6", "mac", "linkLocal", "options");
    List<?> aliases = named(arguments, "aliases", List.class, List.of());
    networks.add(
        new Attachment(
            Plain.text(network),
            aliases.stream().map(Plain::text).toList(),
            named(arguments, "address", String.class, ""),
            new Endpoint(
                text(arguments, "ipv6"),
                strings(arguments, "linkLocal"),
                text(arguments, "mac"),
                texts(arguments, "options"))));
  }

  /** In place of networks. */
  @Word(
      value = "in place of networks: host, none, service:NAME, container:NAME",
      example = "networkMode 'service:vpn'")
  public void networkMode(CharSequence mode) {
    if (!Plain.text(mode).matches("host|none|bridge|(service|container):.+")) {
      throw bad(
          "networkMode is 'host', 'none', 'bridge', 'service:NAME' or 'container:NAME', not '"
              + mode
              + "'");
    }
    networkMode = Plain.text(mode);
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
    Arrays.stream(servers).forEach(server -> dns.add(Plain.text(server)));
  }

  /** User. */
  @Word(value = "user name or id, with optional group", example = "user '1000:1000'")
  public void user(Object nameOrId) {
    user = Plain.text(nameOrId);
  }

  /** Working folder. */
  @Word(value = "working folder in the container", example = "workingDir '/app'")
  public void workingDir(CharSequence folder) {
    workingDir = Plain.text(folder);
  }

  /** Host name. */
  @Word(value = "its host name as it sees it", example = "hostname 'db'")
  public void hostname(CharSequence host) {
    hostname = Plain.text(host);
  }

  /** Labels. */
  @Word(value = "labels of your own", example = "labels team: 'payments'")
  public void labels(Map<String, ?> own) {
    own.forEach(
        (label, value) -> {
          if (label.startsWith("orch.") && !label.equals(Labels.BEFORE_SNAPSHOT)) {
            throw bad("label '" + label + "' is orch's own");
          }
          labels.put(label, Plain.text(value));
        });
  }

  /** A command before its volumes are saved. */
  @Word(
      value =
          "a command in it before its volumes are saved; it is then frozen meanwhile, not stopped",
      example = "beforeSnapshot 'redis-cli', 'save'")
  public void beforeSnapshot(CharSequence... words) {
    labels.put(Labels.BEFORE_SNAPSHOT, JsonText.tree(Map.of("command", words(words))));
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
    stopSignal = Plain.text(signal);
  }

  /** Grace time. */
  @Word(
      value = "how long a stop waits before it kills; 10 s by default",
      example = "stopGrace 30.seconds")
  public void stopGrace(Duration time) {
    stopGrace = time;
  }

  /** Where its output goes. */
  @Word(
      value = "where the engine keeps its output",
      example = "logging 'json-file', 'max-size': '10m'")
  public void logging(CharSequence driver) {
    logging(Map.of(), driver);
  }

  /** Where its output goes, with options of the driver. */
  public void logging(Map<String, ?> options, CharSequence driver) {
    Map<String, String> texts = new LinkedHashMap<>();
    options.forEach((option, value) -> texts.put(option, Plain.text(value)));
    logging = new Logging(Plain.text(driver), texts);
  }

  final List<ImageSource> images() {
    return images.stream().map(this::onPlatform).toList();
  }

  private ImageSource onPlatform(ImageSource source) {
    if (ownPlatform().isEmpty()) {
      return source;
    } else if (source instanceof ImageSource.Named named) {
      return new ImageSource.Named(named.reference(), named.pull(), ownPlatform());
    } else if (source instanceof ImageSource.Recipe recipe) {
      return recipe.with(recipe.settings().on(ownPlatform()));
    }
    return source;
  }

  final List<Mount> mounts() {
    return mounts;
  }

  final Map<String, String> ownLabels() {
    return labels;
  }

  final Logging output() {
    return logging;
  }

  final Process process() {
    return new Process(
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
        init);
  }

  final Links links(List<Port> ports) {
    return new Links(ports, networks, networkMode, hosts, dns, ownResolver(), exposed(), mac());
  }
}

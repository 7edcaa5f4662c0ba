package orch.dsl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.dsl.Amounts.Size;
import orch.model.BlockIo;
import orch.model.DeviceRequest;
import orch.model.Hook;
import orch.model.Hooks;
import orch.model.Isolation;
import orch.model.Resolver;
import orch.model.Tuning;

/** Words that few services need. */
public abstract class SettingsScope extends Scope {
  private final List<Hook> postStart = new ArrayList<>();
  private final List<Hook> preStop = new ArrayList<>();
  private final List<String> volumesFrom = new ArrayList<>();
  private final List<String> expose = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private final List<String> deviceRules = new ArrayList<>();
  private final List<DeviceRequest> requests = new ArrayList<>();
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private Isolation isolation = Isolation.DEFAULT;
  private Resolver resolver = Resolver.DEFAULT;
  private Tuning tuning = Tuning.NONE;
  private BlockIo blockIo = BlockIo.UNLIMITED;
  private String mac = "";
  private String platform = "";

  /** A block with these words. */
  protected SettingsScope(Session session, String title) {
    super(session, title);
  }

  /** Namespaces and runtime. */
  @Word(
      value = "how far it is apart from host and others: namespaces, control group, runtime",
      example =
          "isolation pid: 'host', ipc: 'service:app', uts: 'host', users: 'host', cgroup: 'private',"
              + " cgroupParent: 'batch', runtime: 'runc', technology: 'default'")
  public void isolation(Map<String, ?> arguments) {
    only(
        "isolation",
        arguments,
        "pid",
        "ipc",
        "uts",
        "users",
        "cgroup",
        "cgroupParent",
        "runtime",
        "technology");
    isolation =
        new Isolation(
            text(arguments, "pid"),
            text(arguments, "ipc"),
            text(arguments, "uts"),
            text(arguments, "users"),
            text(arguments, "cgroup"),
            text(arguments, "cgroupParent"),
            text(arguments, "runtime"),
            text(arguments, "technology"));
  }

  /** Rarer limits. */
  @Word(
      value = "limits that few need: memory, processors, what happens when memory is short",
      example =
          "tuning memoryReservation: 64.MB, memorySwap: 512.MB, swappiness: 10, cpuShares: 512,"
              + " cpuset: '0-1', cpuPeriod: 100000, cpuQuota: 50000, oomScore: 100")
  public void tuning(Map<String, ?> arguments) {
    only(
        "tuning",
        arguments,
        "memoryReservation",
        "memorySwap",
        "swappiness",
        "cpuShares",
        "cpuset",
        "cpuPeriod",
        "cpuQuota",
        "realtimePeriod",
        "realtimeRuntime",
        "cpuCount",
        "cpuPercent",
        "oomKillDisable",
        "oomScore",
        "storage");
    Object swap = arguments.get("memorySwap");
    tuning =
        checked(
            () ->
                new Tuning(
                    named(arguments, "memoryReservation", Size.class, new Size(0)).bytes(),
                    swap instanceof Number number ? number.longValue() : size(arguments, swap),
                    arguments.containsKey("swappiness")
                        ? String.valueOf(arguments.get("swappiness"))
                        : "",
                    (int) whole(arguments, "cpuShares"),
                    text(arguments, "cpuset"),
                    whole(arguments, "cpuPeriod"),
                    whole(arguments, "cpuQuota"),
                    whole(arguments, "realtimePeriod"),
                    whole(arguments, "realtimeRuntime"),
                    whole(arguments, "cpuCount"),
                    whole(arguments, "cpuPercent"),
                    named(arguments, "oomKillDisable", Boolean.class, false),
                    (int) whole(arguments, "oomScore"),
                    texts(arguments, "storage"),
                    BlockIo.UNLIMITED));
  }

  private long size(Map<String, ?> arguments, Object given) {
    return given == null ? 0 : named(arguments, "memorySwap", Size.class, new Size(0)).bytes();
  }

  /** Limits of block devices. */
  @Word(
      value = "how much of block devices it may use, by the path of the device",
      example =
          "blockIo weight: 300, weights: ['/dev/sda': 200], readBytes: ['/dev/sda': 10_000_000],"
              + " readOperations: ['/dev/sda': 100], writeBytes: [:], writeOperations: [:]")
  public void blockIo(Map<String, ?> arguments) {
    only(
        "blockIo",
        arguments,
        "weight",
        "weights",
        "readBytes",
        "readOperations",
        "writeBytes",
        "writeOperations");
    Map<String, Integer> weights = new LinkedHashMap<>();
    rates(arguments, "weights").forEach((device, weight) -> weights.put(device, weight.intValue()));
    blockIo =
        new BlockIo(
            (int) whole(arguments, "weight"),
            weights,
            rates(arguments, "readBytes"),
            rates(arguments, "readOperations"),
            rates(arguments, "writeBytes"),
            rates(arguments, "writeOperations"));
  }

  private Map<String, Long> rates(Map<String, ?> arguments, String name) {
    Map<String, Long> rates = new LinkedHashMap<>();
    Map<?, ?> given = named(arguments, name, Map.class, Map.of());
    given.forEach(
        (device, rate) -> {
          if (!(rate instanceof Number number)) {
            throw bad("'" + name + ":' takes a number for each device");
          }
          rates.put(String.valueOf(device), number.longValue());
        });
    return rates;
  }

  /** A command after each start. */
  @Word(
      value = "a command in it after each start, before it is ready; a failure fails the start",
      example = "postStart '/bin/warm-up', user: 'root', workingDir: '/', env: [A: '1']")
  public void postStart(CharSequence... words) {
    postStart(Map.of(), words);
  }

  /** A command after each start, with its surroundings. */
  public void postStart(Map<String, ?> arguments, CharSequence... words) {
    postStart.add(hook("postStart", arguments, words));
  }

  /** A command before each stop. */
  @Word(
      value = "a command in it before orch stops it",
      example = "preStop '/bin/drain', user: 'root', privileged: false")
  public void preStop(CharSequence... words) {
    preStop(Map.of(), words);
  }

  /** A command before each stop, with its surroundings. */
  public void preStop(Map<String, ?> arguments, CharSequence... words) {
    preStop.add(hook("preStop", arguments, words));
  }

  private Hook hook(String word, Map<String, ?> arguments, CharSequence... words) {
    only(word, arguments, "user", "workingDir", "privileged", "env");
    return checked(
        () ->
            new Hook(
                words(words),
                text(arguments, "user"),
                text(arguments, "workingDir"),
                named(arguments, "privileged", Boolean.class, false),
                texts(arguments, "env")));
  }

  /**
   * One text is cut at blanks, as a shell would without quotes in it; several are taken as they
   * are.
   */
  final List<String> words(CharSequence... words) {
    if (words.length == 1) {
      String text = Plain.text(words[0]).strip();
      if (text.contains("'") || text.contains("\"")) {
        return List.of("/bin/sh", "-c", text);
      }
      return Arrays.asList(text.split("\\s+"));
    }
    return Arrays.stream(words).map(Plain::text).toList();
  }

  /** Volumes of others. */
  @Word(
      value = "whose volumes it has as well: a service, or container:NAME; :ro is read-only",
      example = "volumesFrom 'db:ro'")
  public void volumesFrom(CharSequence... names) {
    Arrays.stream(names).forEach(name -> volumesFrom.add(Plain.text(name)));
  }

  /** Ports for its networks. */
  @Word(value = "ports that it offers to its networks alone", example = "expose 80, '53/udp'")
  public void expose(Object... ports) {
    for (Object port : ports) {
      String text = Plain.text(port);
      expose.add(text.contains("/") ? text : text + "/tcp");
    }
  }

  /** Annotations. */
  @Word(value = "annotations for the runtime", example = "annotations 'io.example.mode': 'fast'")
  public void annotations(Map<String, ?> given) {
    given.forEach((name, value) -> annotations.put(name, Plain.text(value)));
  }

  /** Platform. */
  @Word(value = "the platform of its image", example = "platform 'linux/arm64'")
  public void platform(CharSequence name) {
    platform = Plain.text(name);
  }

  /** Hardware address. */
  @Word(
      value = "its hardware address in its first network",
      example = "macAddress '02:42:ac:11:00:02'")
  public void macAddress(CharSequence address) {
    mac = Plain.text(address);
  }

  /** How it looks up names. */
  @Word(
      value = "how it looks up names: search domains, options, its own domain, others' containers",
      example = "resolver search: ['example.org'], options: ['ndots:2'], domain: 'lan'")
  public void resolver(Map<String, ?> arguments) {
    only("resolver", arguments, "search", "options", "domain", "externalLinks");
    resolver =
        new Resolver(
            strings(arguments, "search"),
            strings(arguments, "options"),
            text(arguments, "domain"),
            strings(arguments, "externalLinks"));
  }

  /** Further groups. */
  @Word(value = "further groups of its user", example = "groupAdd 'audio'")
  public void groupAdd(Object... names) {
    Arrays.stream(names).forEach(name -> groups.add(Plain.text(name)));
  }

  /** Rules for devices. */
  @Word(value = "rules of its control group for devices", example = "deviceRules 'c 1:3 mr'")
  public void deviceRules(CharSequence... rules) {
    Arrays.stream(rules).forEach(rule -> deviceRules.add(Plain.text(rule)));
  }

  /** Graphics processors. */
  @Word(
      value = "graphics processors, or other devices that a driver of the engine picks",
      example =
          "gpus 1; gpus 'all'; gpus count: 1, capabilities: ['gpu'], driver: 'nvidia', ids: [], options: [:]")
  public void gpus(Map<String, ?> arguments) {
    request(arguments);
  }

  /** So many graphics processors. */
  public void gpus(int count) {
    if (count < 1) {
      throw bad("gpus are 1 or more, or 'all', not " + count);
    }
    request(Map.of("count", count));
  }

  /** All graphics processors. */
  public void gpus(CharSequence all) {
    if (!Plain.text(all).equals("all")) {
      throw bad("gpus are a number or 'all', not '" + all + "'");
    }
    request(Map.of());
  }

  private void request(Map<String, ?> arguments) {
    only("gpus", arguments, "count", "ids", "capabilities", "driver", "options");
    List<String> capabilities = strings(arguments, "capabilities");
    List<String> ids = strings(arguments, "ids");
    boolean all = ids.isEmpty() && !arguments.containsKey("count");
    requests.add(
        new DeviceRequest(
            text(arguments, "driver"),
            all ? -1 : (int) whole(arguments, "count"),
            ids,
            capabilities.isEmpty() ? List.of("gpu") : capabilities,
            texts(arguments, "options")));
  }

  /** A named argument that is a text; empty where it is not given. */
  final String text(Map<String, ?> arguments, String name) {
    return named(arguments, name, String.class, "");
  }

  private long whole(Map<String, ?> arguments, String name) {
    return named(arguments, name, Number.class, 0).longValue();
  }

  /** A named argument that is a list of texts; empty where it is not given. */
  final List<String> strings(Map<String, ?> arguments, String name) {
    List<?> list = named(arguments, name, List.class, List.of());
    return list.stream().map(Plain::text).toList();
  }

  final Hooks hooks() {
    return new Hooks(postStart, preStop);
  }

  final List<String> othersVolumes() {
    return volumesFrom;
  }

  final List<String> exposed() {
    return expose;
  }

  final Map<String, String> ownAnnotations() {
    return annotations;
  }

  final Isolation ownIsolation() {
    return isolation;
  }

  final Resolver ownResolver() {
    return resolver;
  }

  final Tuning ownTuning() {
    return tuning.withBlockIo(blockIo);
  }

  final String mac() {
    return mac;
  }

  final String ownPlatform() {
    return platform;
  }

  final List<String> groups() {
    return groups;
  }

  final List<String> rules() {
    return deviceRules;
  }

  final List<DeviceRequest> requests() {
    return requests;
  }
}

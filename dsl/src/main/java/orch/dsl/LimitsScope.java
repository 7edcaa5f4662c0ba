package orch.dsl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import orch.dsl.Amounts.Size;
import orch.model.Resources;
import orch.model.Security;

/** Words for what a container may use and do. */
public abstract class LimitsScope extends SettingsScope {
  private final Map<String, Resources.Ulimit> ulimits = new LinkedHashMap<>();
  private final Map<String, String> sysctls = new LinkedHashMap<>();
  private final List<String> capAdd = new ArrayList<>();
  private final List<String> capDrop = new ArrayList<>();
  private final List<String> securityOptions = new ArrayList<>();
  private final List<String> devices = new ArrayList<>();
  private long memory;
  private double cpus;
  private long pids;
  private long sharedMemory;
  private boolean privileged;
  private boolean readOnly;

  /** A block with these words. */
  protected LimitsScope(Session session, String title) {
    super(session, title);
  }

  /** Memory limit. */
  @Word(value = "most memory; no limit by default", example = "memory 256.MB")
  public void memory(Size size) {
    memory = size.bytes();
    checked(this::resources);
  }

  /** Processor limit. */
  @Word(value = "most processors; no limit by default", example = "cpus 0.5")
  public void cpus(Number number) {
    cpus = number.doubleValue();
    checked(this::resources);
  }

  /** Limit of processes. */
  @Word(value = "most processes and threads; no limit by default", example = "pids 100")
  public void pids(int number) {
    pids = number;
    checked(this::resources);
  }

  /** Size of /dev/shm. */
  @Word(value = "size of /dev/shm; the engine's 64 MB by default", example = "shmSize 256.MB")
  public void shmSize(Size size) {
    sharedMemory = size.bytes();
    checked(this::resources);
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
    settings.forEach((setting, value) -> sysctls.put(setting, Plain.text(value)));
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
        Plain.text(capability).toUpperCase(java.util.Locale.ROOT).replaceFirst("^CAP_", "");
    if (!bare.matches("[A-Z_]+")) {
      throw bad("'" + capability + "' is no kernel capability");
    }
    return bare;
  }

  /** Options of the security modules. */
  @Word(value = "options of the security modules", example = "securityOpt 'no-new-privileges'")
  public void securityOpt(CharSequence... options) {
    Arrays.stream(options).forEach(option -> securityOptions.add(Plain.text(option)));
  }

  /** Devices of the host. */
  @Word(value = "devices of the host", example = "devices '/dev/fuse'")
  public void devices(CharSequence... paths) {
    Arrays.stream(paths).forEach(path -> devices.add(Plain.text(path)));
  }

  final Resources resources() {
    return new Resources(memory, cpus, pids, sharedMemory, ulimits, sysctls, ownTuning());
  }

  final Security security() {
    return new Security(
        privileged,
        readOnly,
        capAdd,
        capDrop,
        securityOptions,
        devices,
        groups(),
        rules(),
        requests());
  }
}

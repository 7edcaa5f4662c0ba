package orch.dsl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import orch.model.ImageSource;
import orch.model.Process;
import orch.model.Resources;
import orch.model.Service;
import orch.model.Stack;
import orch.model.Value;

/**
 * Makes a stack take little memory: a limit for every service that has none, and settings of a
 * small footprint for programs that are known by the name of their image. What the stack itself
 * says stays.
 */
final class Lean {
  private static final long MEGABYTE = 1 << 20;
  private static final long USUAL = 256 * MEGABYTE;

  /** Known programs: their limit, and what they are told. */
  private enum Known {
    POSTGRES(96 * MEGABYTE),
    REDIS(32 * MEGABYTE),
    JVM(192 * MEGABYTE),
    OTHER(USUAL);

    private final long limit;

    Known(long limit) {
      this.limit = limit;
    }
  }

  /** Settings of PostgreSQL that trade speed for memory, and never safety. */
  private static final List<String> POSTGRES =
      List.of(
          "shared_buffers=16MB",
          "max_connections=25",
          "work_mem=1MB",
          "maintenance_work_mem=16MB",
          "max_wal_size=64MB",
          "max_parallel_workers=0",
          "jit=off");

  private static final String JAVA_OPTIONS =
      "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -XX:MaxRAMPercentage=50 "
          + "-XX:ReservedCodeCacheSize=32m";

  private Lean() {}

  /** The same stack, lean. */
  static Stack of(Stack stack) {
    Map<String, Service> services = new LinkedHashMap<>();
    stack.services().forEach((name, service) -> services.put(name, of(service)));
    return new Stack(
        stack.name(), stack.origin(), services, stack.networks(), stack.volumes(), stack.uses());
  }

  private static Service of(Service service) {
    Known known = known(service);
    Resources old = service.resources();
    Resources resources =
        new Resources(
            old.memory() > 0 ? old.memory() : known.limit,
            old.cpus(),
            old.pids(),
            old.sharedMemory(),
            old.ulimits(),
            old.sysctls(),
            old.tuning());
    return service.with(process(service.process(), known), resources);
  }

  private static Process process(Process old, Known known) {
    List<String> command = new ArrayList<>(old.command());
    Map<String, Value> environment = new LinkedHashMap<>(old.environment());
    if (known == Known.POSTGRES && command.isEmpty() && old.entrypoint().isEmpty()) {
      command.add("postgres");
      for (String setting : POSTGRES) {
        command.addAll(List.of("-c", setting));
      }
    } else if (known == Known.REDIS && command.isEmpty() && old.entrypoint().isEmpty()) {
      command.addAll(List.of("redis-server", "--maxmemory", "16mb"));
    } else if (known == Known.JVM) {
      environment.putIfAbsent("JAVA_TOOL_OPTIONS", new Value.Plain(JAVA_OPTIONS));
    }
    return old.with(command, environment);
  }

  private static Known known(Service service) {
    String names = "";
    for (ImageSource image : service.images()) {
      names += " " + name(image).toLowerCase(Locale.ROOT);
    }
    if (names.contains("postgres")) {
      return Known.POSTGRES;
    } else if (names.contains("redis") || names.contains("valkey")) {
      return Known.REDIS;
    }
    boolean java =
        names.matches(".*\\b(openjdk|temurin|corretto|zulu|jdk|jre|keycloak|kafka)\\b.*");
    boolean options = service.process().environment().keySet().stream().anyMatch(Lean::isJava);
    return java || options ? Known.JVM : Known.OTHER;
  }

  /** Of a folder its own name: those above it say nothing of what is in it. */
  private static String name(ImageSource image) {
    if (image instanceof ImageSource.Recipe recipe) {
      return recipe.context().toAbsolutePath().normalize().getFileName().toString();
    }
    return image instanceof ImageSource.Archive archive ? archive.reference() : image.describe();
  }

  private static boolean isJava(String variable) {
    return variable.startsWith("JAVA_") || variable.equals("JDK_JAVA_OPTIONS");
  }
}

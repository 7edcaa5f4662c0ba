package orch.engine.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import orch.engine.read.EngineReader;
import orch.model.Labels;
import orch.plan.Observed;

/** Names who holds a host port. */
public final class PortHolder {
  private final EngineReader reader;
  private final boolean sameMachine;

  PortHolder(EngineReader reader, boolean sameMachine) {
    this.reader = reader;
    this.sameMachine = sameMachine;
  }

  /** A container that publishes the port, else a process of this machine that listens on it. */
  Optional<String> find(int port) {
    return Optional.ofNullable(find(List.of(port)).get(port));
  }

  /** The same for several ports, asking the engine once; those that are free are left out. */
  Map<Integer, String> find(Collection<Integer> ports) {
    Map<Integer, String> holders = new LinkedHashMap<>();
    if (ports.isEmpty()) {
      return holders;
    }
    for (Observed.Container container : reader.containersPublishing(ports)) {
      for (Observed.Published port : container.ports()) {
        if (container.running() && ports.contains(port.host())) {
          holders.putIfAbsent(port.host(), describe(container));
        }
      }
    }
    if (sameMachine) {
      onThisMachine(ports.stream().filter(port -> !holders.containsKey(port)).toList())
          .forEach(holders::put);
    }
    return holders;
  }

  private static String describe(Observed.Container container) {
    String stack = container.label(Labels.STACK);
    String project = container.label(Labels.COMPOSE_PROJECT);
    String whose =
        !stack.isEmpty()
            ? ", orch stack '" + stack + "'"
            : !project.isEmpty() ? ", Compose project '" + project + "'" : "";
    return "container '" + container.name() + "' (image " + container.image() + whose + ")";
  }

  /** Processes of this machine that listen on TCP ports, whatever the engine knows. */
  public static Map<Integer, String> onThisMachine(Collection<Integer> ports) {
    Map<Integer, String> processes = new LinkedHashMap<>();
    listening(ports).forEach((port, inode) -> processes.put(port, process(inode)));
    return processes;
  }

  /**
   * The inodes of listening sockets, by port;
   * https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt. Each table is read once
   * for all ports: the kernel takes milliseconds to make it.
   */
  private static Map<Integer, String> listening(Collection<Integer> ports) {
    Map<Integer, String> inodes = new LinkedHashMap<>();
    if (ports.isEmpty()) {
      return inodes;
    }
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try {
        for (String line : Files.readAllLines(Path.of(table))) {
          String[] columns = line.strip().split("\\s+");
          if (columns.length > 9 && columns[3].equals("0A")) {
            int port = Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16);
            if (ports.contains(port)) {
              inodes.putIfAbsent(port, columns[9]);
            }
          }
        }
      } catch (IOException e) {
        // not a Linux, or not ours to read
      }
    }
    return inodes;
  }

  private static String process(String inode) {
    String socket = "socket:[" + inode + "]";
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(path -> path.getFileName().toString().matches("\\d+"))
          .filter(path -> holds(path, socket))
          .findFirst()
          .map(path -> "process " + path.getFileName() + " (" + commandLine(path) + ")")
          .orElse("a process of another user");
    } catch (IOException e) {
      return "a process of this machine";
    }
  }

  private static boolean holds(Path process, String socket) {
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      return open.anyMatch(
          fd -> {
            try {
              return Files.readSymbolicLink(fd).toString().equals(socket);
            } catch (IOException e) {
              return false;
            }
          });
    } catch (IOException e) {
      return false;
    }
  }

  private static String commandLine(Path process) {
    try {
      String line = Files.readString(process.resolve("cmdline")).replace('\0', ' ').strip();
      return line.length() > 80 ? line.substring(0, 77) + "..." : line;
    } catch (IOException e) {
      return "unknown";
    }
  }
}

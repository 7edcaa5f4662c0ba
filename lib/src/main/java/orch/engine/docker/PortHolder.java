package orch.engine.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
    for (Observed.Container container : reader.containersPublishing(port)) {
      if (container.running()) {
        String stack = container.label(Labels.STACK);
        String project = container.label(Labels.COMPOSE_PROJECT);
        String whose =
            !stack.isEmpty()
                ? ", orch stack '" + stack + "'"
                : !project.isEmpty() ? ", Compose project '" + project + "'" : "";
        return Optional.of(
            "container '" + container.name() + "' (image " + container.image() + whose + ")");
      }
    }
    return sameMachine ? onThisMachine(port) : Optional.empty();
  }

  /** A process of this machine that listens on a TCP port, whatever the engine knows. */
  public static Optional<String> onThisMachine(int port) {
    return listening(port).map(PortHolder::process);
  }

  /**
   * The inode of a listening socket;
   * https://www.kernel.org/doc/Documentation/networking/proc_net_tcp.txt.
   */
  private static Optional<String> listening(int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of(table))) {
        Optional<String> inode =
            lines
                .map(line -> line.strip().split("\\s+"))
                .filter(
                    columns ->
                        columns.length > 9
                            && columns[1].endsWith(suffix)
                            && columns[3].equals("0A"))
                .map(columns -> columns[9])
                .findFirst();
        if (inode.isPresent()) {
          return inode;
        }
      } catch (IOException e) {
        // not a Linux, or not ours to read
      }
    }
    return Optional.empty();
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

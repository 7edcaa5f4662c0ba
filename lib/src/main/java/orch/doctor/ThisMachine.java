package orch.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import orch.engine.docker.PortHolder;

/** The machine that orch runs on. Safe for use by several threads. */
public final class ThisMachine implements Machine {
  private static final Path MEMORY = Path.of("/proc/meminfo");

  @Override
  public OptionalLong freeBytes(Path path) {
    try {
      return OptionalLong.of(Files.getFileStore(path).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** https://www.kernel.org/doc/html/latest/filesystems/proc.html#meminfo: in units of 1,024. */
  @Override
  public Optional<Memory> memory() {
    Map<String, Long> values = new HashMap<>();
    try (Stream<String> lines = Files.lines(MEMORY)) {
      lines
          .map(line -> line.split(":?\\s+"))
          .filter(words -> words.length > 1 && words[1].matches("\\d+"))
          .forEach(words -> values.put(words[0], Long.parseLong(words[1]) * 1024));
    } catch (IOException e) {
      return Optional.empty();
    }
    Long total = values.get("MemTotal");
    Long available = values.get("MemAvailable");
    return total == null || available == null
        ? Optional.empty()
        : Optional.of(new Memory(total, available));
  }

  @Override
  public Map<Integer, String> listeners(Collection<Integer> ports) {
    return PortHolder.onThisMachine(ports);
  }

  @Override
  public Optional<SocketFile> socket(Path path) {
    try {
      Path file = path.toRealPath();
      PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
      Set<PosixFilePermission> permissions = attributes.permissions();
      return Optional.of(
          new SocketFile(
              PosixFilePermissions.toString(permissions),
              attributes.owner().getName(),
              attributes.group().getName(),
              permissions.contains(PosixFilePermission.OTHERS_WRITE) && reachedByAll(file),
              Files.isWritable(file)));
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** A socket that anybody may write to harms nobody in a folder that only its owner may enter. */
  private static boolean reachedByAll(Path file) throws IOException {
    for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
      if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }
}

package orch.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import orch.engine.Engine;
import orch.engine.Experiments;

/** The first process of a container, where this machine sees it. */
final class OnThisMachine {
  private OnThisMachine() {}

  /**
   * The process. Empty where the engine runs elsewhere or in a machine of its own: there its number
   * may be that of a stranger's process here, so that what the kernel says of the process must name
   * the container.
   */
  static Optional<ProcessHandle> process(Engine engine, Experiments.Details of) {
    if (!engine.info().address().isLocal() || of.pid() <= 0) {
      return Optional.empty();
    }
    // engines mount files of the container's own folder into it; mostly its group is named as well
    boolean named =
        List.of("mountinfo", "cgroup").stream()
            .anyMatch(file -> text("/proc/" + of.pid() + "/" + file).contains(of.id()));
    return named ? ProcessHandle.of(of.pid()) : Optional.empty();
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // it has ended, or is not ours to look at
      return "";
    }
  }
}

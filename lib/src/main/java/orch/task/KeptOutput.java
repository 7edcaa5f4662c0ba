package orch.task;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import orch.engine.TaskContainers;
import orch.engine.TaskContainers.Condition;

/** What an attempt has printed, in a file that outlives its container; without its secrets. */
final class KeptOutput {
  private KeptOutput() {}

  /** The file; written anew where an orch died while it wrote it. */
  static Path keep(TaskContainers containers, Workplace place, Task task, Condition ended)
      throws IOException {
    Path log = place.log(task);
    HiddenSecrets hidden = new HiddenSecrets(task.spec(), place.secrets());
    try (BufferedWriter writer = Files.newBufferedWriter(log, StandardCharsets.UTF_8)) {
      containers.output(
          ended.id(),
          ended.terminal(),
          false,
          line -> {
            try {
              writer.write(hidden.in(line));
              writer.newLine();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return log;
  }
}

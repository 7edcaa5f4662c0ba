package orch.dsl;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import orch.engine.http.EngineAddress;
import orch.task.TaskService;

/**
 * Has a process of its own work on what is left: {@code orch task work}, in a session of its own,
 * so that neither the end of a terminal nor of this process ends it. Where orch is a library in
 * another program there is no launcher, and what is left is taken up by the next one that looks
 * after tasks.
 */
final class TaskSuccessor implements TaskService.Successor {
  private final Surroundings surroundings;
  private final Optional<EngineAddress> engine;
  private final Path folder;

  TaskSuccessor(Surroundings surroundings, Optional<EngineAddress> engine, Path folder) {
    this.surroundings = surroundings;
    this.engine = engine;
    this.folder = folder;
  }

  @Override
  public void takeOver() {
    String launcher = System.getProperty("orch.launcher", "");
    if (launcher.isEmpty() || engine.isEmpty()) {
      return;
    }
    File log = folder.resolve("worker.log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(List.of("setsid", launcher, "task", "work"))
            .directory(folder.toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectOutput(Redirect.appendTo(log))
            .redirectError(Redirect.appendTo(log));
    builder.environment().putAll(surroundings.environment());
    if (!engine.get().isTls()) {
      // with TLS it has to find the certificates as this process did
      builder.environment().put("ORCH_ENGINE", engine.get().toString());
    }
    try {
      builder.start();
    } catch (IOException e) {
      surroundings
          .err()
          .println("orch: the tasks wait for the next orch task command: " + e.getMessage());
    }
  }
}

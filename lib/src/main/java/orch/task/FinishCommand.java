package orch.task;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command that a task has run on this machine when it has ended for good. It is run at most
 * once: after the end is kept, by whoever kept it. Its output goes to the end of the task's log.
 */
final class FinishCommand {
  private static final int MOST_SECONDS = 60;

  private FinishCommand() {}

  static void run(Task task) {
    if (task.spec().onFinish().isEmpty()) {
      return;
    }
    String log = task.result().log();
    ProcessBuilder builder =
        new ProcessBuilder(task.spec().onFinish())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                log.isEmpty() ? Redirect.DISCARD : Redirect.appendTo(Path.of(log).toFile()));
    Map<String, String> environment = builder.environment();
    environment.put("ORCH_TASK_ID", task.id());
    environment.put("ORCH_TASK_NAME", task.name());
    environment.put("ORCH_TASK_STATE", task.state().word());
    environment.put("ORCH_TASK_LOG", log);
    environment.put(
        "ORCH_TASK_EXIT_CODE", task.result().exitCode().map(String::valueOf).orElse(""));
    try {
      Process process = builder.start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // the task has ended as it has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

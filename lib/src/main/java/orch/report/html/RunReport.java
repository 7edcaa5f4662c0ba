package orch.report.html;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import orch.model.OrchException;
import orch.plan.Progress;
import orch.report.Masking;

/**
 * Writes a page about the whole run when it has ended, however it ended: {@code --report}. Safe for
 * use by several threads.
 */
public final class RunReport implements Progress.Listener {
  private final Path file;
  private final String command;
  private final Masking masking;
  private final Clock clock;
  private final PrintStream err;
  private final RunHistory history;

  /**
   * Begins to listen.
   *
   * @param command as it was typed
   * @param err told where the page cannot be written in the end
   * @throws OrchException.BadInput where the file cannot be written
   */
  public RunReport(Path file, String command, Masking masking, Clock clock, PrintStream err) {
    this.file = file;
    this.command = command;
    this.masking = masking;
    this.clock = clock;
    this.err = err;
    this.history = new RunHistory(clock.instant());
    Path folder = file.toAbsolutePath().getParent();
    String problem =
        folder == null || Files.isDirectory(file)
            ? "it is a folder"
            : !Files.isDirectory(folder)
                ? "there is no folder " + folder
                : !Files.isWritable(folder) ? "permission denied in " + folder : "";
    if (!problem.isEmpty()) {
      throw new OrchException.BadInput(
          "the report " + file + " cannot be written; nothing was done", List.of(problem), null);
    }
  }

  @Override
  public synchronized void on(Progress progress) {
    history.add(progress, clock.instant());
    if (progress instanceof Progress.Ended ended) {
      write(new RunPage(history, ended, command, masking::mask).text());
    }
  }

  private void write(String page) {
    try {
      Files.writeString(file, page, StandardCharsets.UTF_8);
    } catch (IOException e) {
      err.println("orch: the report could not be written: " + OrchException.reason(e));
    }
  }
}

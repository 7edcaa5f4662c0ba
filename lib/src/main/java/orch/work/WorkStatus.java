package orch.work;

import java.nio.file.Path;
import java.util.List;

/**
 * How a list of work is.
 *
 * @param source as users call it
 * @param worked whether an orch is at work on it now
 * @param schedule what is ready, in its order, and what waits and why
 * @param running items that tasks work on, or whose result is not in the table yet
 * @param log where all decisions are
 * @param decisions the newest of them, oldest first
 */
public record WorkStatus(
    String source,
    boolean worked,
    Schedule schedule,
    List<Running> running,
    Path log,
    List<String> decisions) {
  /** Copies the lists. */
  public WorkStatus {
    running = List.copyOf(running);
    decisions = List.copyOf(decisions);
  }

  /**
   * An item that a task works on.
   *
   * @param line where its row is; 0: it has none any more
   * @param task the id of its task
   * @param state of the task; {@code none}: it was never submitted
   */
  public record Running(int line, String project, String task, String state) {}
}

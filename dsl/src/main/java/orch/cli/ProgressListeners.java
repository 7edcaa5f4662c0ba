package orch.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import orch.dsl.Settings;
import orch.plan.Progress;
import orch.report.Masking;
import orch.report.ProgressLines;
import orch.report.Style;

/** All who are told what a command does; the one place where they are made. */
final class ProgressListeners {
  private ProgressListeners() {}

  /**
   * Those that the settings and the environment ask for. Each is told of the end by {@link
   * Progress.Ended}, whatever the end is: what writes a file writes it then.
   *
   * @param err where progress is shown
   */
  static Progress.Listener of(
      Settings settings,
      Map<String, String> environment,
      PrintStream err,
      Style style,
      Masking masking,
      Clock clock) {
    List<Progress.Listener> all = new ArrayList<>();
    all.add(new ProgressLines(err, settings.progress(), style, masking, clock));
    return Progress.Listener.toAll(all);
  }
}

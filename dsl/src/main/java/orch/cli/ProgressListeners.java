package orch.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import orch.dsl.Settings;
import orch.plan.Progress;
import orch.report.Masking;
import orch.report.ProgressLines;
import orch.report.Style;
import orch.report.Symbols;
import orch.report.live.LiveTable;
import orch.report.live.Screen;

/**
 * All who are told what a command does; the one place where they are made. Each is told of the end
 * by {@link Progress.Ended}, whatever the end is: what writes a file writes it then.
 *
 * @param all tells each of them
 * @param out for results, above what is drawn in place on the same terminal
 * @param err for everything else, likewise
 */
record ProgressListeners(Progress.Listener all, PrintStream out, PrintStream err) {
  /** Those that the settings and the environment ask for. */
  static ProgressListeners of(
      Settings settings,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      Style style,
      Masking masking,
      Clock clock,
      Optional<Supplier<Screen.Size>> window,
      List<Progress.Listener> others) {
    List<Progress.Listener> all = new ArrayList<>(others);
    if (window.isPresent() && drawsInPlace(settings, environment)) {
      Screen screen = new Screen(err, window.get());
      PrintStream above = screen.above(err);
      all.add(
          new LiveTable(
              screen,
              style,
              Symbols.of(environment),
              masking,
              clock,
              new ProgressLines(above, settings.progress(), style, masking, clock)));
      PrintStream results = isSet("orch.terminal.out") ? screen.above(out) : out;
      return new ProgressListeners(Progress.Listener.toAll(all), results, above);
    }
    all.add(new ProgressLines(err, settings.progress(), style, masking, clock));
    return new ProgressListeners(Progress.Listener.toAll(all), out, err);
  }

  private static boolean drawsInPlace(Settings settings, Map<String, String> environment) {
    return settings.progress() == ProgressLines.Detail.TTY
        && isSet("orch.terminal.err")
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }

  private static boolean isSet(String property) {
    return "true".equals(System.getProperty(property));
  }
}

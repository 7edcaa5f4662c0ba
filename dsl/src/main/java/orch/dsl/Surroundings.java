package orch.dsl;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import orch.engine.Tty;
import orch.report.Masking;
import orch.report.Style;

/**
 * What a session is given from outside.
 *
 * @param environment variables
 * @param folder the working folder
 * @param home the user's folder
 * @param in standard input
 * @param out for results
 * @param err for everything else
 * @param outStyle colours of results
 * @param clock the time
 * @param masking knows the secrets that must not be shown
 * @param engines finds an engine, sets one up where that is needed and allowed, and connects; asked
 *     when first needed
 * @param terminal the user's, where input and results are on one
 */
public record Surroundings(
    Map<String, String> environment,
    Path folder,
    Path home,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Style outStyle,
    Clock clock,
    Masking masking,
    Engines engines,
    Optional<Tty> terminal) {
  /** Where nobody sits at a terminal. */
  public Surroundings(
      Map<String, String> environment,
      Path folder,
      Path home,
      InputStream in,
      PrintStream out,
      PrintStream err,
      Style outStyle,
      Clock clock,
      Masking masking,
      Engines engines) {
    this(
        environment,
        folder,
        home,
        in,
        out,
        err,
        outStyle,
        clock,
        masking,
        engines,
        Optional.empty());
  }
}

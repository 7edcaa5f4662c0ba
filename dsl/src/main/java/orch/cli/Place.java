package orch.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import orch.report.Masking;
import orch.report.live.Screen;

/**
 * Where a command runs.
 *
 * @param environment variables
 * @param folder the working folder
 * @param in standard input
 * @param out for results
 * @param err for everything else
 * @param masking knows the secrets that must not be shown
 * @param window the part of a terminal that is left to commands by whoever edits lines on it; empty
 *     where nobody does
 */
public record Place(
    Map<String, String> environment,
    Path folder,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Masking masking,
    Optional<Supplier<Screen.Size>> window) {
  /** How wide what results are shown on is; 0 where nobody knows, or it is no terminal. */
  int columns() {
    return window
        .map(size -> size.get().columns())
        .orElseGet(() -> Main.terminal("out") ? Integer.getInteger("orch.columns", 0) : 0);
  }
}

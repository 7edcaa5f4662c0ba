package orch.dsl;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import orch.report.ProgressLines;

/**
 * What was asked for on the command line, whatever the verb.
 *
 * @param stacks files or a name, as given by {@code --stack}
 * @param env {@code shared} or {@code dedicated}, where it is said
 * @param json whether results are JSON
 * @param progress how much is told on standard error
 * @param timeout of all waits, where it is said
 * @param verbose whether stack traces are shown
 * @param noColor whether colours are forbidden
 * @param noSetup whether nothing may be installed or started on this machine
 * @param engine address of the engine, where it is said
 * @param proveUntouched whether it is proven that nothing of others was changed: around any script,
 *     or never; where it is not said, around scripts that make a dedicated copy
 */
public record Settings(
    List<String> stacks,
    Optional<String> env,
    boolean json,
    ProgressLines.Detail progress,
    Optional<Duration> timeout,
    boolean verbose,
    boolean noColor,
    boolean noSetup,
    Optional<String> engine,
    Optional<Boolean> proveUntouched) {
  /** Copies the list. */
  public Settings {
    stacks = List.copyOf(stacks);
  }
}

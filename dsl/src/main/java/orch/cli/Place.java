package orch.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import orch.report.Masking;

/**
 * Where a command runs.
 *
 * @param environment variables
 * @param folder the working folder
 * @param in standard input
 * @param out for results
 * @param err for everything else
 * @param masking knows the secrets that must not be shown
 */
public record Place(
    Map<String, String> environment,
    Path folder,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Masking masking) {}

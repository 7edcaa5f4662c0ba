package orch.cli;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import orch.ci.GitHubFiles;
import orch.ci.JUnitFile;
import orch.ci.JobLog;
import orch.ci.RunReports;
import orch.dsl.Session;
import orch.model.Origin;
import orch.report.GitHubText;
import orch.report.Masking;

/**
 * Reports of a whole command, where something asks for them; else none of their classes is loaded.
 */
final class Reporting {
  private static final Pattern PLACE =
      Pattern.compile("(?s)([^\\n:]+\\.(?:groovy|ya?ml)):(\\d+)(?::\\d+)?: .*");

  private Reporting() {}

  /** Whether a variable that CI systems set says yes. */
  static boolean isSet(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    return !value.isEmpty() && !value.equals("0") && !value.equals("false");
  }

  /**
   * Knows secrets; where GitHub Actions runs this, it is told of each before anything is printed.
   */
  static Masking masking(Map<String, String> environment, PrintStream err) {
    return isSet(environment, "GITHUB_ACTIONS")
        ? new Masking(line -> err.println(GitHubText.mask(line)))
        : new Masking();
  }

  /**
   * The reports of a command.
   *
   * @param args as typed
   * @param command the words of it that may be shown
   * @param folding whether progress may be folded away; asked when it begins
   */
  static Optional<RunReports> of(
      List<String> args,
      String command,
      Map<String, String> environment,
      Path folder,
      PrintStream err,
      Masking masking,
      Clock clock,
      BooleanSupplier folding) {
    Optional<String> asked = asked(args);
    Optional<JUnitFile> junit =
        asked
            .or(() -> variable(environment, "ORCH_JUNIT"))
            .map(file -> new JUnitFile(folder.resolve(file), asked.isPresent()));
    boolean github = isSet(environment, "GITHUB_ACTIONS");
    boolean gitlab = isSet(environment, "GITLAB_CI");
    if (junit.isEmpty() && !github && !gitlab) {
      return Optional.empty();
    }
    Optional<JobLog> log =
        github || gitlab
            ? Optional.of(
                new JobLog(
                    github ? JobLog.Reader.GITHUB : JobLog.Reader.GITLAB,
                    err,
                    clock,
                    variable(environment, "GITHUB_WORKSPACE").map(Path::of),
                    folding))
            : Optional.empty();
    Optional<GitHubFiles> files =
        github
            ? Optional.of(
                new GitHubFiles(
                    variable(environment, "GITHUB_STEP_SUMMARY").map(Path::of),
                    variable(environment, "GITHUB_OUTPUT").map(Path::of),
                    () -> "orch-" + UUID.randomUUID()))
            : Optional.empty();
    return Optional.of(new RunReports(title(command), junit, log, files, err, masking, clock));
  }

  /** The words up to the first option: what tells runs apart in a list of reports. */
  private static String title(String command) {
    return command.replaceFirst("(?s)^(orch \\S+.*?) -.*", "$1");
  }

  /**
   * The file that {@code --junit} names; it must be known before scripts are read, which may fail.
   */
  private static Optional<String> asked(List<String> args) {
    for (int at = 0; at < args.size() && !args.get(at).equals("--"); at++) {
      if (args.get(at).equals("--junit") && at + 1 < args.size()) {
        return Optional.of(args.get(at + 1));
      } else if (args.get(at).startsWith("--junit=")) {
        return Optional.of(args.get(at).substring("--junit=".length()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.of(environment.getOrDefault(name, "")).filter(value -> !value.isEmpty());
  }

  /**
   * The line that an error names, as a full path.
   *
   * @param session null where it has not begun
   * @param args as typed: a script that cannot be read is one of them
   */
  static Optional<Origin> place(String problem, Session session, List<String> args, Path folder) {
    Matcher matcher = PLACE.matcher(problem);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1);
    Optional<Path> typed =
        args.stream()
            .filter(word -> word.equals(name) || word.endsWith("/" + name))
            .findFirst()
            .map(folder::resolve);
    return Optional.ofNullable(session)
        .flatMap(s -> s.scripts().path(name))
        .or(() -> typed)
        .or(() -> Optional.of(folder.resolve("scripts").resolve(name)))
        .filter(Files::isRegularFile)
        .map(file -> new Origin(file.toString(), Integer.parseInt(matcher.group(2))));
  }
}

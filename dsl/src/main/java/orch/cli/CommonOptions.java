package orch.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import orch.dsl.Settings;
import orch.model.Durations;
import orch.model.OrchException;
import orch.report.ProgressLines.Detail;

/** The options that every command takes, each with an environment variable {@code ORCH_<NAME>}. */
final class CommonOptions {
  /**
   * One of them.
   *
   * @param name with dashes
   * @param label of its value; empty for a flag
   * @param text for help
   */
  record Common(String name, String label, String text) {
    String variable() {
      return CommonOptions.variable(name.substring(2));
    }
  }

  static final List<Common> ALL =
      List.of(
          new Common("--stack", "FILE|NAME", "the stack: its file, or its name when it runs"),
          new Common(
              "--env",
              "shared|dedicated",
              "the instance that all share (default), or a private copy"),
          new Common("--json", "", "the result as one JSON document on standard output"),
          new Common(
              "--progress", "auto|tty|plain|json|quiet", "how progress is told on standard error"),
          new Common(
              "--report", "FILE", "writes a page: timeline, dependencies, health, what failed"),
          new Common("--timeout", "DURATION", "longest wait: 500ms, 60s, 5m, 1h"),
          new Common(
              "--engine", "URL", "the engine: unix:///path, tcp://host:port or https://host:port"),
          new Common("--junit", "FILE", "writes what was started as JUnit's XML, a case a service"),
          new Common("--verbose", "", "shows stack traces of unexpected errors"),
          new Common("--no-color", "", "no colours"),
          new Common("--no-setup", "", "installs and starts nothing on this machine"),
          new Common(
              "--prove-untouched",
              "",
              "proves that nothing of others was changed; done anyway for private copies"));

  private CommonOptions() {}

  static String variable(String option) {
    return "ORCH_" + option.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** Whether a word is one of these options and takes a value that is a word of its own. */
  static boolean takesNextWord(String word) {
    return word.equals("-f")
        || ALL.stream().anyMatch(o -> o.name().equals(word) && !o.label().isEmpty());
  }

  /**
   * Reads the settings.
   *
   * @param given values by option name, from the command line; flags have {@code true}
   */
  static Settings settings(
      Map<String, List<String>> given, Map<String, String> environment, boolean errTerminal) {
    String setup = environment.getOrDefault("ORCH_SETUP", "");
    return new Settings(
        values("--stack", given, environment),
        first("--env", given, environment).map(CommonOptions::env),
        flag("--json", given, environment),
        detail(first("--progress", given, environment).orElse("auto"), errTerminal, environment),
        first("--timeout", given, environment).map(text -> Durations.parse("--timeout", text)),
        flag("--verbose", given, environment),
        flag("--no-color", given, environment),
        flag("--no-setup", given, environment) || setup.equals("never"),
        first("--engine", given, environment),
        first("--prove-untouched", given, environment).map(v -> v.equals("true") || v.equals("1")));
  }

  /** Where the page about the run is written, where that is asked for. */
  static Optional<String> report(Map<String, List<String>> given, Map<String, String> environment) {
    return first("--report", given, environment);
  }

  private static List<String> values(
      String name, Map<String, List<String>> given, Map<String, String> environment) {
    if (given.containsKey(name)) {
      return given.get(name);
    }
    String value = environment.getOrDefault(variable(name.substring(2)), "");
    return value.isEmpty() ? List.of() : List.of(value);
  }

  private static Optional<String> first(
      String name, Map<String, List<String>> given, Map<String, String> environment) {
    List<String> values = new ArrayList<>(values(name, given, environment));
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  private static boolean flag(
      String name, Map<String, List<String>> given, Map<String, String> environment) {
    return first(name, given, environment)
        .map(v -> v.equals("true") || v.equals("1"))
        .orElse(false);
  }

  private static String env(String env) {
    if (!env.equals("shared") && !env.equals("dedicated")) {
      throw new OrchException.BadInput("--env is 'shared' or 'dedicated', not '" + env + "'");
    }
    return env;
  }

  private static Detail detail(String progress, boolean terminal, Map<String, String> environment) {
    boolean ci = Reporting.isSet(environment, "CI");
    return switch (progress) {
      case "auto" -> terminal && !ci ? Detail.TTY : Detail.PLAIN;
      case "tty" -> Detail.TTY;
      case "plain" -> Detail.PLAIN;
      case "json" -> Detail.JSON;
      case "quiet" -> Detail.QUIET;
      default ->
          throw new OrchException.BadInput(
              "--progress is auto, tty, plain, json or quiet, not '" + progress + "'");
    };
  }
}

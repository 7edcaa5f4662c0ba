package orch.lane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import orch.model.Durations;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;

/**
 * What was typed, for the two words of this lane. A dozen options are read by hand here: any parser
 * costs more than the command.
 *
 * @param word {@code status} or {@code version}
 * @param stack a name or file, if given
 * @param values of the options that take one, by name
 * @param flags that are set
 */
record Options(
    String word, Optional<String> stack, Map<String, String> values, List<String> flags) {
  static final String HELP =
      """
      orch status [STACK]     what runs: one stack, or every stack that is ours on this engine

        -f, --stack FILE|NAME   only this one
            --env shared|dedicated
            --graph[=svg]       draws which service depends on which, as text or as an SVG picture
            --json              one JSON document on standard output
            --engine URL        the engine to ask
            --timeout 5s        how long the engine may take for an answer; 30s by default
            --no-color          no colours
        -h, --help              this text
      Exit code 0: all that is wanted runs and is healthy; 1: not so.
      orch version [--json]   of orch, Java and the engine
      """;

  private static final List<String> WITH_VALUE =
      List.of("--stack", "--env", "--progress", "--timeout", "--engine");
  private static final List<String> FLAGS =
      List.of("--json", "--verbose", "--no-color", "--no-setup", "--prove-untouched", "--help");

  static Options parse(List<String> args, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    List<String> flags = new ArrayList<>();
    for (String option : WITH_VALUE) {
      Optional.ofNullable(environment.get(variable(option)))
          .filter(v -> !v.isEmpty())
          .ifPresent(v -> values.put(option, v));
    }
    for (String flag : FLAGS) {
      String value = environment.getOrDefault(variable(flag), "");
      if (!flag.equals("--help") && (value.equals("true") || value.equals("1"))) {
        flags.add(flag);
      }
    }
    Optional<String> stack = Optional.empty();
    for (int i = 1; i < args.size(); i++) {
      String arg =
          args.get(i).equals("-f") ? "--stack" : args.get(i).equals("-h") ? "--help" : args.get(i);
      int equals = arg.indexOf('=');
      String name = arg.startsWith("--") && equals > 0 ? arg.substring(0, equals) : arg;
      if (WITH_VALUE.contains(name)) {
        if (equals < 0 && i + 1 == args.size()) {
          throw new OrchException.BadInput(
              "option '" + name + "' needs a value", List.of(), Next.verb("help", args.get(0)));
        }
        values.put(name, equals > 0 ? arg.substring(equals + 1) : args.get(++i));
      } else if (FLAGS.contains(name)) {
        flags.add(name);
      } else if (arg.startsWith("-") || stack.isPresent() || !args.get(0).equals("status")) {
        List<String> known = new ArrayList<>(WITH_VALUE);
        known.addAll(FLAGS);
        throw new OrchException.BadInput(
            "unknown "
                + (arg.startsWith("-") ? "option" : "argument")
                + " '"
                + arg
                + "' of "
                + args.get(0)
                + Names.didYouMean(arg, known),
            List.of(),
            Next.verb("help", args.get(0)));
      } else {
        stack = Optional.of(arg);
      }
    }
    String env = values.getOrDefault("--env", "shared");
    if (!env.equals("shared") && !env.equals("dedicated")) {
      throw new OrchException.BadInput("--env is 'shared' or 'dedicated', not '" + env + "'");
    }
    return new Options(
        args.get(0), stack.or(() -> Optional.ofNullable(values.get("--stack"))), values, flags);
  }

  private static String variable(String option) {
    return "ORCH_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  boolean help() {
    return flags.contains("--help");
  }

  boolean json() {
    return flags.contains("--json");
  }

  boolean noColor() {
    return flags.contains("--no-color");
  }

  Optional<String> engine() {
    return Optional.ofNullable(values.get("--engine"));
  }

  /** How long the engine may take for an answer, where it is said. */
  Optional<Duration> timeout() {
    return Optional.ofNullable(values.get("--timeout"))
        .map(text -> Durations.parse("--timeout", text));
  }

  Optional<String> env() {
    return Optional.ofNullable(values.get("--env"));
  }

  /** The stack, where it is given by name. */
  Optional<String> stackName() {
    return stack.filter(text -> !isFile(text));
  }

  /** The stack's file as labels have it, where it is given so. */
  Optional<String> stackFile(Path folder) {
    return stack.filter(Options::isFile).map(text -> folder.resolve(text).normalize().toString());
  }

  private static boolean isFile(String text) {
    return text.endsWith(".groovy")
        || text.endsWith(".yaml")
        || text.endsWith(".yml")
        || text.contains("/") && Files.exists(Path.of(text));
  }
}

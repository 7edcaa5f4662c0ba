package orch.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.model.Durations;
import orch.model.Names;
import orch.model.Next;
import orch.model.OrchException;
import orch.script.Signature;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Reads a script's options and arguments by picocli. A command that is a file's name and nothing
 * else does not come here: loading picocli takes a tenth of a second.
 */
final class Arguments {
  private final String command;
  private final Signature signature;
  private final CommandSpec spec;

  /**
   * For one script.
   *
   * @param command as typed: {@code start}, {@code scripts/dev.groovy}
   */
  Arguments(String command, Signature signature) {
    this.command = command;
    this.signature = signature;
    this.spec = CommandSpec.create().name("orch " + command);
    spec.usageMessage()
        .description(
            signature.summary().isEmpty()
                ? new String[0]
                : new String[] {plain(signature.summary())});
    for (Signature.Option option : signature.options()) {
      if (option.name().equals("help")
          || CommonOptions.ALL.stream().anyMatch(o -> o.name().equals("--" + option.name()))) {
        throw new OrchException.BadInput(
            command
                + " cannot have an option --"
                + option.name()
                + " of its own: every command has one",
            List.of(),
            Next.verb("help"));
      }
      spec.addOption(option("--" + option.name(), option.label(), option.text()).build());
    }
    for (CommonOptions.Common option : CommonOptions.ALL) {
      OptionSpec.Builder builder = option(option.name(), option.label(), option.text());
      if (option.name().equals("--stack")) {
        builder =
            OptionSpec.builder("-f", "--stack")
                .paramLabel(option.label())
                .description(option.text())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1");
      }
      spec.addOption(builder.build());
    }
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("this text").build());
    boolean declared = !signature.arguments().isEmpty();
    if (!declared || !signature.arguments().equals("-")) {
      spec.addPositional(
          PositionalParamSpec.builder()
              .paramLabel(declared ? signature.arguments() : "ARGS...")
              .description(declared ? plain(signature.argumentsText()) : "handed to the script")
              .hideParamSyntax(true)
              .arity("0..*")
              .type(List.class)
              .auxiliaryTypes(String.class)
              .build());
    }
  }

  /** Picocli takes descriptions for formats. */
  private static String plain(String text) {
    return text.replace("%", "%%");
  }

  private static OptionSpec.Builder option(String name, String label, String text) {
    OptionSpec.Builder builder = OptionSpec.builder(name).description(plain(text));
    return label.isEmpty()
        ? builder.type(boolean.class)
        : builder.type(String.class).arity("1").paramLabel(label);
  }

  /**
   * What was typed.
   *
   * @param common values by name of the options that every command takes
   * @param options of the script, by name in camel case
   * @param arguments the rest
   * @param help whether help was asked for
   */
  record Read(
      Map<String, List<String>> common,
      Map<String, Object> options,
      List<String> arguments,
      boolean help) {}

  /**
   * Reads words.
   *
   * @throws OrchException.BadInput naming what is wrong and the nearest known option
   */
  Read read(List<String> words, Map<String, String> environment) {
    ParseResult result;
    try {
      // @file stays what it is: commands such as curl read it themselves
      result =
          new CommandLine(spec)
              .setExpandAtFiles(false)
              .parseArgs(withEmptyValues(words).toArray(String[]::new));
    } catch (CommandLine.ParameterException e) {
      throw mistake(e, words);
    }
    Map<String, List<String>> common = new HashMap<>();
    for (CommonOptions.Common option : CommonOptions.ALL) {
      if (result.hasMatchedOption(option.name())) {
        OptionSpec matched = result.matchedOption(option.name());
        common.put(
            option.name(), option.label().isEmpty() ? List.of("true") : matched.stringValues());
      }
    }
    Map<String, Object> options = new LinkedHashMap<>();
    for (Signature.Option option : signature.options()) {
      options.put(camelCase(option.name()), value(option, result, environment));
    }
    List<String> arguments = result.matchedPositionalValue(0, List.of());
    return new Read(common, options, arguments, result.isUsageHelpRequested());
  }

  /** An option whose value may be left out never takes the next word for it. */
  private List<String> withEmptyValues(List<String> words) {
    List<String> valueless =
        signature.options().stream()
            .filter(Signature.Option::mayStandAlone)
            .map(option -> "--" + option.name())
            .toList();
    int end = words.contains("--") ? words.indexOf("--") : words.size();
    List<String> complete = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      complete.add(i < end && valueless.contains(word) ? word + "=" : word);
    }
    return complete;
  }

  private static Object value(
      Signature.Option option, ParseResult result, Map<String, String> environment) {
    String name = "--" + option.name();
    Optional<String> text =
        result.hasMatchedOption(name)
            ? Optional.of(
                option.label().isEmpty()
                    ? "true"
                    : result.matchedOption(name).stringValues().get(0))
            : Optional.ofNullable(environment.get(CommonOptions.variable(option.name())))
                .filter(v -> !v.isEmpty());
    if (option.label().isEmpty()) {
      return text.map(v -> v.equals("true") || v.equals("1")).orElse(false);
    }
    if (text.isEmpty()) {
      return null;
    }
    if (option.label().equals("DURATION")) {
      return Durations.parse(name, text.get());
    }
    if (option.label().equals("N")) {
      if (!text.get().matches("\\d{1,9}")) {
        throw new OrchException.BadInput(name + " '" + text.get() + "' is no whole number");
      }
      return Integer.valueOf(text.get());
    }
    return text.get();
  }

  static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    for (String part : name.split("-")) {
      camel.append(
          camel.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + part.substring(1));
    }
    return camel.toString();
  }

  private OrchException.BadInput mistake(CommandLine.ParameterException e, List<String> words) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String word = unmatched.getUnmatched().get(0);
      List<String> known = new ArrayList<>(spec.optionsMap().keySet());
      boolean commandFollows = signature.arguments().contains("--") && !words.contains("--");
      return new OrchException.BadInput(
          (word.startsWith("-") ? "unknown option '" : "unknown argument '")
              + word
              + "' of "
              + command
              + Names.didYouMean(word, known),
          commandFollows
              ? List.of(
                  "what follows -- is taken as it is: orch "
                      + command
                      + " SERVICE -- COMMAND "
                      + word)
              : List.of(),
          Next.verb("help", command));
    }
    String message = String.valueOf(e.getMessage());
    return new OrchException.BadInput(
        message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1),
        List.of(),
        Next.verb("help", command));
  }

  /** Help for this script. */
  String usage() {
    return usage(80);
  }

  /** Help for this script, in lines of so many columns, where that is enough to read them. */
  String usage(int columns) {
    spec.usageMessage().width(Math.min(Math.max(columns, 55), 100));
    return new CommandLine(spec).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }
}

package orch.script;

import java.util.ArrayList;
import java.util.List;

/**
 * What a script says of itself before it runs: the words {@code describe}, {@code option} and
 * {@code args} at its top level.
 *
 * @param main name of the script's class
 * @param summary one line for help; empty where it says none, then it is no verb
 * @param options that it takes
 * @param arguments label of its arguments such as {@code SERVICE...}; empty where it says none
 * @param argumentsText what they are
 */
public record Signature(
    String main, String summary, List<Option> options, String arguments, String argumentsText) {
  /** Copies the options. */
  public Signature {
    options = List.copyOf(options);
  }

  /**
   * An option of a script.
   *
   * @param name without dashes
   * @param label of its value: {@code N} is read as a whole number, {@code DURATION} as {@code 5m};
   *     empty for a flag; in brackets where the value may be left out and is then empty
   * @param text for help
   */
  public record Option(String name, String label, String text) {
    /** Whether its value may be left out; one that is given is joined to it by {@code =}. */
    public boolean mayStandAlone() {
      return label.startsWith("[");
    }
  }

  /** As lines, for the file beside the classes. */
  String lines() {
    StringBuilder text = new StringBuilder();
    text.append(main)
        .append('\n')
        .append(summary)
        .append('\n')
        .append(arguments)
        .append('\n')
        .append(argumentsText)
        .append('\n');
    options.forEach(
        o ->
            text.append(o.name())
                .append('\t')
                .append(o.label())
                .append('\t')
                .append(o.text())
                .append('\n'));
    return text.toString();
  }

  /** From those lines. */
  static Signature read(String text) {
    List<String> lines = text.lines().toList();
    List<Option> options = new ArrayList<>();
    for (String line : lines.subList(4, lines.size())) {
      String[] cells = line.split("\t", -1);
      options.add(new Option(cells[0], cells[1], cells[2]));
    }
    return new Signature(lines.get(0), lines.get(1), options, lines.get(2), lines.get(3));
  }
}

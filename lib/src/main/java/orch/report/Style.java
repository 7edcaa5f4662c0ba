package orch.report;

import java.util.Map;

/**
 * Colours, where they are wanted, and how much room there is.
 *
 * @param colour whether to use them
 * @param columns that a line should have at most; {@link Integer#MAX_VALUE} where nobody counts
 */
public record Style(boolean colour, int columns) {
  /** No colours. */
  public static final Style PLAIN = new Style(false);

  /** Each can be read on a light and on a dark background, which the bright ones cannot. */
  private static final String[] SERVICE_COLOURS = {
    "36", "33", "32", "35", "34", "38;5;166", "38;5;97", "38;5;31", "38;5;64", "38;5;131"
  };

  /** For lines of any length. */
  public Style(boolean colour) {
    this(colour, Integer.MAX_VALUE);
  }

  /** The same for lines of at most so many columns; what is below 1 is no limit. */
  public Style within(int most) {
    return new Style(colour, most < 1 ? Integer.MAX_VALUE : most);
  }

  /**
   * The usual rules, the first that is set decides: {@code --no-color} and {@code NO_COLOR}
   * (https://no-color.org), {@code CLICOLOR_FORCE}, {@code CLICOLOR}
   * (https://bixense.com/clicolors/), else whether it is a terminal.
   */
  public static Style of(Map<String, String> environment, boolean noColor, boolean terminal) {
    if (noColor || !environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return PLAIN;
    }
    String force = environment.getOrDefault("CLICOLOR_FORCE", "");
    if (!force.isEmpty() && !force.equals("0")) {
      return new Style(true);
    }
    boolean dumb = environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Style(terminal && !dumb && !environment.getOrDefault("CLICOLOR", "1").equals("0"));
  }

  /** Good news. */
  public String good(String text) {
    return paint("32", text);
  }

  /** Bad news. */
  public String bad(String text) {
    return paint("31", text);
  }

  /** Not yet. */
  public String open(String text) {
    return paint("33", text);
  }

  /** Of less weight. */
  public String faint(String text) {
    return paint("2", text);
  }

  /** Of more weight. */
  public String strong(String text) {
    return paint("1", text);
  }

  /** Always the same colour for the same name. */
  public String service(String name, String text) {
    return paint(SERVICE_COLOURS[Math.floorMod(name.hashCode(), SERVICE_COLOURS.length)], text);
  }

  private String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}

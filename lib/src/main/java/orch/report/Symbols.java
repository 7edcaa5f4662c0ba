package orch.report;

import java.util.List;
import java.util.Map;

/**
 * Signs that stand for a state and draw lines, as a terminal's character set allows.
 *
 * @param done it is as wanted
 * @param failed it is not
 * @param waits it has not begun
 * @param given it was given up
 * @param more text goes on that is not shown
 * @param turns pictures of a turning wheel, one after the other
 * @param branch before one of several in a tree
 * @param last before the last of them
 * @param bar beside the lines below a branch
 * @param again it is shown elsewhere
 */
public record Symbols(
    String done,
    String failed,
    String waits,
    String given,
    String more,
    List<String> turns,
    String branch,
    String last,
    String bar,
    String again) {
  /** For terminals that show Unicode. */
  public static final Symbols UNICODE =
      new Symbols(
          "\u2714",
          "\u2718",
          "\u00b7",
          "\u2013",
          "\u2026",
          List.of(
              "\u280b", "\u2819", "\u2839", "\u2838", "\u283c", "\u2834", "\u2826", "\u2827",
              "\u2807", "\u280f"),
          "\u251c\u2500 ",
          "\u2514\u2500 ",
          "\u2502  ",
          "\u2191");

  /** For all others. */
  public static final Symbols ASCII =
      new Symbols(
          "+", "x", ".", "-", "...", List.of("|", "/", "-", "\\"), "|- ", "`- ", "|  ", "^");

  /** Copies the list. */
  public Symbols {
    turns = List.copyOf(turns);
  }

  /** ASCII where {@code ORCH_ASCII} is set, which the launcher does by the locale; else Unicode. */
  public static Symbols of(Map<String, String> environment) {
    return environment.getOrDefault("ORCH_ASCII", "").isEmpty() ? UNICODE : ASCII;
  }
}

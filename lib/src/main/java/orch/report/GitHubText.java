package orch.report;

import java.util.Optional;
import orch.model.Origin;

/**
 * What GitHub Actions reads in the output of a step and in its files
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands). Commands
 * are one line each.
 */
public final class GitHubText {
  /** So many annotations of a kind are shown of one step; what is above is lost. */
  public static final int MOST_ANNOTATIONS = 10;

  /** Bytes that the summary of one step may have; one that is larger is not shown at all. */
  public static final int LARGEST_SUMMARY = 1024 * 1024;

  private GitHubText() {}

  /** Begins a group of lines that is folded away. Groups do not nest. */
  public static String beginGroup(String title) {
    return "::group::" + data(title);
  }

  /** Ends the group. */
  public static String endGroup() {
    return "::endgroup::";
  }

  /** From now on the runner shows this text in no log; one line of it. */
  public static String mask(String line) {
    return "::add-mask::" + data(line);
  }

  /**
   * An error that is shown with the run and, where it has a place, at that line of the file.
   *
   * @param place the file, relative to the repository's root
   */
  public static String error(Optional<Origin> place, String title, String message) {
    String where =
        place
            .map(
                origin ->
                    "file="
                        + property(origin.file())
                        + (origin.line() > 0 ? ",line=" + origin.line() : "")
                        + ",")
            .orElse("");
    return "::error " + where + "title=" + property(title) + "::" + data(message);
  }

  /**
   * A value for the file of {@code GITHUB_OUTPUT} or {@code GITHUB_ENV}, with its line end.
   *
   * @param name letters, digits, dashes and underscores
   * @param delimiter ends a value of several lines; must not be a line of it
   */
  public static String output(String name, String value, String delimiter) {
    boolean one = value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
    return one
        ? name + "=" + value + "\n"
        : name + "<<" + delimiter + "\n" + value + "\n" + delimiter + "\n";
  }

  /** The text of a command: what would end its line is escaped. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /** The value of a property: what would end it is escaped as well. */
  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}

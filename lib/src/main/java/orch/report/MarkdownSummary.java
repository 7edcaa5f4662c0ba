package orch.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run did, as a piece of Markdown: a table of cases, and a report of what failed. */
public final class MarkdownSummary {
  private static final String CUT = "\n\n_The rest is left out: a summary has a limit of size._\n";

  private static final Pattern OPEN = Pattern.compile("</summary>\n\n(~+)text\n");

  private MarkdownSummary() {}

  /**
   * The text.
   *
   * @param title the command
   * @param cases in the order of the table
   * @param addresses of a case, by its group and name with a slash between
   * @param failure what is folded away below the table: an error as it is printed
   */
  public static String text(
      String title,
      List<Case> cases,
      Map<String, List<String>> addresses,
      Optional<String> failure) {
    StringBuilder text = new StringBuilder("### `" + title.replace("`", "'") + "`\n\n");
    if (!cases.isEmpty()) {
      text.append(
          "| stack | service | state | time | addresses |\n| --- | --- | --- | --- | --- |\n");
    }
    for (Case one : cases) {
      text.append("| ")
          .append(cell(one.classname()))
          .append(" | ")
          .append(cell(one.name()))
          .append(" | ")
          .append(state(one))
          .append(" | ")
          .append(String.format(Locale.ROOT, "%.1f s", one.time().toMillis() / 1000.0))
          .append(" | ")
          .append(
              cell(
                  String.join(
                      " ", addresses.getOrDefault(one.classname() + "/" + one.name(), List.of()))))
          .append(" |\n");
    }
    failure.ifPresent(report -> text.append(details(report)));
    return text.append('\n').toString();
  }

  private static String state(Case one) {
    return switch (one.outcome()) {
      case PASSED -> ":white_check_mark: well";
      case FAILED -> ":x: " + cell(one.message());
      case BROKEN -> ":x: " + cell(one.message());
      case SKIPPED -> ":fast_forward: " + cell(one.message());
    };
  }

  private static String details(String report) {
    String first = report.lines().findFirst().orElse("");
    // a line of the report could end a shorter one
    String fence = "~".repeat(3);
    while (report.contains(fence)) {
      fence += "~";
    }
    return "\n<details><summary>"
        + html(first)
        + "</summary>\n\n"
        + fence
        + "text\n"
        + report.stripTrailing()
        + "\n"
        + fence
        + "\n\n</details>\n";
  }

  private static String cell(String text) {
    return html(text).replace("|", "\\|").replaceAll("\\R", " ");
  }

  private static String html(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * The text, or as much of it as fits, with a note.
   *
   * @param bytes room that there is, in UTF-8
   * @return empty where not even the note fits
   */
  public static String cut(String text, long bytes) {
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    if (all.length <= bytes) {
      return text;
    }
    // what is cut is mostly inside of the details: they are closed
    Matcher open = OPEN.matcher(text);
    String end = open.find() ? "\n" + open.group(1) + "\n\n</details>" + CUT : CUT;
    int room = (int) (bytes - end.length());
    if (room <= 0) {
      return "";
    }
    while (room > 0 && (all[room] & 0xC0) == 0x80) {
      room--;
    }
    return new String(all, 0, room, StandardCharsets.UTF_8) + end;
  }
}

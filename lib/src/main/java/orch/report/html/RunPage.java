package orch.report.html;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import orch.model.Next;
import orch.model.OrchException;
import orch.plan.Progress;
import orch.report.html.RunHistory.Performed;
import orch.report.html.RunHistory.Seen;

/** A run as one page of HTML that needs nothing from elsewhere. It is XML as well. */
final class RunPage {
  private final RunHistory history;
  private final Progress.Ended ended;
  private final String command;
  private final UnaryOperator<String> mask;
  private final Html html;
  private final TimelineSvg timeline;
  private final StringBuilder page = new StringBuilder(PageStyle.HEAD);

  RunPage(RunHistory history, Progress.Ended ended, String command, UnaryOperator<String> mask) {
    this.history = history;
    this.ended = ended;
    this.command = command;
    this.mask = mask;
    this.html = new Html(mask);
    this.timeline = new TimelineSvg(history, html);
  }

  String text() {
    String stacks = String.join(", ", history.stacks());
    String title = stacks.isEmpty() ? command : stacks + " - " + command;
    page.append("<title>").append(html.text(title)).append("</title>\n</head>\n<body>\n");
    header(stacks);
    ended.error().ifPresent(this::failure);
    if (history.performed().isEmpty()) {
      page.append("<p>Nothing was to be done.</p>\n");
    } else {
      section("timeline", "Timeline", PageStyle.KEY + timeline.operations());
      section(
          "dependencies",
          "Dependencies",
          "<div class=\"wide\">\n" + new GraphSvg(mask).inline(history.graph()) + "</div>\n");
      if (!history.seen().isEmpty()) {
        section("health", "Health", timeline.health() + answers());
      }
      if (!history.outputs().isEmpty()) {
        section("output", "Output of what failed", outputs());
      }
      section("operations", "Operations", operations());
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private void section(String id, String heading, String content) {
    page.append("<section id=\"").append(id).append("\">\n<h2>").append(heading).append("</h2>\n");
    page.append(content).append("</section>\n");
  }

  private void header(String stacks) {
    boolean good = ended.exitCode() == 0;
    String verdict = good ? "done" : "failed with exit code " + ended.exitCode();
    String begin = history.begin().truncatedTo(ChronoUnit.SECONDS).toString();
    page.append("<h1>").append(html.text(stacks.isEmpty() ? "orch" : stacks)).append("</h1>\n");
    page.append("<p class=\"facts\"><span class=\"verdict ").append(good ? "good" : "bad");
    page.append("\">").append(verdict).append("</span> in ");
    page.append(Times.seconds(Duration.between(history.begin(), history.end())));
    page.append(" \u00b7 <code>").append(html.text(command)).append("</code> \u00b7 ");
    page.append(begin.replace('T', ' ').replace("Z", " UTC")).append("</p>\n");
  }

  private void failure(OrchException error) {
    page.append("<section id=\"failure\" class=\"failure\">\n<p class=\"problem\">");
    page.append(html.text(error.getMessage())).append("</p>\n");
    if (!error.evidence().isEmpty()) {
      page.append(preformatted(error.evidence()));
    }
    ended
        .next()
        .map(Next::commandLine)
        .ifPresent(
            n -> page.append("<p>next: <code>").append(html.text(n)).append("</code></p>\n"));
    page.append("</section>\n");
  }

  private String preformatted(List<String> lines) {
    return "<pre>" + html.text(String.join("\n", lines)) + "</pre>\n";
  }

  private String answers() {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, List<Seen>> row : history.seen().entrySet()) {
      for (Seen seen : row.getValue()) {
        rows.append("<tr>").append(number(timeline.after(seen.at()))).append(cell(row.getKey()));
        rows.append(cell(seen.what().state())).append(cell(seen.what().answer()));
        rows.append(number(Integer.toString(seen.what().tries()))).append("</tr>\n");
      }
    }
    return table(
        "all answers",
        "<th class=\"number\">after</th><th>container</th><th>state</th><th>answer</th>"
            + "<th class=\"number\">tries</th>",
        rows);
  }

  private String outputs() {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, List<String>> output : history.outputs().entrySet()) {
      text.append("<h3>").append(html.text(output.getKey())).append("</h3>\n");
      text.append(
          preformatted(output.getValue().isEmpty() ? List.of("(none)") : output.getValue()));
    }
    return text.toString();
  }

  private String operations() {
    StringBuilder rows = new StringBuilder();
    for (Performed one : history.performed()) {
      String outcome = one.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
      String said = outcome.replace('-', ' ');
      rows.append("<tr class=\"").append(outcome).append("\">");
      rows.append(number(timeline.after(one.begin()))).append(number(Times.seconds(one.took())));
      rows.append(cell(one.operation().verb() + " " + one.operation().subject()));
      rows.append(cell(one.operation().cause()));
      rows.append(cell(one.problem().isEmpty() ? said : said + ": " + one.problem()));
      rows.append("</tr>\n");
    }
    return table(
        "all of them",
        "<th class=\"number\">after</th><th class=\"number\">took</th><th>what</th><th>why</th>"
            + "<th>outcome</th>",
        rows);
  }

  private static String table(String summary, String head, CharSequence rows) {
    return "<details><summary>"
        + summary
        + "</summary>\n<div class=\"wide\"><table>\n<tr>"
        + head
        + "</tr>\n"
        + rows
        + "</table></div></details>\n";
  }

  private String cell(String text) {
    return "<td>" + html.text(text) + "</td>";
  }

  private static String number(String text) {
    return "<td class=\"number\">" + text + "</td>";
  }
}

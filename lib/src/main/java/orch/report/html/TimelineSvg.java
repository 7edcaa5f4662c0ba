package orch.report.html;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import orch.plan.Operation;
import orch.report.html.RunHistory.Outcome;
import orch.report.html.RunHistory.Performed;
import orch.report.html.RunHistory.Seen;

/** When what happened, as SVG pictures that are as wide as the page: places are shares of it. */
final class TimelineSvg {
  private static final int ROW = 36;
  private static final int TOP = 22;

  private final RunHistory history;
  private final Html html;
  private final long total;

  TimelineSvg(RunHistory history, Html html) {
    this.history = history;
    this.html = html;
    this.total = Math.max(1, Duration.between(history.begin(), history.end()).toMillis());
  }

  /** A row for each thing, with a bar for each operation on it. */
  String operations() {
    Map<String, List<Performed>> rows = new LinkedHashMap<>();
    for (Performed one : history.performed()) {
      rows.computeIfAbsent(one.operation().subject(), s -> new ArrayList<>()).add(one);
    }
    StringBuilder bars = new StringBuilder();
    int y = TOP;
    for (Map.Entry<String, List<Performed>> row : rows.entrySet()) {
      List<Performed> all = row.getValue();
      Instant end = all.get(all.size() - 1).end();
      bars.append(label(row.getKey(), Times.seconds(Duration.between(all.get(0).begin(), end)), y));
      for (Performed one : all) {
        String kind = one.outcome() == Outcome.DONE ? one.operation().verb() : word(one.outcome());
        bars.append(bar(kind, one.begin(), one.end(), y, title(one)));
      }
      y += ROW;
    }
    return picture("operations over time", y, bars);
  }

  /** A row for each container that was waited for, with a dot where its probes found another. */
  String health() {
    StringBuilder bars = new StringBuilder();
    List<Performed> performed = history.performed();
    int y = TOP;
    for (Map.Entry<String, List<Seen>> row : history.seen().entrySet()) {
      String verdict = "";
      for (Performed one : performed) {
        if (one.operation() instanceof Operation.AwaitReady await
            && await.name().equals(row.getKey())) {
          boolean ready = one.outcome() == Outcome.DONE;
          verdict = ready ? "ready" : word(one.outcome()).replace('-', ' ');
          bars.append(bar("open", one.begin(), one.end(), y, "not ready"));
          bars.append(
              bar(ready ? "good" : word(one.outcome()), one.end(), history.end(), y, verdict));
        }
      }
      for (Seen one : row.getValue()) {
        bars.append(
            String.format(
                Locale.ROOT,
                "<circle class=\"answer\" cx=\"%s\" cy=\"%d\" r=\"3\"><title>%s</title></circle>%n",
                share(one.at()),
                y + 22,
                html.text(after(one.at()) + ": " + one.what().answer())));
      }
      bars.append(label(row.getKey(), verdict, y));
      y += ROW;
    }
    return picture("health over time", y, bars);
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String title(Performed one) {
    return one.operation().verb()
        + " "
        + one.operation().subject()
        + ": "
        + Times.seconds(one.took())
        + ", "
        + (one.problem().isEmpty() ? one.operation().cause() : one.problem());
  }

  /** The time since the begin of the run. */
  String after(Instant at) {
    return Times.seconds(Duration.between(history.begin(), at));
  }

  private String label(String name, String time, int y) {
    return String.format(
        Locale.ROOT,
        "<text x=\"2\" y=\"%d\">%s</text>"
            + "<text class=\"state\" x=\"100%%\" dx=\"-2\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
        y + 13,
        html.text(name),
        y + 13,
        html.text(time));
  }

  private String bar(String kind, Instant from, Instant to, int y, String title) {
    double width = Duration.between(from, to).toMillis() * 100.0 / total;
    return String.format(
        Locale.ROOT,
        "<rect class=\"bar %s\" x=\"%s\" y=\"%d\" width=\"%.2f%%\" height=\"10\" rx=\"2\">"
            + "<title>%s</title></rect>%n",
        kind,
        share(from),
        y + 17,
        Math.max(0.4, width),
        html.text(title));
  }

  private String share(Instant at) {
    double share = Duration.between(history.begin(), at).toMillis() * 100.0 / total;
    return String.format(Locale.ROOT, "%.2f%%", Math.min(99.6, Math.max(0, share)));
  }

  private String picture(String title, int height, CharSequence bars) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"timeline\" width=\"100%%\""
                + " height=\"%d\" role=\"img\">%n<title>%s</title>%n",
            height + 4,
            title));
    long step = Times.step(total);
    for (long mark = 0; mark <= total; mark += step) {
      double share = mark * 100.0 / total;
      svg.append(
          String.format(
              Locale.ROOT,
              "<line class=\"axis\" x1=\"%1$.2f%%\" x2=\"%1$.2f%%\" y1=\"16\" y2=\"%2$d\"/>"
                  + "<text class=\"state\" x=\"%1$.2f%%\" y=\"12\" text-anchor=\"%3$s\">%4$s</text>%n",
              share,
              height,
              mark == 0 ? "start" : share > 94 ? "end" : "middle",
              Times.mark(mark, step)));
    }
    return svg.append(bars).append("</svg>\n").toString();
  }
}

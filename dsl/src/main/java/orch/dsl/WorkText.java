package orch.dsl;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import orch.report.JsonText;
import orch.report.Style;
import orch.report.Table;
import orch.work.Column;
import orch.work.Decision;
import orch.work.WorkItem;
import orch.work.WorkService;
import orch.work.WorkStatus;
import orch.work.WorkTable;

/** Lists of work for people, or as JSON. */
final class WorkText {
  private static final int MOST = 30;

  private final Style style;
  private final boolean json;

  WorkText(Style style, boolean json) {
    this.style = style;
    this.json = json;
  }

  /** The text of how a list is, or of what came of it; empty for anything else. */
  Optional<String> text(Object result) {
    if (result instanceof WorkStatus status) {
      return Optional.of(json ? JsonText.tree(tree(status)) + "\n" : text(status));
    } else if (result instanceof WorkService.Tally tally) {
      return Optional.of(json ? JsonText.tree(tree(tally)) + "\n" : text(tally));
    }
    return Optional.empty();
  }

  private static String text(WorkService.Tally tally) {
    String unreadable =
        tally.unreadable() == 0 ? "" : ", " + tally.unreadable() + " that cannot be worked";
    return tally.done() + " done, " + tally.failed() + " failed" + unreadable + "\n";
  }

  private static Map<String, Object> tree(WorkService.Tally tally) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("done", (long) tally.done());
    tree.put("failed", (long) tally.failed());
    tree.put("unreadable", (long) tally.unreadable());
    return tree;
  }

  private String text(WorkStatus status) {
    StringBuilder text = new StringBuilder(style.strong(status.source()));
    String counts =
        status.schedule().counts().entrySet().stream()
            .map(of -> of.getValue() + " " + (of.getKey().isEmpty() ? "of no status" : of.getKey()))
            .collect(Collectors.joining(", "));
    text.append("  ").append(counts.isEmpty() ? "no items" : counts).append("  ");
    text.append(status.worked() ? "an orch works on it" : style.faint("no orch works on it"));
    text.append('\n');
    Table table = new Table();
    for (WorkStatus.Running one : status.running()) {
      table.row("  " + line(one.line()), one.project(), "task " + one.task(), one.state());
    }
    int turn = 0;
    for (WorkItem item : status.schedule().ready().stream().limit(MOST).toList()) {
      String deadline = item.cell(Column.DEADLINE).strip();
      table.row(
          "  " + line(item.line()),
          item.project(),
          item.priority().map(number -> "priority " + number).orElse("no priority"),
          "turn " + ++turn + (deadline.isEmpty() ? "" : ", deadline " + deadline));
    }
    status.schedule().waiting().entrySet().stream()
        .limit(MOST)
        .forEach(of -> waits(table, of.getKey(), of.getValue()));
    text.append(table.text());
    more(text, status.schedule().ready().size(), "that are ready");
    more(text, status.schedule().waiting().size(), "that wait");
    for (WorkTable.Problem problem : status.schedule().problems().stream().limit(MOST).toList()) {
      text.append("  ").append(style.bad("cannot be worked: " + problem.at())).append('\n');
    }
    more(text, status.schedule().problems().size(), "that cannot be worked");
    for (String decision : status.decisions()) {
      text.append("  ").append(style.faint(decision)).append('\n');
    }
    return text.append("  all decisions: ").append(status.log()).append('\n').toString();
  }

  private void waits(Table table, WorkItem item, String why) {
    table.row("  " + line(item.line()), item.project(), style.faint("waits"), style.faint(why));
  }

  private static String line(int line) {
    return line > 0 ? "line " + line : "no row";
  }

  private static void more(StringBuilder text, int count, String what) {
    if (count > MOST) {
      text.append("  and ").append(count - MOST).append(" more ").append(what).append('\n');
    }
  }

  static Map<String, Object> tree(WorkStatus status) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("source", status.source());
    tree.put("worked", status.worked());
    Map<String, Object> counts = new LinkedHashMap<>();
    status.schedule().counts().forEach((word, count) -> counts.put(word, (long) count));
    tree.put("counts", counts);
    List<Object> running = new ArrayList<>();
    for (WorkStatus.Running one : status.running()) {
      Map<String, Object> of = new LinkedHashMap<>();
      of.put("line", (long) one.line());
      of.put("project", one.project());
      of.put("task", one.task());
      of.put("state", one.state());
      running.add(of);
    }
    tree.put("running", running);
    tree.put("ready", status.schedule().ready().stream().map(i -> tree(i, Map.of())).toList());
    tree.put(
        "waiting",
        status.schedule().waiting().entrySet().stream()
            .map(of -> tree(of.getKey(), Map.of("why", of.getValue())))
            .toList());
    List<Object> problems = new ArrayList<>();
    for (WorkTable.Problem problem : status.schedule().problems()) {
      Map<String, Object> of = new LinkedHashMap<>();
      of.put("line", (long) problem.line());
      of.put("column", (long) problem.column());
      of.put("problem", problem.text());
      problems.add(of);
    }
    tree.put("problems", problems);
    tree.put("log", status.log().toString());
    tree.put("decisions", status.decisions());
    return tree;
  }

  static Map<String, Object> tree(Decision decision) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", decision.at().truncatedTo(ChronoUnit.MILLIS).toString());
    tree.put("line", (long) decision.line());
    tree.put("project", text(decision.project()));
    tree.put("task", text(decision.task()));
    tree.put("status", text(decision.status()));
    tree.put("text", decision.text());
    return tree;
  }

  /** JSON says null for what there is not. */
  private static String text(String text) {
    return text.isEmpty() ? null : text;
  }

  private static Map<String, Object> tree(WorkItem item, Map<String, Object> more) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("line", (long) item.line());
    tree.put("project", item.project());
    tree.putAll(more);
    tree.put("cells", item.cells());
    return tree;
  }
}

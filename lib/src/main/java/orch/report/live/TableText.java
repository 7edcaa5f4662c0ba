package orch.report.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import orch.report.Style;
import orch.report.Symbols;
import orch.report.TextWidth;
import orch.report.live.Row.Phase;

/** The table as lines of text that fit a terminal. */
final class TableText {
  /** What is shown first where not all of it has room. */
  private static final List<Phase> OF_INTEREST =
      List.of(Phase.FAILED, Phase.WORKS, Phase.GIVEN_UP, Phase.WAITS, Phase.DONE);

  private final Style style;
  private final Symbols symbols;
  private final UnaryOperator<String> mask;

  /**
   * In this manner.
   *
   * @param mask hides secrets
   */
  TableText(Style style, Symbols symbols, UnaryOperator<String> mask) {
    this.style = style;
    this.symbols = symbols;
    this.mask = mask;
  }

  /**
   * A heading and a line for each container, at most as many as there is room for.
   *
   * @param columns of the terminal, from 20
   * @param height lines of the terminal, from 3
   */
  List<String> lines(Board board, Instant now, int columns, int height) {
    Map<String, Row> all = board.rows();
    Map<String, Row> shown = chosen(all, height);
    // the last column is left: some terminals wrap as soon as it is written
    int room = columns - 1;
    int names = widest(shown.keySet(), Math.max(8, room / 3));
    int words = widest(shown.values().stream().map(Row::word).toList(), 12);
    List<String> lines = new ArrayList<>();
    lines.add(heading(board, all, now, room));
    for (Map.Entry<String, Row> entry : shown.entrySet()) {
      lines.add(line(entry.getKey(), entry.getValue(), now, names, words, room));
    }
    if (shown.size() < all.size()) {
      lines.add(style.faint(TextWidth.cut(others(all, shown), room, symbols.more())));
    }
    return lines;
  }

  private String heading(Board board, Map<String, Row> all, Instant now, int room) {
    long done = all.values().stream().filter(row -> row.phase() == Phase.DONE).count();
    String count = "  " + done + "/" + all.size();
    String time = "  " + seconds(Duration.between(board.begin(), now));
    int left = room - count.length() - time.length();
    String title = TextWidth.cut(board.title(), left, symbols.more());
    String coloured =
        board.anyFailed()
            ? style.bad(count)
            : done == all.size() ? style.good(count) : style.open(count);
    return style.strong(title) + coloured + style.faint(time);
  }

  private String line(String name, Row row, Instant now, int names, int words, int room) {
    String time = seconds(row.time(now));
    String fixed =
        " "
            + TextWidth.padded(TextWidth.cut(name, names, symbols.more()), names)
            + "  "
            + TextWidth.padded(row.word(), words)
            + "  "
            + " ".repeat(Math.max(0, 7 - time.length()))
            + (row.phase() == Phase.WAITS || row.word().equals("not started")
                ? " ".repeat(time.length())
                : time);
    int left = room - 3 - TextWidth.of(fixed) - 2;
    String detail =
        TextWidth.cut(mask.apply(TextWidth.oneLine(row.detail())), left, symbols.more());
    String sign =
        switch (row.phase()) {
          case DONE -> style.good(symbols.done());
          case FAILED -> style.bad(symbols.failed());
          case WAITS -> style.faint(symbols.waits());
          case GIVEN_UP -> style.faint(symbols.given());
          case WORKS -> style.open(turn(now));
        };
    String fits = TextWidth.cut(fixed, room - 3, symbols.more());
    String text = detail.isEmpty() ? fits.stripTrailing() : fits;
    text = row.phase() == Phase.FAILED ? style.bad(text) : text;
    return "  " + sign + text + (detail.isEmpty() ? "" : "  " + style.faint(detail));
  }

  private String turn(Instant now) {
    return symbols.turns().get((int) (now.toEpochMilli() / 100 % symbols.turns().size()));
  }

  private String others(Map<String, Row> all, Map<String, Row> shown) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    all.forEach(
        (name, row) -> {
          if (!shown.containsKey(name)) {
            counts.merge(row.word(), 1, Integer::sum);
          }
        });
    List<String> texts = new ArrayList<>();
    counts.forEach((word, count) -> texts.add(count + " " + word));
    return "  " + symbols.more() + " " + String.join(", ", texts);
  }

  /** Those of most interest, in the order of all. */
  private static Map<String, Row> chosen(Map<String, Row> all, int height) {
    int most = Math.max(1, height - 3);
    if (all.size() <= most + 1) {
      return all;
    }
    Set<String> names = new LinkedHashSet<>();
    for (Phase phase : OF_INTEREST) {
      all.forEach(
          (name, row) -> {
            if (row.phase() == phase && names.size() < most) {
              names.add(name);
            }
          });
    }
    Map<String, Row> chosen = new LinkedHashMap<>(all);
    chosen.keySet().retainAll(names);
    return chosen;
  }

  private static int widest(Iterable<String> texts, int most) {
    int widest = 0;
    for (String text : texts) {
      widest = Math.max(widest, TextWidth.of(text));
    }
    return Math.min(widest, most);
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}

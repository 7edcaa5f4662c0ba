package orch.report;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest cell; colours do not count. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row. */
  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  /** The rows so far, a line each. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell);
        if (column < row.size() - 1) {
          line.append(" ".repeat(width(column) - visible(cell) + 2));
        }
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** Columns of the rows so far, with what parts the last two cells. */
  int width() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int width = 0;
    for (int column = 0; column < columns; column++) {
      width += width(column) + (column < columns - 1 ? 2 : 0);
    }
    return width;
  }

  private int width(int column) {
    int width = 0;
    for (List<String> row : rows) {
      width = Math.max(width, column < row.size() ? visible(row.get(column)) : 0);
    }
    return width;
  }

  private static int visible(String cell) {
    int length = 0;
    boolean escape = false;
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '\u001b') {
        escape = true;
      } else if (!escape) {
        length++;
      } else if (c == 'm') {
        escape = false;
      }
    }
    return length;
  }
}

package orch.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import orch.model.Names;
import orch.model.OrchException;

/**
 * What a source holds at one moment.
 *
 * @param header the titles of the columns
 * @param rows those that can be read, in their order
 * @param problems those that cannot, and why
 */
public record WorkTable(List<String> header, List<Row> rows, List<Problem> problems) {
  /** Copies the lists. */
  public WorkTable {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
    problems = List.copyOf(problems);
  }

  /**
   * A row.
   *
   * @param line where it begins in its source, from 1
   * @param cells one for each column
   */
  public record Row(int line, List<String> cells) {
    /** Copies the cells. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * Why a row is not worked.
   *
   * @param line where it begins, from 1
   * @param column the number of the column, from 1; 0: the row as a whole
   * @param text what is wrong
   */
  public record Problem(int line, int column, String text) {
    /** As users read it: {@code line 3, column 2: 'high' is no number}. */
    public String at() {
      return "line " + line + (column > 0 ? ", column " + column : "") + ": " + text;
    }
  }

  /** The index of a column; -1: it is not there. */
  public int index(Column column) {
    String plain = Column.plain(column.title());
    for (int i = 0; i < header.size(); i++) {
      if (Column.plain(header.get(i)).equals(plain)) {
        return i;
      }
    }
    return -1;
  }

  /** The cell of a row; empty where there is no such column. */
  public String cell(Row row, Column column) {
    int index = index(column);
    return index < 0 ? "" : row.cells().get(index);
  }

  /**
   * Sees to it that it can be worked off.
   *
   * @param source how users call it
   * @throws OrchException.BadInput when a column is missing that is needed, or is there twice
   */
  public WorkTable checked(String source) {
    for (Column needed : List.of(Column.PROJECT, Column.PRIORITY, Column.STATUS)) {
      if (index(needed) < 0) {
        List<String> evidence = new ArrayList<>();
        evidence.add("its header is: " + String.join(",", header));
        String near = Names.didYouMean(needed.title(), header);
        throw new OrchException.BadInput(
            source + " has no column '" + needed.title() + "'" + near, evidence, null);
      }
    }
    for (Column known : Column.values()) {
      String plain = Column.plain(known.title());
      if (header.stream().filter(title -> Column.plain(title).equals(plain)).count() > 1) {
        throw new OrchException.BadInput(
            source + " has the column '" + known.title() + "' twice",
            List.of("its header is: " + String.join(",", header)),
            null);
      }
    }
    return this;
  }

  /** The same with some cells changed. */
  public WorkTable with(List<CellChange> changes) {
    List<Row> changed = new ArrayList<>(rows);
    for (CellChange change : changes) {
      Row row = changed.get(change.row());
      List<String> cells = new ArrayList<>(row.cells());
      cells.set(change.column(), change.value());
      changed.set(change.row(), new Row(row.line(), cells));
    }
    return new WorkTable(header, changed, problems);
  }

  /** That of rows as they stand one below the other, the header among them. */
  public static WorkTable ofRows(List<List<String>> lines) {
    List<String> header = List.of();
    List<Row> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      List<String> cells = lines.get(i);
      if (cells.stream().allMatch(String::isBlank)) {
        continue;
      } else if (header.isEmpty()) {
        header = cells.stream().map(String::strip).toList();
      } else if (cells.size() > header.size()) {
        problems.add(tooMany(i + 1, cells.size(), header.size()));
      } else {
        rows.add(new Row(i + 1, filled(cells, header.size())));
      }
    }
    return new WorkTable(header, rows, problems);
  }

  static Problem tooMany(int line, int fields, int columns) {
    return new Problem(
        line,
        columns + 1,
        "it has "
            + fields
            + " fields, the header has "
            + columns
            + ": a field with a comma stands in quotes");
  }

  /** A row with a cell for each of so many columns. */
  static List<String> filled(List<String> cells, int columns) {
    if (cells.size() == columns) {
      return cells;
    }
    String[] all = cells.toArray(new String[columns]);
    Arrays.fill(all, cells.size(), columns, "");
    return Arrays.asList(all);
  }
}

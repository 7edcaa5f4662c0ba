package orch.work;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An item that a task works on, or has worked on lately, as it is kept between commands.
 *
 * @param task the id of the task, noted down before it is submitted
 * @param project as the item calls it
 * @param row its cells as they were last seen, by the titles of the header
 * @param before what orch found in the cells that it writes
 * @param said what it has written there since, oldest first; the last is what they are to hold
 * @param phase how far it is
 * @param since when it began, or when it ended
 */
record Entry(
    String task,
    String project,
    Map<String, String> row,
    Map<Column, String> before,
    List<Map<Column, String>> said,
    Phase phase,
    Instant since) {
  /** How far an item is. */
  enum Phase {
    /** Its task has not ended, as far as is known. */
    ACTIVE,
    /** Its task has ended, and the result is the last of what was said. */
    ENDED,
    /** The result is in the table, or a person wants something else there. */
    WRITTEN
  }

  Entry {
    row = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(row));
    before = copy(before);
    said = said.stream().map(Entry::copy).toList();
  }

  private static Map<Column, String> copy(Map<Column, String> cells) {
    Map<Column, String> copy = new EnumMap<>(Column.class);
    copy.putAll(cells);
    return copy;
  }

  /** What its cells are to hold. */
  Map<Column, String> wanted() {
    return said.get(said.size() - 1);
  }

  /** What a cell may hold that orch replaces: what it found, and what it has written before. */
  Set<String> over(Column column) {
    Set<String> values = new HashSet<>();
    values.add(before.getOrDefault(column, ""));
    said.forEach(cells -> values.add(cells.getOrDefault(column, before.getOrDefault(column, ""))));
    return values;
  }

  /** What it wants of its row. */
  Edit edit(int at) {
    Map<Column, Edit.Cell> cells = new EnumMap<>(Column.class);
    wanted().forEach((column, value) -> cells.put(column, new Edit.Cell(over(column), value)));
    return new Edit(at, cells);
  }

  /** With the row as it was seen. */
  Entry seen(Map<String, String> cells) {
    return new Entry(task, project, cells, before, said, phase, since);
  }

  /** With its result. */
  Entry ended(Map<Column, String> result, Instant now) {
    List<Map<Column, String>> all = new ArrayList<>(said);
    all.add(result);
    return new Entry(task, project, row, before, all, Phase.ENDED, now);
  }

  /** With its result in the table. */
  Entry written() {
    return new Entry(task, project, row, before, said, Phase.WRITTEN, since);
  }

  /** Its row with what its cells are to hold. */
  Map<String, String> rowAsWanted() {
    Map<String, String> cells = new LinkedHashMap<>(row);
    wanted()
        .forEach(
            (column, value) ->
                cells.replaceAll(
                    (title, cell) ->
                        Column.of(title).filter(column::equals).isPresent() ? value : cell));
    return cells;
  }

  /**
   * Whether a row that held the result shows what orch had written there before it: somebody has
   * saved an older copy over it. Who wants an item done once more says Pending.
   *
   * @param justWritten whether that was a moment ago; then what was there at first is an older copy
   *     as well, if all of the row is
   */
  boolean isOlderCopy(WorkTable table, WorkTable.Row current, boolean justWritten) {
    Map<Column, String> cells = new EnumMap<>(Column.class);
    for (Column column : List.of(Column.STATUS, Column.AGENT, Column.LAST_UPDATE)) {
      if (table.index(column) >= 0) {
        cells.put(column, table.cell(current, column));
      }
    }
    for (Map<Column, String> earlier : said.subList(0, said.size() - 1)) {
      if (cells.entrySet().stream()
          .allMatch(of -> of.getValue().equals(earlier.get(of.getKey())))) {
        return true;
      }
    }
    return justWritten
        && cells.size() > 1
        && cells.entrySet().stream().allMatch(of -> of.getValue().equals(before.get(of.getKey())))
        && isSame(table, current);
  }

  /** Whether the cells that orch does not write are as they were. */
  private boolean isSame(WorkTable table, WorkTable.Row current) {
    for (int i = 0; i < table.header().size(); i++) {
      String title = table.header().get(i);
      boolean ours = Column.of(title).filter(before::containsKey).isPresent();
      if (!ours && !current.cells().get(i).equals(row.get(title))) {
        return false;
      }
    }
    return true;
  }
}

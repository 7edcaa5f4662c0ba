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
   * Whether a row that held the result shows what was there before it: somebody has saved an older
   * copy over it. Who wants it done once more changes its status alone.
   */
  boolean isOlderCopy(WorkTable table, WorkTable.Row current) {
    String status = table.cell(current, Column.STATUS);
    if (status.equals(wanted().get(Column.STATUS)) || !over(Column.STATUS).contains(status)) {
      return false;
    }
    boolean stamped = false;
    for (Column stamp : List.of(Column.AGENT, Column.LAST_UPDATE)) {
      if (table.index(stamp) >= 0) {
        String cell = table.cell(current, stamp);
        if (cell.equals(wanted().get(stamp)) || !over(stamp).contains(cell)) {
          return false;
        }
        stamped = true;
      }
    }
    return stamped || Status.of(status).filter(Status.RUNNING::equals).isPresent();
  }
}

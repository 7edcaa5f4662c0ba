package orch.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What orch wants, brought together with what people have done to the table meanwhile, cell by
 * cell: a cell that a person has changed stays as the person wants it.
 *
 * @param changes to the table as it is now
 * @param conflicts cells that stay as somebody else has made them
 * @param rows for each row of the earlier table where it is now; -1: it is gone
 */
public record Merge(List<CellChange> changes, List<Conflict> conflicts, int[] rows) {
  /**
   * A cell that somebody else has changed to something else.
   *
   * @param row its row in the earlier table
   * @param column which
   * @param theirs what it holds, and keeps
   * @param ours what orch would have written
   */
  public record Conflict(int row, Column column, String theirs, String ours) {}

  /**
   * Of some edits.
   *
   * @param base the table that they speak of
   * @param now the table as it is now
   */
  public static Merge of(WorkTable base, List<Edit> edits, WorkTable now) {
    int[] rows = Alignment.of(base, now);
    List<CellChange> changes = new ArrayList<>();
    List<Conflict> conflicts = new ArrayList<>();
    for (Edit edit : edits) {
      int there = rows[edit.row()];
      if (there >= 0) {
        merge(edit, there, now, changes, conflicts);
      }
    }
    return new Merge(List.copyOf(changes), List.copyOf(conflicts), rows);
  }

  /** Of one edit whose row is known: without {@code rows}. */
  static Merge ofRow(Edit edit, int there, WorkTable now) {
    List<CellChange> changes = new ArrayList<>();
    List<Conflict> conflicts = new ArrayList<>();
    merge(edit, there, now, changes, conflicts);
    return new Merge(changes, conflicts, new int[0]);
  }

  private static void merge(
      Edit edit, int there, WorkTable now, List<CellChange> changes, List<Conflict> conflicts) {
    WorkTable.Row row = now.rows().get(there);
    for (Map.Entry<Column, Edit.Cell> wanted : edit.cells().entrySet()) {
      int column = now.index(wanted.getKey());
      String ours = wanted.getValue().value();
      String theirs = column < 0 ? ours : row.cells().get(column);
      if (theirs.equals(ours)) {
        continue;
      } else if (wanted.getValue().over().contains(theirs)) {
        changes.add(new CellChange(there, column, ours));
      } else {
        conflicts.add(new Conflict(edit.row(), wanted.getKey(), theirs, ours));
        if (wanted.getKey() == Column.STATUS) {
          // the other cells tell of the status that is not written
          changes.removeIf(change -> change.row() == there);
          return;
        }
      }
    }
  }

  /** Whether the status of a row was left as somebody else has made it. */
  public boolean isStatusTheirs(int row) {
    return conflicts.stream().anyMatch(c -> c.row() == row && c.column() == Column.STATUS);
  }
}

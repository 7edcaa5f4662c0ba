package orch.work;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What orch wants of a row.
 *
 * @param row its index in the table as orch knew it
 * @param cells what they are to hold, by their columns
 */
public record Edit(int row, Map<Column, Cell> cells) {
  /** Copies the cells. */
  public Edit {
    Map<Column, Cell> copy = new EnumMap<>(Column.class);
    copy.putAll(cells);
    cells = copy;
  }

  /**
   * A cell.
   *
   * @param over the values that it may replace: what orch read there, or wrote there before; any
   *     other is a person's
   * @param value what it is to hold
   */
  public record Cell(Set<String> over, String value) {
    /** Copies the values. */
    public Cell {
      over = Set.copyOf(over);
    }
  }
}

package orch.dsl;

import java.nio.file.Path;
import java.util.Map;
import orch.work.Column;
import orch.work.WorkItem;

/** An item of work as a {@code task} block reads it; an empty cell is an empty text. */
public final class ListedItem {
  private final WorkItem item;
  private final Path folder;

  ListedItem(WorkItem item, Path folder) {
    this.item = item;
    this.folder = folder;
  }

  /** What it is about. */
  public String getProject() {
    return item.project();
  }

  /** As it stands in its row. */
  public String getPriority() {
    return item.cell(Column.PRIORITY).strip();
  }

  /** As it stands in its row. */
  public String getStatus() {
    return item.status();
  }

  /** As it stands in its row. */
  public String getAgent() {
    return item.cell(Column.AGENT);
  }

  /** As it stands in its row. */
  public String getLastUpdate() {
    return item.cell(Column.LAST_UPDATE);
  }

  /** As it stands in its row. */
  public String getNextAction() {
    return item.cell(Column.NEXT_ACTION);
  }

  /** As it stands in its row. */
  public String getDeadline() {
    return item.cell(Column.DEADLINE);
  }

  /** As it stands in its row. */
  public String getGpu() {
    return item.cell(Column.GPU);
  }

  /** As it stands in its row. */
  public String getModel() {
    return item.cell(Column.MODEL);
  }

  /** The folder of its project; null where none is named. */
  public String getFolder() {
    return folder == null ? null : folder.toString();
  }

  /** Where its row begins, from 1. */
  public int getLine() {
    return item.line();
  }

  /** All its cells by the titles of the header. */
  public Map<String, String> getCells() {
    return item.cells();
  }

  /** The cell of any column by its title; null where there is none. */
  public String getAt(String title) {
    return item.cells().get(title);
  }

  @Override
  public String toString() {
    return "item of line " + item.line() + ": " + item.project();
  }
}

package orch.work;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that was decided about a list of work.
 *
 * @param at when
 * @param line where the row of the item begins; 0: it is about no row, or one that is gone
 * @param project of the item; empty: it is about the list, or the row cannot be read
 * @param task the id of the item's task; empty: it has none
 * @param status that the item comes to by it; empty: none
 * @param text what and why, as people read it
 */
public record Decision(
    Instant at, int line, String project, String task, String status, String text) {
  /** Its text in one line, after its time. */
  public String logged() {
    return at.truncatedTo(ChronoUnit.MILLIS) + "  " + text.replace("\n", " ");
  }
}

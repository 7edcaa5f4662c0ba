package orch.work;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import orch.task.Task;
import orch.task.TaskService;
import orch.task.TaskState;

/** What has come of the tasks of items, and how it gets into the table. Used by one thread. */
final class Outcomes {
  private final WorkSource source;
  private final TaskService tasks;
  private final Clock clock;
  private final Decisions decisions;
  private final Ledger ledger;
  private Instant writeAgain = Instant.MIN;
  private String held = "";
  private int done;
  private int failed;

  Outcomes(WorkSource source, TaskService tasks, Clock clock, Decisions decisions, Ledger ledger) {
    this.source = source;
    this.tasks = tasks;
    this.clock = clock;
    this.decisions = decisions;
    this.ledger = ledger;
  }

  /** How many items have come to Done. */
  int done() {
    return done;
  }

  /** How many have come to Failed or Blocked. */
  int failed() {
    return failed;
  }

  /** Whether there is a result that could be written now. */
  boolean isDue() {
    return held.isEmpty()
        && ledger.places().stream().anyMatch(p -> p.entry().phase() == Entry.Phase.ENDED);
  }

  /** Looks what has become of the tasks. */
  void follow() {
    for (Ledger.Place place : ledger.places()) {
      if (place.entry().phase() == Entry.Phase.ACTIVE) {
        Optional<Task> task = tasks.lookup(place.entry().task());
        if (task.isEmpty()) {
          putBack(place);
        } else if (task.get().state().isFinal()) {
          end(place, task.get());
        }
      }
    }
  }

  /** An orch died after it had noted the item down and before its task was there. */
  private void putBack(Ledger.Place place) {
    Entry entry = place.entry();
    decide(
        place,
        entry.before().getOrDefault(Column.STATUS, ""),
        "goes back as it was: orch ended before task " + entry.task() + " was submitted");
    place.become(entry.ended(entry.before(), clock.instant()));
    ledger.save();
  }

  private void end(Ledger.Place place, Task task) {
    Status status =
        switch (task.state()) {
          case SUCCEEDED -> Status.DONE;
          case CANCELLED, KILLED -> Status.BLOCKED;
          default -> Status.FAILED;
        };
    Map<Column, String> result = said(status, task.id());
    String action = nextAction(place);
    if (status == Status.DONE && Marks.isLogs(action)) {
      result.put(Column.NEXT_ACTION, "");
    } else if (status == Status.FAILED && (action.isBlank() || Marks.isLogs(action))) {
      result.put(Column.NEXT_ACTION, Marks.logs(task.id()));
    }
    place.become(place.entry().ended(result, clock.instant()));
    ledger.save();
    writeAgain = Instant.MIN;
    held = "";
    done += status == Status.DONE ? 1 : 0;
    failed += status == Status.DONE ? 0 : 1;
    String why = task.state().word() + ", " + task.result().reason();
    decide(place, status.word(), "is " + status.word() + ": task " + task.id() + " " + why);
    if (task.state() == TaskState.CANCELLED || task.state() == TaskState.KILLED) {
      decide(place, "is not tried again: a person ended its task; Pending lets it begin anew");
    }
  }

  private String nextAction(Ledger.Place place) {
    WorkTable table = ledger.table().orElse(null);
    return table == null || place.row() < 0
        ? place.entry().before().getOrDefault(Column.NEXT_ACTION, "")
        : table.cell(table.rows().get(place.row()), Column.NEXT_ACTION);
  }

  /** What the cells of an item are to hold. */
  Map<Column, String> said(Status status, String task) {
    Map<Column, String> cells = new EnumMap<>(Column.class);
    cells.put(Column.STATUS, status.word());
    cells.put(Column.AGENT, Marks.agent(task));
    cells.put(Column.LAST_UPDATE, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return cells;
  }

  /** Writes what the table does not show yet. */
  void write() {
    WorkTable table = ledger.table().orElseThrow();
    List<Edit> edits = new ArrayList<>();
    for (Ledger.Place place : ledger.places()) {
      if (place.row() >= 0 && isDue(place, table)) {
        edits.add(place.entry().edit(place.row()));
      } else if (place.row() < 0 && place.entry().phase() == Entry.Phase.ENDED) {
        decide(place, "has no row any more; its result is not written");
        finish(place);
      }
    }
    if (!edits.isEmpty() && !writeAgain.isAfter(clock.instant())) {
      write(edits);
    }
    for (Ledger.Place place : ledger.places()) {
      boolean shown = place.row() >= 0 && !isDue(place, ledger.table().orElseThrow());
      if (place.entry().phase() == Entry.Phase.ENDED && shown) {
        finish(place);
      }
    }
  }

  /** Its result is in the table. What was put back is as if it had never begun. */
  private void finish(Ledger.Place place) {
    if (place.entry().wanted().equals(place.entry().before())) {
      ledger.remove(place);
    } else {
      place.written();
      ledger.save();
    }
  }

  /** Whether the table shows something else than is wanted, which is not a person's. */
  private boolean isDue(Ledger.Place place, WorkTable table) {
    Entry entry = place.entry();
    WorkTable.Row row = table.rows().get(place.row());
    if (entry.phase() == Entry.Phase.WRITTEN
        && !entry.isOlderCopy(table, row, place.isJustWritten())) {
      return false;
    }
    Merge merge = Merge.ofRow(entry.edit(place.row()), place.row(), table);
    for (Merge.Conflict conflict : merge.conflicts()) {
      String text =
          conflict.column().title()
              + " stays '"
              + conflict.theirs()
              + "', as somebody has made it; orch would have written '"
              + conflict.ours()
              + "'";
      if (place.isNews(text)) {
        decide(place, text);
      }
    }
    boolean due = !merge.changes().isEmpty();
    if (due && entry.phase() == Entry.Phase.ACTIVE && held.isEmpty()) {
      String text = "was set back in the table; its task runs, so the table says that again";
      if (place.isNews(text)) {
        decide(place, text);
      }
    }
    if (due && entry.phase() == Entry.Phase.WRITTEN) {
      decide(place, "is written once more: an older copy of the table was saved over it");
    }
    return due;
  }

  private void write(List<Edit> edits) {
    WorkSource.Written written = source.write(ledger.table().orElseThrow(), edits);
    if (written instanceof WorkSource.Written.Merged merged) {
      merged(merged);
    } else if (written instanceof WorkSource.Written.Later later) {
      later(later.why());
    }
  }

  /** The table has been written. */
  void merged(WorkSource.Written.Merged merged) {
    ledger.written(merged);
    held = "";
  }

  /** The table could not be written. */
  void later(String why) {
    writeAgain = clock.instant().plusSeconds(1);
    if (!held.equals(why)) {
      decisions.add(source.name() + " is not written now: " + why + "; orch tries again");
    }
    held = why;
  }

  /** Notes a decision about an item, whose status stays. */
  void decide(Ledger.Place place, String text) {
    decide(place, "", text);
  }

  /** Notes a decision about an item, by which it comes to a status. */
  void decide(Ledger.Place place, String status, String text) {
    int line =
        place.row() < 0 || ledger.table().isEmpty()
            ? 0
            : ledger.table().get().rows().get(place.row()).line();
    Entry entry = place.entry();
    decisions.add(line, entry.project(), entry.task(), status, at(line, entry.project()) + text);
  }

  /** How an item is called in decisions. */
  static String at(int line, String project) {
    return (line > 0 ? "line " + line + ": " : "") + project + " ";
  }
}

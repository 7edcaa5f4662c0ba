package orch.work;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import orch.model.OrchException;
import orch.task.Task;
import orch.task.TaskService;
import orch.task.TaskSpec;
import orch.task.TaskState;

/**
 * What is done about a list again and again: what its tasks have come to is written, and those
 * whose turn it is begin. An item is noted in the journal first, then it is Running in the table,
 * then its task is submitted: whatever dies in between, none is begun twice. Used by one thread.
 */
final class WorkRound {
  /** How many new reasons to wait are noted one by one. */
  private static final int MOST_NOTED = 50;

  private final WorkSource source;
  private final TaskService tasks;
  private final Terms terms;
  private final Function<WorkItem, TaskSpec> describer;
  private final Clock clock;
  private final Decisions decisions;
  private final Ledger ledger;
  private final Map<String, String> refused = new HashMap<>();
  private final Set<String> noted = new HashSet<>();
  private Schedule schedule;
  private Schedule lastNoted;
  private Instant scheduled = Instant.MIN;
  private Instant writeAgain = Instant.MIN;
  private String held = "";
  private int done;
  private int failed;

  WorkRound(
      WorkSource source,
      TaskService tasks,
      Terms terms,
      Function<WorkItem, TaskSpec> describer,
      Clock clock,
      Decisions decisions,
      Ledger ledger) {
    this.source = source;
    this.tasks = tasks;
    this.terms = terms;
    this.describer = describer;
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

  /** How many rows of the table cannot be worked. */
  int unreadable() {
    return schedule().problems().size() + refused.size();
  }

  /** The table has been read anew. */
  void take(WorkTable fresh) {
    ledger.take(fresh);
    schedule = null;
  }

  /** Whether nothing runs, and nothing can be begun or written now. */
  boolean isIdle() {
    boolean unwritten =
        ledger.places().stream().anyMatch(p -> p.entry().phase() == Entry.Phase.ENDED);
    return ledger.active() == 0 && next().isEmpty() && (!unwritten || !held.isEmpty());
  }

  /** Does all that can be done now. */
  void run() {
    tasks.check();
    follow();
    if (ledger.table().isPresent()) {
      write();
      note();
      while (ledger.active() < terms.atOnce()) {
        Optional<WorkItem> next = next();
        if (next.isEmpty()) {
          break;
        }
        begin(next.get());
      }
    }
    ledger.forget(clock.instant());
    if (ledger.active() > 0) {
      tasks.recover();
    }
  }

  private Schedule schedule() {
    Instant now = clock.instant();
    if (schedule == null || scheduled.plus(terms.every()).isBefore(now)) {
      schedule = Schedule.of(ledger.table().orElseThrow(), terms.projects(), now, terms.zone());
      scheduled = now;
    }
    return schedule;
  }

  private Optional<WorkItem> next() {
    return ledger.table().isEmpty()
        ? Optional.empty()
        : schedule().ready().stream().filter(this::isFree).findFirst();
  }

  private boolean isFree(WorkItem item) {
    return ledger
            .at(item.index())
            .filter(place -> place.entry().phase() != Entry.Phase.WRITTEN)
            .isEmpty()
        && !refused.containsKey(item.cells().toString());
  }

  /** Looks what has become of the tasks. */
  private void follow() {
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
    decide(place, "goes back as it was: orch ended before task " + entry.task() + " was submitted");
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
    done += status == Status.DONE ? 1 : 0;
    failed += status == Status.DONE ? 0 : 1;
    String why = task.state().word() + ", " + task.result().reason();
    decide(place, "is " + status.word() + ": task " + task.id() + " " + why);
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

  private Map<Column, String> said(Status status, String task) {
    Map<Column, String> cells = new EnumMap<>(Column.class);
    cells.put(Column.STATUS, status.word());
    cells.put(Column.AGENT, Marks.agent(task));
    cells.put(Column.LAST_UPDATE, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    return cells;
  }

  /** Writes what the table does not show yet. */
  private void write() {
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

  private void merged(WorkSource.Written.Merged merged) {
    ledger.written(merged);
    schedule = null;
    held = "";
  }

  private void later(String why) {
    writeAgain = clock.instant().plusSeconds(1);
    if (!held.equals(why)) {
      decisions.add(source.name() + " is not written now: " + why + "; orch tries again");
    }
    held = why;
  }

  private void begin(WorkItem item) {
    TaskSpec spec;
    try {
      spec = describer.apply(item);
    } catch (OrchException.BadInput e) {
      refused.put(item.cells().toString(), e.getMessage());
      decisions.add(at(item.line(), item.project()) + "cannot be worked: " + e.getMessage());
      return;
    }
    WorkTable table = ledger.table().orElseThrow();
    WorkTable.Row row = table.rows().get(item.index());
    int ready = (int) schedule().ready().stream().filter(this::isFree).count();
    String id = tasks.reserve();
    Map<Column, String> before = new EnumMap<>(Column.class);
    for (Column written :
        List.of(Column.STATUS, Column.AGENT, Column.LAST_UPDATE, Column.NEXT_ACTION)) {
      before.put(written, table.cell(row, written));
    }
    Entry entry =
        new Entry(
            id,
            item.project(),
            item.cells(),
            before,
            List.of(said(Status.RUNNING, id)),
            Entry.Phase.ACTIVE,
            clock.instant());
    Ledger.Place place = new Ledger.Place(entry, item.index());
    ledger.add(place);
    WorkSource.Written written = source.write(table, List.of(entry.edit(item.index())));
    if (written instanceof WorkSource.Written.Merged merged) {
      boolean theirs = merged.merge().isStatusTheirs(item.index());
      merged(merged);
      if (theirs || place.row() < 0) {
        ledger.remove(place);
        decide(place, "is not begun: somebody has changed or removed its row this moment");
        return;
      }
    } else if (written instanceof WorkSource.Written.Later later) {
      later(later.why());
    }
    tasks.submit(id, spec);
    ledger.save();
    decide(place, "begins as task " + id + ": " + why(item, ready));
  }

  private static String why(WorkItem item, int ready) {
    String priority = item.priority().map(number -> "priority " + number).orElse("no priority");
    String deadline = item.cell(Column.DEADLINE).strip();
    return priority
        + (deadline.isEmpty() ? "" : ", deadline " + deadline)
        + ", the first of "
        + ready
        + " that can begin";
  }

  /** Notes what is not worked and why, each once. */
  private void note() {
    Schedule now = schedule();
    if (now == lastNoted) {
      return;
    }
    lastNoted = now;
    List<String> all = new ArrayList<>();
    for (WorkTable.Problem problem : now.problems()) {
      all.add("cannot be worked: " + problem.at());
    }
    now.waiting()
        .forEach((item, why) -> all.add(at(item.line(), item.project()) + "waits: " + why));
    List<String> fresh = all.stream().filter(text -> !noted.contains(text)).toList();
    fresh.stream().limit(MOST_NOTED).forEach(decisions::add);
    if (fresh.size() > MOST_NOTED) {
      decisions.add(
          (fresh.size() - MOST_NOTED) + " more wait or cannot be worked: orch work status");
    }
    noted.clear();
    noted.addAll(all);
  }

  private void decide(Ledger.Place place, String text) {
    int line =
        place.row() < 0 || ledger.table().isEmpty()
            ? 0
            : ledger.table().get().rows().get(place.row()).line();
    decisions.add(at(line, place.entry().project()) + text);
  }

  private static String at(int line, String project) {
    return (line > 0 ? "line " + line + ": " : "") + project + " ";
  }
}

package orch.work;

import java.time.Clock;
import java.time.Instant;
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
import orch.task.TaskService;
import orch.task.TaskSpec;

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
  private final Outcomes outcomes;
  private final Set<String> refused = new HashSet<>();
  private final Map<String, String> refusals = new HashMap<>();
  private final Set<String> noted = new HashSet<>();
  private Schedule schedule;
  private Schedule lastNoted;
  private Instant scheduled = Instant.MIN;

  WorkRound(
      WorkSource source,
      TaskService tasks,
      Terms terms,
      Function<WorkItem, TaskSpec> describer,
      Clock clock,
      Decisions decisions,
      Ledger ledger,
      Outcomes outcomes) {
    this.source = source;
    this.tasks = tasks;
    this.terms = terms;
    this.describer = describer;
    this.clock = clock;
    this.decisions = decisions;
    this.ledger = ledger;
    this.outcomes = outcomes;
  }

  /** How many rows of the table cannot be worked. */
  int unreadable() {
    return schedule().problems().size() + refused.size();
  }

  /** The table has been read anew. */
  void take(WorkTable fresh) {
    ledger.take(fresh);
    refused.clear();
    schedule = null;
  }

  /** Whether nothing runs, and nothing can be begun or written now. */
  boolean isIdle() {
    return ledger.active() == 0 && next().isEmpty() && !outcomes.isDue();
  }

  /** Does all that can be done now. */
  void run() {
    tasks.check();
    outcomes.follow();
    if (ledger.table().isPresent()) {
      WorkTable before = ledger.table().get();
      outcomes.write();
      if (ledger.table().get() != before) {
        schedule = null;
      }
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
        && !refused.contains(item.cells().toString());
  }

  private void begin(WorkItem item) {
    TaskSpec spec;
    try {
      spec = describer.apply(item);
    } catch (OrchException.BadInput e) {
      // tried again when the table changes, and told again when it is something else
      refused.add(item.cells().toString());
      if (e.getMessage().equals(refusals.put(item.cells().toString(), e.getMessage()))) {
        return;
      }
      String text = Outcomes.at(item.line(), item.project()) + "cannot be worked: ";
      decisions.add(item.line(), item.project(), "", "", text + e.getMessage());
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
            List.of(outcomes.said(Status.RUNNING, id)),
            Entry.Phase.ACTIVE,
            clock.instant());
    Ledger.Place place = new Ledger.Place(entry, item.index());
    ledger.add(place);
    WorkSource.Written written = source.write(table, List.of(entry.edit(item.index())));
    if (written instanceof WorkSource.Written.Merged merged) {
      boolean theirs = merged.merge().isStatusTheirs(item.index());
      outcomes.merged(merged);
      schedule = null;
      if (theirs || place.row() < 0) {
        ledger.remove(place);
        outcomes.decide(place, "is not begun: somebody has changed or removed its row this moment");
        return;
      }
    } else if (written instanceof WorkSource.Written.Later later) {
      outcomes.later(later.why());
    }
    tasks.submit(id, spec);
    ledger.save();
    outcomes.decide(place, Status.RUNNING.word(), "begins as task " + id + ": " + why(item, ready));
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

  /** Why a row is not worked. */
  private record Note(int line, String project, String text) {}

  /** Notes what is not worked and why, each once. */
  private void note() {
    Schedule now = schedule();
    if (now == lastNoted) {
      return;
    }
    lastNoted = now;
    List<Note> all = new ArrayList<>();
    for (WorkTable.Problem problem : now.problems()) {
      all.add(new Note(problem.line(), "", "cannot be worked: " + problem.at()));
    }
    now.waiting()
        .forEach(
            (item, why) -> {
              String text = Outcomes.at(item.line(), item.project()) + "waits: " + why;
              all.add(new Note(item.line(), item.project(), text));
            });
    List<Note> fresh = all.stream().filter(note -> !noted.contains(note.text())).toList();
    fresh.stream()
        .limit(MOST_NOTED)
        .forEach(note -> decisions.add(note.line(), note.project(), "", "", note.text()));
    if (fresh.size() > MOST_NOTED) {
      decisions.add(
          (fresh.size() - MOST_NOTED) + " more wait or cannot be worked: orch work status");
    }
    noted.clear();
    all.forEach(note -> noted.add(note.text()));
  }
}

package orch.work;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * In which order the items of a table are worked off, and why some are not: the lowest priority
 * first, then the earliest deadline, then as they stand in the table.
 *
 * @param ready whose turn comes, in this order
 * @param waiting that will be worked later: why, by item
 * @param problems rows that cannot be read, by line
 * @param counts of items by their status as it stands there
 */
public record Schedule(
    List<WorkItem> ready,
    Map<WorkItem, String> waiting,
    List<WorkTable.Problem> problems,
    Map<String, Integer> counts) {
  private static final Comparator<WorkItem> ORDER =
      Comparator.<WorkItem, Boolean>comparing(item -> item.priority().isEmpty())
          .thenComparing(item -> item.priority().orElse(java.math.BigDecimal.ZERO))
          .thenComparing(item -> item.deadline().orElse(Instant.MAX))
          .thenComparing(WorkItem::index);

  /**
   * That of a table.
   *
   * @param projects with a folder; empty: all are welcome
   * @param now later moments in Last Update hold items back
   * @param zone in which dates without a zone are meant
   */
  public static Schedule of(WorkTable table, Set<String> projects, Instant now, ZoneId zone) {
    List<WorkItem> ready = new ArrayList<>();
    Map<WorkItem, String> waiting = new LinkedHashMap<>();
    List<WorkTable.Problem> problems = new ArrayList<>(table.problems());
    Map<String, Integer> counts = new TreeMap<>();
    for (int index = 0; index < table.rows().size(); index++) {
      String status = table.cell(table.rows().get(index), Column.STATUS).strip();
      Optional<Status> known = Status.of(status);
      counts.merge(known.map(Status::word).orElse(status), 1, Integer::sum);
      if (known.isEmpty() || known.get() == Status.RUNNING || known.get() == Status.DONE) {
        continue;
      }
      try {
        WorkItem item = WorkItem.of(table, index, zone);
        switch (known.get()) {
          case BLOCKED -> waiting.put(item, "it is Blocked");
          case PENDING -> pending(item, projects, now, ready, waiting, problems);
          default -> {
            // it has ended
          }
        }
      } catch (WorkItem.Unreadable e) {
        problems.add(e.problem());
      }
    }
    ready.sort(ORDER);
    problems.sort(Comparator.comparingInt(WorkTable.Problem::line));
    return new Schedule(ready, waiting, problems, counts);
  }

  private static void pending(
      WorkItem item,
      Set<String> projects,
      Instant now,
      List<WorkItem> ready,
      Map<WorkItem, String> waiting,
      List<WorkTable.Problem> problems) {
    if (item.heldUntil().filter(now::isBefore).isPresent()) {
      waiting.put(item, "its Last Update is to come: " + item.cell(Column.LAST_UPDATE).strip());
    } else if (!projects.isEmpty() && !projects.contains(item.project())) {
      String near = orch.model.Names.didYouMean(item.project(), projects);
      problems.add(
          new WorkTable.Problem(
              item.line(), 0, "project '" + item.project() + "' has no folder" + near));
    } else {
      ready.add(item);
    }
  }
}

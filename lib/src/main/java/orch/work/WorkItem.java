package orch.work;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A row as an item of work.
 *
 * @param index of its row in the table
 * @param line where it stands in its source, from 1
 * @param project what it is about; not empty
 * @param priority lowest first; empty: behind all others
 * @param status as it stands there
 * @param heldUntil its Last Update: a moment to come holds it back
 * @param deadline orders items of the same priority; a date means its end
 * @param cells all of its row by the titles of the header
 */
public record WorkItem(
    int index,
    int line,
    String project,
    Optional<BigDecimal> priority,
    String status,
    Optional<Instant> heldUntil,
    Optional<Instant> deadline,
    Map<String, String> cells) {
  /** Copies the cells. */
  public WorkItem {
    cells = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(cells));
  }

  /** A row that cannot be read as an item. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient WorkTable.Problem problem;

    Unreadable(WorkTable.Problem problem) {
      super(problem.at());
      this.problem = problem;
    }

    WorkTable.Problem problem() {
      return problem;
    }
  }

  /** The cell of a column that orch knows; empty where there is none. */
  public String cell(Column column) {
    String plain = Column.plain(column.title());
    return cells.entrySet().stream()
        .filter(cell -> Column.plain(cell.getKey()).equals(plain))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** Its status, if it is one of those that orch knows, whatever its capitals. */
  public Optional<Status> known() {
    return Status.of(status);
  }

  /**
   * Reads a row.
   *
   * @param zone in which dates without a zone are meant
   * @throws Unreadable when a cell does not hold what its column needs
   */
  static WorkItem of(WorkTable table, int index, ZoneId zone) throws Unreadable {
    WorkTable.Row row = table.rows().get(index);
    String project = table.cell(row, Column.PROJECT).strip();
    if (project.isEmpty()) {
      throw unreadable(table, row, Column.PROJECT, "it names no project");
    }
    Map<String, String> cells = new LinkedHashMap<>();
    for (int i = 0; i < table.header().size(); i++) {
      cells.putIfAbsent(table.header().get(i), row.cells().get(i));
    }
    return new WorkItem(
        index,
        row.line(),
        project,
        priority(table, row),
        table.cell(row, Column.STATUS).strip(),
        moment(table, row, Column.LAST_UPDATE, zone, LocalTime.MIN),
        moment(table, row, Column.DEADLINE, zone, LocalTime.MAX),
        cells);
  }

  private static Optional<BigDecimal> priority(WorkTable table, WorkTable.Row row)
      throws Unreadable {
    String text = table.cell(row, Column.PRIORITY).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    } else if (!text.matches("[+-]?\\d{1,18}(\\.\\d{1,18})?")) {
      throw unreadable(table, row, Column.PRIORITY, "'" + text + "' is no number");
    }
    return Optional.of(new BigDecimal(text));
  }

  private static Optional<Instant> moment(
      WorkTable table, WorkTable.Row row, Column column, ZoneId zone, LocalTime ofDay)
      throws Unreadable {
    String text = table.cell(row, column).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(moment(text, zone, ofDay));
    } catch (DateTimeException e) {
      String problem = "'" + text + "' is no date like 2026-12-24 or 2026-12-24T18:00";
      throw unreadable(table, row, column, problem);
    }
  }

  /** A moment as ISO 8601 writes it; a blank may stand for the T. */
  private static Instant moment(String written, ZoneId zone, LocalTime ofDay) {
    String text = written.toUpperCase(Locale.ROOT).replaceFirst("(?<=\\d) (?=\\d)", "T");
    if (!text.contains("T")) {
      return LocalDate.parse(text).atTime(ofDay).atZone(zone).toInstant();
    } else if (text.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)$")) {
      String colon = text.replaceFirst("([+-]\\d\\d)(\\d\\d)$", "$1:$2");
      return OffsetDateTime.parse(colon).toInstant();
    }
    return LocalDateTime.parse(text).atZone(zone).toInstant();
  }

  private static Unreadable unreadable(
      WorkTable table, WorkTable.Row row, Column column, String problem) {
    int number = table.index(column) + 1;
    return new Unreadable(
        new WorkTable.Problem(row.line(), number, column.title() + ": " + problem));
  }
}

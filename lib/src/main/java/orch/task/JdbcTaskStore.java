package orch.task;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tasks in a database: SQLite, whose file only this machine has, or PostgreSQL, which several
 * share. One connection, used by one thread at a time.
 */
final class JdbcTaskStore implements TaskStore {
  /** So long a machine on a shared store counts as at work after it last said so. */
  static final Duration LEASE = Duration.ofSeconds(60);

  /** By the server's clock: those of the machines may differ. */
  private static final String NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

  private static final String OPEN = "state IN ('queued', 'pulling', 'starting', 'running')";

  private static final String ACTIVE = "state IN ('pulling', 'starting', 'running')";
  private static final String ENDED = "state NOT IN ('queued', 'pulling', 'starting', 'running')";

  private final Database database;
  private final Clock clock;
  private final String id;

  JdbcTaskStore(Database database, Clock clock, String id) {
    this.database = database;
    this.clock = clock;
    this.id = id;
  }

  private <T> T within(Sql.Work<T> work) {
    return database.within(work);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean isShared() {
    return database.isShared();
  }

  @Override
  public void add(Task task) {
    within(
        connection -> {
          TaskRows.insert(connection, task);
          note(connection, Optional.empty(), task);
          return null;
        });
  }

  private void note(Connection connection, Optional<TaskState> from, Task task)
      throws SQLException {
    Sql.tell(
        connection,
        "INSERT INTO transition (task, number, from_state, to_state, at, attempt, cause) SELECT ?,"
            + " COALESCE(MAX(number), 0) + 1, CAST(? AS TEXT), ?, CAST(? AS BIGINT),"
            + " CAST(? AS INTEGER), ? FROM transition WHERE task = ?",
        task.id(),
        from.map(TaskState::word).orElse(null),
        task.state().word(),
        clock.millis(),
        task.attempt(),
        task.result().reason(),
        task.id());
  }

  @Override
  public Optional<Task> take(String owner, String engine, long freeMemory) {
    return within(
        connection -> {
          // the one whose turn it is: a small one behind it does not overtake, or it never came
          Optional<Task> first =
              Sql.ask(
                      connection,
                      TaskRows::task,
                      "SELECT * FROM task WHERE state = 'queued' AND not_before <= ? AND (engine ="
                          + " '' OR engine = ?) AND wish IS NULL ORDER BY id LIMIT 1"
                          + (isShared() ? " FOR UPDATE SKIP LOCKED" : ""),
                      clock.millis(),
                      engine)
                  .stream()
                  .findFirst()
                  .filter(task -> task.spec().memory() <= freeMemory);
          if (first.isEmpty()) {
            return first;
          }
          Task taken = first.get().taken(owner, engine);
          Task told = taken.in(TaskState.PULLING, taken.result().because("its turn came"));
          change(connection, first.get(), told);
          return Optional.of(told);
        });
  }

  /** The end of a lease that begins now, in SQL. */
  private String lease() {
    return isShared() ? NOW + " + " + LEASE.toMillis() : "0";
  }

  private void change(Connection connection, Task before, Task after) throws SQLException {
    if (!before.state().next().contains(after.state())) {
      throw new IllegalArgumentException(before.state() + " never leads to " + after.state());
    }
    if (TaskRows.update(connection, before, after, lease()) != 1) {
      throw new Moved(before.id());
    }
    note(connection, Optional.of(before.state()), after);
  }

  @Override
  public void move(Task before, Task... after) {
    within(
        connection -> {
          Task now = before;
          for (Task step : after) {
            change(connection, now, step);
            now = step;
          }
          return null;
        });
  }

  @Override
  public void wish(String taskId, Task.Wish wish) {
    within(
        connection ->
            Sql.tell(
                connection,
                // force once wished for is not taken back by a softer wish
                "UPDATE task SET wish = ? WHERE id = ? AND (wish IS NULL OR wish <> 'KILL') AND "
                    + OPEN,
                wish.name(),
                taskId));
  }

  @Override
  public Optional<Task> find(String taskId) {
    return ask("SELECT * FROM task WHERE id = ?", taskId).stream().findFirst();
  }

  private List<Task> ask(String sql, Object... values) {
    return database.reading(connection -> Sql.ask(connection, TaskRows::task, sql, values));
  }

  @Override
  public List<String> idsLike(String beginning) {
    return database.reading(
        connection ->
            Sql.ask(
                connection,
                row -> row.getString(1),
                // no upper end: a database may sort letters and signs as its country does
                "SELECT id FROM task WHERE id >= ? AND substr(id, 1, ?) = ? ORDER BY id LIMIT 20",
                beginning,
                beginning.length(),
                beginning));
  }

  @Override
  public List<Transition> history(String taskId) {
    return database.reading(
        connection ->
            Sql.ask(
                connection,
                TaskRows::transition,
                "SELECT * FROM transition WHERE task = ? ORDER BY number",
                taskId));
  }

  @Override
  public List<TaskStep> stepsSince(Instant moment) {
    return database.reading(
        connection ->
            Sql.ask(
                connection,
                TaskRows::step,
                "SELECT transition.*, task.name FROM transition JOIN task ON task.id ="
                    + " transition.task WHERE at >= ? ORDER BY at, task.id, number",
                moment.toEpochMilli()));
  }

  @Override
  public List<Task> list(Set<TaskState> states) {
    String of = states.stream().map(s -> "'" + s.word() + "'").collect(Collectors.joining(", "));
    return ask(
        "SELECT * FROM task WHERE archived = 0"
            + (states.isEmpty() ? "" : " AND state IN (" + of + ")")
            + " ORDER BY id");
  }

  @Override
  public List<Task> archived(int most) {
    return ask("SELECT * FROM task WHERE archived = 1 ORDER BY id DESC LIMIT ?", most);
  }

  @Override
  public List<Task> wishes(String owner) {
    return ask(
        "SELECT * FROM task WHERE "
            + OPEN
            + " AND wish IS NOT NULL AND (state = 'queued' OR owner = ?)",
        owner);
  }

  @Override
  public int archive(Duration older) {
    long latest = clock.instant().minus(older).toEpochMilli();
    return within(
        connection ->
            Sql.tell(
                connection,
                "UPDATE task SET archived = 1 WHERE archived = 0 AND "
                    + ENDED
                    + " AND (SELECT MAX(at) FROM transition WHERE transition.task = task.id) <= ?",
                latest));
  }

  @Override
  public int archive(Collection<String> taskIds) {
    return within(
        connection -> {
          int changed = 0;
          for (String taskId : taskIds) {
            changed +=
                Sql.tell(
                    connection, "UPDATE task SET archived = 1 WHERE id = ? AND " + ENDED, taskId);
          }
          return changed;
        });
  }

  @Override
  public void keep(String owner, Duration lease) {
    if (isShared()) {
      within(
          connection ->
              Sql.tell(
                  connection,
                  "UPDATE task SET lease = " + NOW + " + ? WHERE owner = ? AND " + ACTIVE,
                  lease.toMillis(),
                  owner));
    }
  }

  @Override
  public List<Task> activeOf(String owner, String engine) {
    return ask(
        "SELECT * FROM task WHERE " + ACTIVE + " AND owner = ? AND engine = ? ORDER BY id",
        owner,
        engine);
  }

  @Override
  public boolean hasWork(String owner, String engine) {
    return !database
            .reading(
                connection ->
                    Sql.ask(
                        connection,
                        row -> row.getString(1),
                        "SELECT id FROM task WHERE "
                            + OPEN
                            + " AND (engine = '' OR engine = ?) AND (state = 'queued' OR owner = ?)"
                            + " LIMIT 1",
                        engine,
                        owner))
            .isEmpty()
        || !abandoned(owner).isEmpty();
  }

  @Override
  public List<Task> abandoned(String owner) {
    return isShared()
        ? ask("SELECT * FROM task WHERE owner <> ? AND lease < " + NOW + " AND " + ACTIVE, owner)
        : List.of();
  }

  @Override
  public boolean answers() {
    return database.answers();
  }

  @Override
  public void hurry() {
    database.hurry();
  }

  @Override
  public void close() {
    database.close();
  }
}

package orch.task;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Tasks and their history as rows. */
final class TaskRows {
  private TaskRows() {}

  static void insert(Connection connection, Task task) throws SQLException {
    Sql.tell(
        connection,
        "INSERT INTO task (id, name, state, attempt, failures, archived, queued_at, not_before,"
            + " owner, lease, engine, memory, image, container, out_of_memory, log, reason, spec)"
            + " VALUES (?, ?, ?, ?, ?, 0, ?, ?, '', 0, ?, ?, '', '', 0, '', ?, ?)",
        task.id(),
        task.name(),
        task.state().word(),
        task.attempt(),
        task.failures(),
        task.queuedAt().toEpochMilli(),
        task.notBefore().toEpochMilli(),
        task.engine(),
        task.spec().memory(),
        task.result().reason(),
        SpecText.write(task.spec()));
  }

  /**
   * Writes all that changes but the wish, which others write: it only goes when a person has the
   * task tried again.
   *
   * @param lease its end, in SQL
   * @return 1, or 0 when it is no longer as before
   */
  static int update(Connection connection, Task before, Task after, String lease)
      throws SQLException {
    Task.Result result = after.result();
    boolean again = after.state() == TaskState.QUEUED && before.state().isFinal();
    // a wish that came while it failed is for its retry too; a person who asks anew takes it back
    boolean anew = again && after.failures() == 0;
    return Sql.tell(
        connection,
        "UPDATE task SET state = ?, attempt = ?, failures = ?, not_before = ?, owner = ?, lease = "
            + lease
            + ", engine = ?, image = ?, container = ?, exit_code = CAST(? AS INTEGER),"
            + " out_of_memory = ?, log = ?, started_at = CAST(? AS BIGINT), ended_at = CAST(? AS"
            + " BIGINT), reason = ?"
            + (again ? ", archived = 0" : "")
            + (anew ? ", wish = NULL" : "")
            + " WHERE id = ? AND state = ? AND attempt = ? AND owner = ?",
        after.state().word(),
        after.attempt(),
        after.failures(),
        after.notBefore().toEpochMilli(),
        after.owner(),
        after.engine(),
        result.image(),
        result.container(),
        result.exitCode().orElse(null),
        result.outOfMemory() ? 1 : 0,
        result.log(),
        result.started().map(Instant::toEpochMilli).orElse(null),
        result.ended().map(Instant::toEpochMilli).orElse(null),
        result.reason(),
        before.id(),
        before.state().word(),
        before.attempt(),
        before.owner());
  }

  static Task task(ResultSet row) throws SQLException {
    String wish = row.getString("wish");
    int exitCode = row.getInt("exit_code");
    Optional<Integer> ended = row.wasNull() ? Optional.empty() : Optional.of(exitCode);
    return new Task(
        row.getString("id"),
        SpecText.read(row.getString("spec")),
        TaskState.of(row.getString("state")).orElseThrow(),
        row.getInt("attempt"),
        row.getInt("failures"),
        Optional.ofNullable(wish).map(Task.Wish::valueOf),
        row.getInt("archived") == 1,
        Instant.ofEpochMilli(row.getLong("queued_at")),
        Instant.ofEpochMilli(row.getLong("not_before")),
        row.getString("owner"),
        row.getString("engine"),
        new Task.Result(
            row.getString("image"),
            row.getString("container"),
            ended,
            row.getInt("out_of_memory") == 1,
            row.getString("log"),
            moment(row, "started_at"),
            moment(row, "ended_at"),
            row.getString("reason")));
  }

  private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  static Transition transition(ResultSet row) throws SQLException {
    String from = row.getString("from_state");
    return new Transition(
        Optional.ofNullable(from).flatMap(TaskState::of),
        TaskState.of(row.getString("to_state")).orElseThrow(),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getInt("attempt"),
        row.getString("cause"));
  }

  static TaskStep step(ResultSet row) throws SQLException {
    return new TaskStep(
        row.getString("task"), row.getString("name"), row.getInt("number"), transition(row));
  }
}

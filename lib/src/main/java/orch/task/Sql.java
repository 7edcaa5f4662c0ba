package orch.task;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import orch.model.OrchException;

/** Asks and tells a database. */
final class Sql {
  /** Reads one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Uses a connection within one transaction. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  private Sql() {}

  static <T> List<T> ask(Connection connection, Row<T> row, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        found.add(row.read(rows));
      }
      return found;
    }
  }

  /** The number of rows that it changed. */
  static int tell(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepared(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  /** The error where a store does not do what it is told. */
  static OrchException.Failed failed(String url, SQLException e) {
    return new OrchException.Failed(
        "the store of tasks does not work: "
            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
        List.of("store " + url),
        null);
  }
}

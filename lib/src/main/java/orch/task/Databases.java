package orch.task;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import orch.model.OrchException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens stores of tasks, and brings their tables up to date. */
public final class Databases {
  /**
   * The newest file of {@code schema/}: Flyway, which takes long to load, runs when it is missing.
   */
  private static final String NEWEST = "2";

  private Databases() {}

  /**
   * A store in a file that only this machine uses.
   *
   * @throws OrchException.Failed when it cannot be opened
   */
  public static TaskStore sqlite(Path file, Clock clock) {
    SqliteLibrary.keepIn(file.toAbsolutePath().getParent());
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // each transition is on the disk when its call returns, even if the machine falls
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(30_000);
    config.enforceForeignKeys(true);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return open(source.getUrl(), source::getConnection, false, clock);
  }

  /**
   * A store that several machines share.
   *
   * @param url {@code jdbc:postgresql://HOST[:PORT]/DATABASE?user=...&password=...}
   * @throws OrchException.Failed when it cannot be reached
   */
  public static TaskStore postgresql(String url, Clock clock) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new OrchException.BadInput(
          "ORCH_STORE is jdbc:postgresql://HOST/DATABASE, not '" + shown(url) + "'");
    }
    return open(url, () -> driver("org.postgresql.Driver").connect(url, patience()), true, clock);
  }

  /** What the address does not say otherwise: a server that has gone without a word is noticed. */
  private static Properties patience() {
    Properties properties = new Properties();
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  private static java.sql.Driver driver(String name) throws SQLException {
    try {
      return (java.sql.Driver) Class.forName(name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new SQLException("there is no driver " + name, e);
    }
  }

  /** Makes a connection. */
  interface Connecting {
    Connection connect() throws SQLException;
  }

  /** An address without what may be secret in it. */
  private static String shown(String url) {
    return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
  }

  private static TaskStore open(String url, Connecting connecting, boolean shared, Clock clock) {
    Connection connection = null;
    try {
      connection = connecting.connect();
      if (!isUpToDate(connection)) {
        connection.close();
        migrate(url, shared);
        connection = connecting.connect();
      }
      Database opened = new Database(connecting, connection, shown(url), shared);
      return new JdbcTaskStore(opened, clock, opened.within(Databases::id));
    } catch (SQLException e) {
      close(connection);
      throw Sql.failed(shown(url), e);
    } catch (FlywayException e) {
      close(connection);
      throw Sql.failed(shown(url), new SQLException(e.getMessage(), e));
    }
  }

  static void close(Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // the error that matters is told already
    }
  }

  private static boolean isUpToDate(Connection connection) {
    try {
      return !Sql.ask(
              connection,
              row -> row.getString(1),
              "SELECT version FROM flyway_schema_history WHERE version = ? AND"
                  + " CAST(success AS INTEGER) = 1",
              NEWEST)
          .isEmpty();
    } catch (SQLException e) {
      // there is no such table yet
      return false;
    }
  }

  private static void migrate(String url, boolean shared) {
    Flyway.configure(Databases.class.getClassLoader())
        .dataSource(url, null, null)
        .locations("classpath:orch/task/schema")
        .baselineOnMigrate(shared)
        .baselineVersion("0")
        .connectRetries(shared ? 3 : 0)
        .load()
        .migrate();
  }

  /** The name of the store, made by the first who asks. */
  private static String id(Connection connection) throws SQLException {
    Sql.Row<String> first = row -> row.getString(1);
    List<String> ids = Sql.ask(connection, first, "SELECT id FROM store ORDER BY id");
    if (ids.isEmpty()) {
      Sql.tell(
          connection,
          "INSERT INTO store (id) VALUES (?)",
          UUID.randomUUID().toString().replace("-", "").substring(0, 12));
      ids = Sql.ask(connection, first, "SELECT id FROM store ORDER BY id");
    }
    return ids.get(0);
  }
}

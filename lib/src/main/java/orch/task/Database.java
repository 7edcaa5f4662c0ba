package orch.task;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection that is used by one thread at a time, and made anew when a server has closed it: one
 * that is started again is waited for.
 */
final class Database implements AutoCloseable {
  /** So long a server that has gone is waited for; who asks after that is told at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final long AGAIN_MILLIS = 200;

  private final Databases.Connecting connecting;
  private final String url;
  private final boolean shared;
  private final ReentrantLock lock = new ReentrantLock();
  private Connection connection;
  private volatile long goneSince;
  private volatile boolean hurried;
  private boolean closed;

  /**
   * Over an open connection.
   *
   * @param connecting makes another one
   * @param url without secrets
   * @param shared whether it is a server's
   */
  Database(Databases.Connecting connecting, Connection connection, String url, boolean shared)
      throws SQLException {
    this.connecting = connecting;
    this.url = url;
    this.shared = shared;
    use(connection);
  }

  private void use(Connection fresh) throws SQLException {
    // SQLite's driver begins the next transaction with the end of one, which would lock out others
    fresh.setAutoCommit(!shared);
    connection = fresh;
  }

  boolean isShared() {
    return shared;
  }

  /** Whether it answered when it was asked last. */
  boolean answers() {
    return goneSince == 0;
  }

  /** A server that has gone is not waited for any more. */
  void hurry() {
    hurried = true;
  }

  /** All of it or nothing, and alone from its beginning. */
  <T> T within(Sql.Work<T> work) {
    return with(work, true);
  }

  /** Questions, which wait for nobody. */
  <T> T reading(Sql.Work<T> work) {
    return with(work, false);
  }

  private <T> T with(Sql.Work<T> work, boolean changes) {
    lock.lock();
    try {
      while (true) {
        boolean sent = false;
        try {
          T result = begun(work, changes);
          sent = changes;
          end(changes);
          goneSince = 0;
          return result;
        } catch (SQLException e) {
          // a change whose end was sent may be kept: to do it once more is not for us to decide
          if (!isGone() || sent || !comesBack()) {
            throw Sql.failed(url, e);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private <T> T begun(Sql.Work<T> work, boolean changes) throws SQLException {
    boolean done = false;
    try {
      if (changes && !shared) {
        Sql.tell(connection, "BEGIN IMMEDIATE");
      }
      T result = work.with(connection);
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(changes);
      }
    }
  }

  private void end(boolean changes) throws SQLException {
    if (shared) {
      connection.commit();
    } else if (changes) {
      boolean done = false;
      try {
        Sql.tell(connection, "COMMIT");
        done = true;
      } finally {
        if (!done) {
          rollBack(true);
        }
      }
    }
  }

  private void rollBack(boolean changes) {
    try {
      if (shared) {
        connection.rollback();
      } else if (changes) {
        Sql.tell(connection, "ROLLBACK");
      }
    } catch (SQLException e) {
      // the error that matters is on its way
    }
  }

  private boolean isGone() {
    try {
      return shared && !closed && !connection.isValid(2);
    } catch (SQLException e) {
      return true;
    }
  }

  /** Whether there is a new connection; waits for it. */
  private boolean comesBack() {
    if (goneSince == 0) {
      goneSince = System.nanoTime();
    }
    Databases.close(connection);
    do {
      try {
        use(connecting.connect());
        return true;
      } catch (SQLException e) {
        // not yet
      }
    } while (!hurried && System.nanoTime() - goneSince < PATIENCE.toNanos() && pause());
    return false;
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    hurry();
    lock.lock();
    try {
      closed = true;
      Databases.close(connection);
    } finally {
      lock.unlock();
    }
  }
}

package dev.awa.admin.bounded;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose statements may take only so long. The driver cancels a statement that takes
 * longer; where the server does not answer even then, the connection is broken off 5 s later.
 *
 * <p>The limit belongs to each statement and not to a session or transaction, for a pooler may lend
 * the session to others, and many calls of the client are single statements without a transaction.
 */
public final class Bounded {
  private static final int SILENCE_SECONDS = 5;

  private final DataSource source;
  private final int seconds;
  private final boolean reads;

  private Bounded(DataSource source, Duration longest, boolean reads) {
    this.source = source;
    this.seconds = Math.toIntExact(Math.max(1, longest.toSeconds()));
    this.reads = reads;
  }

  /**
   * For what changes something.
   *
   * @param longest how long a statement may take, 1 s and more, in whole seconds
   */
  public static DataSource of(DataSource source, Duration longest) {
    return new Bounded(source, longest, false).proxy();
  }

  /**
   * For what looks: transactions are read-only.
   *
   * @param longest how long a statement may take, 1 s and more, in whole seconds
   */
  public static DataSource reading(DataSource source, Duration longest) {
    return new Bounded(source, longest, true).proxy();
  }

  private DataSource proxy() {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          Object answer = invoke(source, method, arguments);
          return answer instanceof Connection taken ? bounded(taken) : answer;
        });
  }

  /** What can't be prepared goes back to its pool. */
  private Connection bounded(Connection taken) throws SQLException {
    try {
      int networkTimeout = taken.getNetworkTimeout();
      boolean readOnly = taken.isReadOnly();
      try {
        return prepared(taken, () -> reset(taken, networkTimeout, readOnly));
      } catch (SQLException | RuntimeException e) {
        reset(taken, networkTimeout, readOnly);
        throw e;
      }
    } catch (SQLException | RuntimeException e) {
      close(taken, e);
      throw e;
    }
  }

  private static void reset(Connection taken, int networkTimeout, boolean readOnly)
      throws SQLException {
    taken.setNetworkTimeout(Runnable::run, networkTimeout);
    taken.setReadOnly(readOnly);
  }

  private static void close(Connection taken, Exception why) {
    try {
      taken.close();
    } catch (SQLException e) {
      why.addSuppressed(e);
    }
  }

  /** Gives a connection back as it was. */
  private interface Reset {
    void now() throws SQLException;
  }

  private Connection prepared(Connection taken, Reset reset) throws SQLException {
    taken.setNetworkTimeout(Runnable::run, (seconds + SILENCE_SECONDS) * 1000);
    if (reads) {
      taken.setReadOnly(true);
    }
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("close") && !taken.isClosed()) {
            return closed(taken, reset);
          }
          Object answer = invoke(taken, method, arguments);
          if (answer instanceof Statement statement) {
            statement.setQueryTimeout(seconds);
          }
          return answer;
        });
  }

  /** Closes it even where it can't be reset, as when the server is gone. */
  @SuppressWarnings("try") // closed, and not used
  private static @Nullable Object closed(Connection taken, Reset reset) throws SQLException {
    try (taken) {
      reset.now();
    }
    return null;
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Bounded.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

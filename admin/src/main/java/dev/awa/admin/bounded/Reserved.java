package dev.awa.admin.bounded;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections of a pool that are taken before some work begins, and lent to the work one after the
 * other. The work never waits for the pool, and never has the pool's last connection: one more was
 * there when it began, and was given back.
 */
public final class Reserved implements AutoCloseable {
  private final DataSource pool;
  private final int most;
  private final Deque<Connection> free = new ArrayDeque<>();
  private int lent;
  private boolean isOver;

  private Reserved(DataSource pool, int most) {
    this.pool = pool;
    this.most = most;
  }

  /**
   * Takes connections of a pool.
   *
   * @param connections how many; the pool must have one more for a moment
   * @param patience how long to wait for them
   * @throws SQLTransientConnectionException when the pool does not have them by then; it has back
   *     what was taken
   * @throws SQLException when the pool can't connect
   */
  public static Reserved of(DataSource pool, int connections, Duration patience)
      throws SQLException {
    Reserved reserved = new Reserved(pool, connections);
    try {
      reserved.take(patience);
      return reserved;
    } catch (SQLException e) {
      reserved.close();
      throw e;
    }
  }

  private void take(Duration patience) throws SQLException {
    CompletableFuture<@Nullable Void> all = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("awa-reserves-connections")
        .start(() -> {
          try {
            for (int taken = 0; taken <= most && keep(pool.getConnection()); taken++) {}
            all.complete(null);
          } catch (Throwable e) { // whoever waits is told
            all.completeExceptionally(e);
          }
        });
    try {
      all.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      spare().close();
    } catch (TimeoutException e) {
      throw tooFew(patience);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException failure
          ? failure
          : new SQLException("the pool has failed: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooFew(patience);
    }
  }

  private SQLTransientConnectionException tooFew(Duration patience) {
    return new SQLTransientConnectionException(
        "the pool did not have "
            + (most + 1)
            + " free connections within "
            + patience.toMillis()
            + " ms");
  }

  /**
   * Keeps a connection that was taken; one that comes too late goes back, and no other is asked
   * for.
   */
  private synchronized boolean keep(Connection taken) throws SQLException {
    if (isOver) {
      taken.close();
      return false;
    }
    free.push(taken);
    return true;
  }

  private synchronized Connection spare() {
    return free.pop();
  }

  /** Lends what is reserved; a connection that was lost is taken of the pool anew. */
  public DataSource source() {
    return proxy(
        DataSource.class,
        (target, method, arguments) ->
            method.getName().equals("getConnection") ? lend() : invoke(pool, method, arguments));
  }

  private synchronized Connection lend() throws SQLException {
    if (isOver || lent == most) {
      throw new SQLTransientConnectionException("all " + most + " reserved connections are in use");
    }
    Connection one = free.isEmpty() ? pool.getConnection() : free.pop();
    lent++;
    boolean[] isBack = new boolean[1];
    return proxy(
        Connection.class,
        (target, method, arguments) -> {
          if (!method.getName().equals("close")) {
            return invoke(one, method, arguments);
          }
          if (!isBack[0]) {
            isBack[0] = true;
            takeBack(one);
          }
          return null;
        });
  }

  private synchronized void takeBack(Connection one) throws SQLException {
    lent--;
    if (isOver || one.isClosed()) {
      one.close();
    } else {
      free.push(one);
    }
  }

  /** Gives everything back to the pool. */
  @Override
  public synchronized void close() {
    isOver = true;
    while (!free.isEmpty()) {
      try {
        free.pop().close();
      } catch (SQLException e) {
        // the pool has it back, or it is gone
      }
    }
  }

  /** What a proxy does. */
  private interface Call {
    @Nullable Object on(Object proxy, Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(Reserved.class.getClassLoader(), new Class<?>[] {type}, call::on));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}

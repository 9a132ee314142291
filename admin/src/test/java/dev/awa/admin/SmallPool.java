package dev.awa.admin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A pool that has so many connections, and knows how many were taken at once. */
public final class SmallPool {
  private static final int PATIENCE_SECONDS = 20;

  private final DataSource database;
  private final Semaphore free;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger all = new AtomicInteger();

  /** A pool before a database. */
  public SmallPool(DataSource database, int size) {
    this.database = database;
    this.free = new Semaphore(size);
  }

  /** How many are taken now. */
  public int taken() {
    return taken.get();
  }

  /** How many were taken at once at most. */
  public int most() {
    return most.get();
  }

  /** How often one was taken. */
  public int all() {
    return all.get();
  }

  /** Where its connections are. */
  public DataSource dataSource() {
    return proxy(
        DataSource.class,
        (target, method, arguments) ->
            method.getName().equals("getConnection")
                ? connection()
                : on(database, method, arguments));
  }

  private Connection connection() throws Exception {
    if (!free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new SQLTransientConnectionException("the small pool has no connection");
    }
    all.incrementAndGet();
    most.accumulateAndGet(taken.incrementAndGet(), Math::max);
    Connection connection = database.getConnection();
    AtomicInteger closes = new AtomicInteger();
    return proxy(
        Connection.class,
        (target, method, arguments) -> {
          if (method.getName().equals("close") && closes.incrementAndGet() == 1) {
            taken.decrementAndGet();
            free.release();
          }
          return on(connection, method, arguments);
        });
  }

  private static Object on(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(SmallPool.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

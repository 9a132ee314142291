package dev.awa.bench.lab;

import dev.awa.bench.measure.Sample;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/**
 * Times the calls by which workers claim, as they see them: a data source that looks at the SQL.
 */
public final class ClaimTimer {
  private static final String CLAIM = ".claim(";
  private static final double MILLIS = 1e-6;

  private final Queue<Double> millis = new ConcurrentLinkedQueue<>();

  /** The same data source, timed. */
  public DataSource timing(DataSource source) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object answer = call(source, method, arguments);
          return answer instanceof Connection connection ? timing(connection) : answer;
        });
  }

  private Connection timing(Connection connection) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          Object answer = call(connection, method, arguments);
          return answer instanceof PreparedStatement statement
                  && arguments[0] instanceof String sql
                  && sql.toLowerCase(Locale.ROOT).contains(CLAIM)
              ? timing(statement)
              : answer;
        });
  }

  private PreparedStatement timing(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (!method.getName().startsWith("execute")) {
            return call(statement, method, arguments);
          }
          long begun = System.nanoTime();
          try {
            return call(statement, method, arguments);
          } finally {
            millis.add((System.nanoTime() - begun) * MILLIS);
          }
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    Object proxy =
        Proxy.newProxyInstance(ClaimTimer.class.getClassLoader(), new Class<?>[] {type}, handler);
    return type.cast(proxy);
  }

  private static Object call(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Forgets what was timed so far. */
  public void clear() {
    millis.clear();
  }

  /** What each call took since. */
  public Sample millis() {
    return Sample.of(millis.stream().toList());
  }
}

package dev.awa.bench.dashboard;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that notes what each statement took, as its caller sees it. Safe for use by several
 * threads.
 */
final class Statements {
  private static final Pattern FUNCTION = Pattern.compile("\"?awa\"?\\.(\\w+)\\(");
  private static final int SHOWN = 60;
  private static final double MILLIS = 1e-6;

  private final List<Took> all = new ArrayList<>();

  /**
   * One call of a statement.
   *
   * @param statement the function that it calls first, or how it begins
   */
  record Took(String statement, double millis) {}

  /** The same source; what is done with its connections is noted. */
  DataSource over(DataSource source) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object answer = called(source, method, arguments);
          return answer instanceof Connection taken ? connection(taken) : answer;
        });
  }

  private Connection connection(Connection taken) {
    return proxy(
        Connection.class,
        (self, method, arguments) -> {
          Object answer = called(taken, method, arguments);
          return answer instanceof PreparedStatement statement
              ? prepared(statement, String.valueOf(arguments[0]))
              : answer;
        });
  }

  private PreparedStatement prepared(PreparedStatement statement, String text) {
    return proxy(
        PreparedStatement.class,
        (self, method, arguments) -> {
          if (!method.getName().startsWith("execute")) {
            return called(statement, method, arguments);
          }
          long begun = System.nanoTime();
          try {
            return called(statement, method, arguments);
          } finally {
            note(new Took(name(text), (System.nanoTime() - begun) * MILLIS));
          }
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Statements.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object called(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private static String name(String text) {
    Matcher function = FUNCTION.matcher(text);
    String plain = text.replaceAll("\\s+", " ");
    return function.find()
        ? function.group(1)
        : plain.substring(0, Math.min(SHOWN, plain.length()));
  }

  private synchronized void note(Took took) {
    all.add(took);
  }

  /** What was noted since it was asked last. */
  synchronized List<Took> taken() {
    List<Took> taken = List.copyOf(all);
    all.clear();
    return taken;
  }
}

package dev.awa.support;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose driver fails once: the first statement with a word in its text, or a later
 * one, is run, and its answer is lost.
 */
public final class AnswerLoss {
  private final DataSource dataSource;
  private final String word;
  private final Supplier<? extends @Nullable Throwable> failure;
  private final AtomicInteger answered = new AtomicInteger();
  private final int place;

  /**
   * The answer of the first is lost.
   *
   * @param word of the query whose answer is lost
   * @param failure makes what is thrown instead, after the query has run; null for nothing, so that
   *     the answer is only late
   */
  public AnswerLoss(
      DataSource dataSource, String word, Supplier<? extends @Nullable Throwable> failure) {
    this(dataSource, word, 1, failure);
  }

  /**
   * The answer of a later one is lost.
   *
   * @param word of the query whose answer is lost
   * @param place which of the statements with that word it is, from 1
   * @param failure makes what is thrown instead, after the query has run
   */
  public AnswerLoss(
      DataSource dataSource,
      String word,
      int place,
      Supplier<? extends @Nullable Throwable> failure) {
    this.dataSource = dataSource;
    this.place = place;
    this.word = word;
    this.failure = failure;
  }

  /** Whether an answer was lost. */
  public boolean happened() {
    return answered.get() >= place;
  }

  /** The data source. */
  public DataSource dataSource() {
    return wrapped(
        DataSource.class,
        (method, arguments) -> {
          Object result = called(dataSource, method, arguments);
          return result instanceof Connection connection ? losing(connection) : result;
        });
  }

  private Connection losing(Connection connection) {
    return wrapped(
        Connection.class,
        (method, arguments) -> {
          Object result = called(connection, method, arguments);
          return result instanceof PreparedStatement statement
                  && ((String) arguments[0]).contains(word)
              ? losing(statement)
              : result;
        });
  }

  private PreparedStatement losing(PreparedStatement statement) {
    return wrapped(
        PreparedStatement.class,
        (method, arguments) -> {
          Object result = called(statement, method, arguments);
          if (method.getName().matches("execute(Query|Update)?")
              && answered.incrementAndGet() == place) {
            Throwable thrown = failure.get();
            if (thrown != null) {
              throw thrown;
            }
          }
          return result;
        });
  }

  private interface Calls {
    Object made(Method method, Object[] arguments) throws Throwable;
  }

  private static Object called(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T wrapped(Class<T> type, Calls calls) {
    InvocationHandler handler = (proxy, method, arguments) -> calls.made(method, arguments);
    return type.cast(
        Proxy.newProxyInstance(AnswerLoss.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}

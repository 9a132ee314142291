package dev.awa.engine;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Tells whether a connection that a data source has handed out takes part in a transaction that
 * somebody else has begun, and will end: then whoever took it may not commit, roll back, or turn
 * autocommit on, which commits too.
 *
 * <p>What the driver knows decides: a transaction is open, or it is not. With autocommit on, there
 * is no more to ask. Off, it may be the pool's default, and then the connection is whoever's who
 * took it:
 *
 * <ul>
 *   <li>Nothing is open. It may yet be a transaction that has sent nothing. Spring is asked whether
 *       one of its transactions has the connection. In a distributed transaction JDBC demands that
 *       autocommit can't be turned on; where nothing is open, to try that sends nothing.
 *   <li>Something is open that has not written. Pools leave that behind which set up or test a
 *       connection with a statement of theirs. So another connection is asked for: if it is the
 *       same, there is somebody else who has it.
 * </ul>
 */
public final class Surrounding {
  private static final String SPRINGS_PROXY =
      "org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy$";

  private static final String SPRINGS_HOLDER =
      "org.springframework.jdbc.datasource.ConnectionHolder";

  private static final String SPRINGS_TRANSACTIONS =
      "org.springframework.transaction.support.TransactionSynchronizationManager";

  private static final String SPRINGS_CALLBACKS =
      "org.springframework.transaction.support.TransactionSynchronizationUtils";

  private static final String AFTER_COMMIT = "invokeAfterCommit";

  private static final Set<String> AFTER_THE_END = Set.of(AFTER_COMMIT, "invokeAfterCompletion");

  /** Within a callback these begin another transaction. */
  private static final Set<String> SPRINGS_BEGINNINGS =
      Set.of(
          "org.springframework.transaction.support.TransactionTemplate",
          "org.springframework.transaction.interceptor.TransactionAspectSupport");

  /** Spring's transactions, as the class of a data source sees them. */
  private static final ClassValue<Optional<Class<?>>> SPRING =
      new ClassValue<>() {
        @Override
        protected Optional<Class<?>> computeValue(Class<?> source) {
          try {
            return Optional.of(Class.forName(SPRINGS_TRANSACTIONS, true, source.getClassLoader()));
          } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
          }
        }
      };

  private Surrounding() {}

  /**
   * In words why a connection takes part in a transaction of somebody else's; empty: in none, and
   * none is open on it any more.
   *
   * @param source who has handed it out, on this thread
   */
  public static Optional<String> of(Connection taken, DataSource source) throws SQLException {
    TransactionState state = state(taken);
    boolean none = state == TransactionState.IDLE;
    if (none && taken.getAutoCommit()) {
      return Optional.empty();
    }
    if (!none && (state == TransactionState.FAILED || taken.getAutoCommit() || hasWritten(taken))) {
      return Optional.of("a transaction is open on it");
    }
    if (isOfSpring(taken, source)) {
      return Optional.of("it belongs to a transaction of Spring's");
    }
    if (none ? isDistributed(taken) : isShared(taken, source)) {
      return Optional.of("a transaction is at work on it");
    }
    if (!none) {
      taken.commit(); // of what the pool has done with it
    }
    return Optional.empty();
  }

  /**
   * Whether the caller is called by Spring after the end of a transaction, whose connection is
   * handed out all the same: nobody commits any more what is done on it. Spring tells of that
   * nothing but whom it calls.
   */
  public static boolean isAfterTheEnd() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(Surrounding::isAfterTheEnd);
  }

  private static boolean isAfterTheEnd(Stream<StackWalker.StackFrame> frames) {
    Class<?> called = null;
    for (Iterator<StackWalker.StackFrame> all = frames.iterator(); all.hasNext(); ) {
      StackWalker.StackFrame frame = all.next();
      if (SPRINGS_BEGINNINGS.contains(frame.getClassName())) {
        return false;
      }
      if (isEnd(frame)) {
        return called == null || !isOutside(frame, called);
      }
      called = frame.getDeclaringClass();
    }
    return false;
  }

  /**
   * Whether whoever is called after a commit is not one of those that the transaction at work
   * calls: then that is another one, which the callback has begun by hand. After completion that
   * can't be told: the finished transaction calls nobody any more either.
   */
  private static boolean isOutside(StackWalker.StackFrame end, Class<?> called) {
    if (!end.getMethodName().equals(AFTER_COMMIT)) {
      return false;
    }
    try {
      Class<?> transactions =
          Class.forName(SPRINGS_TRANSACTIONS, true, end.getDeclaringClass().getClassLoader());
      return Boolean.TRUE.equals(ask(transactions, "isSynchronizationActive"))
          && ask(transactions, "getSynchronizations") instanceof List<?> callbacks
          && callbacks.stream().noneMatch(called::isInstance);
    } catch (ReflectiveOperationException e) {
      return false; // nobody can say
    }
  }

  /**
   * Whether Spring's transaction on this thread has a connection of this very data source, which
   * knows nothing of it: it hands out others.
   */
  @SuppressWarnings("ReferenceEquality") // as Spring looks for it
  public static boolean isBeside(DataSource source) {
    Optional<Class<?>> transactions = SPRING.get(source.getClass());
    try {
      return transactions.isPresent()
          && isAtWork(transactions.get())
          && ask(transactions.get(), "getResourceMap") instanceof Map<?, ?> bound
          && bound.entrySet().stream()
              .anyMatch(one ->
                  one.getKey() == source
                      && one.getValue().getClass().getName().equals(SPRINGS_HOLDER));
    } catch (ReflectiveOperationException e) {
      return false; // nobody can say
    }
  }

  private static boolean isEnd(StackWalker.StackFrame frame) {
    return frame.getClassName().equals(SPRINGS_CALLBACKS)
        && AFTER_THE_END.contains(frame.getMethodName());
  }

  /** Whether statements on the connection are in a transaction that outlives each of them. */
  public static boolean isInTransaction(Connection connection) throws SQLException {
    return !connection.getAutoCommit() || isOpen(connection);
  }

  /** Whether a statement of the transaction has failed: nothing can be done but to roll back. */
  public static boolean hasFailed(Connection connection) throws SQLException {
    return state(connection) == TransactionState.FAILED;
  }

  /** Whether a transaction is at work on the connection, a failed one too. */
  public static boolean isOpen(Connection connection) throws SQLException {
    return state(connection) != TransactionState.IDLE;
  }

  /**
   * Whether the server would refuse to write in the transaction on the connection. What the
   * driver's {@code readOnlyMode} leaves writable is not meant.
   */
  public static boolean isReadOnly(Connection connection) throws SQLException {
    return connection.isReadOnly()
        && !connection.getAutoCommit()
        && connection.unwrap(BaseConnection.class).hintReadOnly();
  }

  private static TransactionState state(Connection connection) throws SQLException {
    return connection.unwrap(BaseConnection.class).getTransactionState();
  }

  private static boolean hasWritten(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT pg_catalog.pg_current_xact_id_if_assigned()")) {
      row.next();
      return row.getString(1) != null;
    }
  }

  /** Where there is none but the one that was taken, nobody else has it either. */
  @SuppressWarnings("ReferenceEquality") // it is about who speaks, not about what is equal
  private static boolean isShared(Connection taken, DataSource source) throws SQLException {
    BaseConnection own = taken.unwrap(BaseConnection.class);
    try (Connection another = source.getConnection()) {
      return another.unwrap(BaseConnection.class) == own;
    } catch (SQLException e) {
      return false;
    }
  }

  /**
   * Whether the transaction that Spring has at work on this thread has this connection, whatever it
   * is wrapped in. By name and reflection: Spring is the application's, if it is there at all.
   */
  private static boolean isOfSpring(Connection taken, DataSource source) throws SQLException {
    if (Proxy.isProxyClass(taken.getClass())) {
      Class<?> handler = Proxy.getInvocationHandler(taken).getClass();
      if (handler.getName().startsWith(SPRINGS_PROXY)) {
        return isAtWork(handler.getClassLoader());
      }
    }
    Optional<Class<?>> transactions = SPRING.get(source.getClass());
    return transactions.isPresent() && isBound(taken, transactions.get());
  }

  private static boolean isAtWork(ClassLoader loader) {
    try {
      return isAtWork(Class.forName(SPRINGS_TRANSACTIONS, true, loader));
    } catch (ReflectiveOperationException e) {
      return true; // nobody can say: then it is not ours
    }
  }

  private static boolean isAtWork(Class<?> transactions) throws ReflectiveOperationException {
    return Boolean.TRUE.equals(ask(transactions, "isActualTransactionActive"));
  }

  /** Whether Spring has bound the same connection of the driver's to this thread. */
  private static boolean isBound(Connection taken, Class<?> transactions) throws SQLException {
    BaseConnection own = taken.unwrap(BaseConnection.class);
    try {
      if (isAtWork(transactions)
          && ask(transactions, "getResourceMap") instanceof Map<?, ?> bound) {
        for (Object holder : bound.values()) {
          if (holder.getClass().getName().equals(SPRINGS_HOLDER) && isOf(holder, own)) {
            return true;
          }
        }
      }
      return false;
    } catch (ReflectiveOperationException e) {
      return false; // the holder holds nothing
    }
  }

  @SuppressWarnings("ReferenceEquality") // it is about who speaks, not about what is equal
  private static boolean isOf(Object holder, BaseConnection own)
      throws ReflectiveOperationException, SQLException {
    return holder.getClass().getMethod("getConnection").invoke(holder) instanceof Connection held
        && held.isWrapperFor(BaseConnection.class)
        && held.unwrap(BaseConnection.class) == own;
  }

  private static Object ask(Class<?> transactions, String question)
      throws ReflectiveOperationException {
    return transactions.getMethod(question).invoke(null);
  }

  private static boolean isDistributed(Connection taken) throws SQLException {
    try {
      taken.setAutoCommit(true);
    } catch (SQLException e) {
      return true;
    }
    taken.setAutoCommit(false);
    return false;
  }
}

package dev.awa.engine;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that notes what each statement of the engine does to which tables, as the server
 * counts it within the transaction: rows that it inserts, updates and deletes, scans, and relations
 * that it truncates. A statement is called like its file. What is written between two statements of
 * a transaction was copied.
 */
final class Footprints {
  private static final Pattern SLOT = Pattern.compile("_\\d+$");
  private static final String COUNTED =
      """
      SELECT s.relname AS name, s.n_tup_ins AS inserted, s.n_tup_upd AS updated,
             s.n_tup_del AS deleted, s.seq_scan + coalesce(s.idx_scan, 0) AS scans,
             pg_relation_filenode(s.relid) AS file
      FROM pg_stat_xact_user_tables s WHERE s.schemaname = 'awa'
      """;

  /** What is done to a table. */
  enum Way {
    INSERT,
    UPDATE,
    DELETE,
    TRUNCATE,
    READ;

    /** A truncated relation has another file, and what was counted of it is forgotten. */
    boolean happened(long before, long after) {
      return this == TRUNCATE ? after != before : after > before;
    }
  }

  private final DataSource dataSource;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Map<Way, Set<String>>> found = new TreeMap<>();

  Footprints(DataSource dataSource) throws IOException {
    this.dataSource = dataSource;
    for (String file : SqlFilesTest.statements()) {
      String name = file.substring(file.lastIndexOf('/') + 1, file.length() - ".sql".length());
      names.put(Sql.of(Engine.DEFAULT_SCHEMA, file).text(), name);
    }
  }

  /** By the name of a statement: what it did, to which tables. */
  Map<String, Map<Way, Set<String>>> found() {
    return found;
  }

  DataSource dataSource() {
    return proxy(
        DataSource.class,
        (method, arguments) -> {
          Object result = called(dataSource, method, arguments);
          return result instanceof Connection connection
              ? new Watched(connection).connection()
              : result;
        });
  }

  private void note(String name, Counts before, Counts after) {
    Map<Way, Set<String>> ways = found.computeIfAbsent(name, key -> new TreeMap<>());
    after.tables.forEach((table, counts) -> {
      Map<Way, Long> old = before.tables.getOrDefault(table, Map.of());
      counts.forEach((way, count) -> {
        if (way.happened(old.getOrDefault(way, 0L), count)) {
          ways.computeIfAbsent(way, key -> new TreeSet<>()).add(SLOT.matcher(table).replaceAll(""));
        }
      });
    });
  }

  /** What the server has counted of each table so far, and the number of its file. */
  private record Counts(Map<String, Map<Way, Long>> tables) {
    static Counts of(Connection tx) throws SQLException {
      Map<String, Map<Way, Long>> tables = new HashMap<>();
      try (PreparedStatement statement = tx.prepareStatement(COUNTED);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Map<Way, Long> counts = new EnumMap<>(Way.class);
          counts.put(Way.INSERT, row.getLong("inserted"));
          counts.put(Way.UPDATE, row.getLong("updated"));
          counts.put(Way.DELETE, row.getLong("deleted"));
          counts.put(Way.TRUNCATE, row.getLong("file"));
          counts.put(Way.READ, row.getLong("scans"));
          tables.put(row.getString("name"), counts);
        }
      }
      return new Counts(tables);
    }
  }

  /** A connection whose statements are noted. */
  private final class Watched {
    private final Connection connection;

    /** As of the last statement of a transaction that goes on; null between transactions. */
    private @Nullable Counts last;

    Watched(Connection connection) {
      this.connection = connection;
    }

    Connection connection() {
      return proxy(
          Connection.class,
          (method, arguments) -> {
            if (method.getName().matches("commit|setAutoCommit") && last != null) {
              note("copy", last, Counts.of(connection));
              last = null;
            }
            if (method.getName().equals("rollback")) {
              last = null;
            }
            Object result = called(connection, method, arguments);
            return result instanceof PreparedStatement statement
                ? statement(statement, names.get((String) arguments[0]))
                : result;
          });
    }

    private PreparedStatement statement(PreparedStatement statement, @Nullable String name) {
      return proxy(
          PreparedStatement.class,
          (method, arguments) ->
              method.getName().startsWith("execute")
                  ? run(statement, name, method, arguments)
                  : called(statement, method, arguments));
    }

    private @Nullable Object run(
        PreparedStatement statement, @Nullable String name, Method method, Object[] arguments)
        throws Throwable {
      boolean alone = connection.getAutoCommit();
      if (alone) {
        connection.setAutoCommit(false);
      }
      try {
        Counts before = Counts.of(connection);
        if (last != null) {
          note("copy", last, before);
        }
        Object result = called(statement, method, arguments);
        last = Counts.of(connection);
        if (name != null) {
          note(name, before, last);
        }
        return result;
      } finally {
        if (alone) {
          last = null;
          connection.setAutoCommit(true);
        }
      }
    }
  }

  /** What is done instead of a method. */
  private interface Instead {
    @Nullable Object of(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Instead instead) {
    return type.cast(
        Proxy.newProxyInstance(
            Footprints.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> instead.of(method, arguments)));
  }

  private static @Nullable Object called(Object target, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

package dev.awa.engine;

import dev.awa.support.TestQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plans that a call of the engine was carried out by, those of the statements within functions
 * included: the server's {@code auto_explain} tells them, as notices, with what was really read.
 */
final class Plans {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Map<String, Index> indexes;
  private final List<String> texts = new ArrayList<>();
  private final List<Scan> scans = new ArrayList<>();

  private Plans(Map<String, Index> indexes) {
    this.indexes = indexes;
  }

  /** An index of a partition, its table, and the index of the whole log that it is a part of. */
  private record Index(String table, String whole) {}

  /**
   * One scan that was carried out.
   *
   * @param table the table or partition
   * @param index the index, under the name it has for the whole log; null for none
   * @param rows how many rows it gave or passed by
   * @param blocks how many blocks it touched
   * @param plan which of the plans it belongs to
   */
  record Scan(String table, @Nullable String index, double rows, long blocks, int plan) {
    /** The name of the log, for a partition of one. */
    String log() {
      return table.replaceFirst("_(\\d+|carry)$", "");
    }

    /** The slot of the partition; -1 for the carry partition; null for an ordinary table. */
    @Nullable Integer slot() {
      String slot = table.substring(log().length());
      if (slot.isEmpty()) {
        return null;
      }
      return slot.equals("_carry") ? -1 : Integer.valueOf(slot.substring(1));
    }

    /** What was read by what. */
    String way() {
      return log() + " by " + (index == null ? "reading all of it" : index);
    }
  }

  /** Does something on a connection of its own, and gathers the plans. */
  static Plans of(TestQueue queue, TestQueue.Action action) throws SQLException {
    try (Connection connection = queue.connect()) {
      TestQueue.sql(connection, "LOAD 'auto_explain'");
      for (String setting :
          List.of(
              "log_level = notice",
              "log_format = json",
              "log_analyze = on",
              "log_timing = off",
              "log_buffers = on",
              "log_nested_statements = on")) {
        TestQueue.sql(connection, "SET auto_explain." + setting);
      }
      Plans plans = new Plans(indexes(connection));
      TestQueue.sql(connection, "SET auto_explain.log_min_duration = 0");
      action.on(plans.listening(connection));
      return plans;
    }
  }

  /** The scans that were carried out, whatever was only planned left out. */
  List<Scan> scans() {
    return scans;
  }

  /** How many statements were carried out, those within functions included. */
  int statements() {
    return texts.size();
  }

  /** A plan, as the server wrote it. */
  String text(Scan scan) {
    return texts.get(scan.plan());
  }

  private static Map<String, Index> indexes(Connection connection) throws SQLException {
    Map<String, Index> indexes = new HashMap<>();
    String sql =
        """
        SELECT i.relname, t.relname, coalesce(p.relname, i.relname)
        FROM pg_index x
        JOIN pg_class i ON i.oid = x.indexrelid
        JOIN pg_class t ON t.oid = x.indrelid
        LEFT JOIN pg_inherits h ON h.inhrelid = i.oid
        LEFT JOIN pg_class p ON p.oid = h.inhparent
        WHERE t.relnamespace = 'awa'::regnamespace
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        indexes.put(row.getString(1), new Index(row.getString(2), row.getString(3)));
      }
    }
    return indexes;
  }

  // --- listening: notices belong to a statement, and are gone when it is closed ---

  private Connection listening(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Plans.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object answer = invoke(connection, method, arguments);
              return answer instanceof PreparedStatement statement ? listening(statement) : answer;
            });
  }

  private PreparedStatement listening(PreparedStatement statement) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            Plans.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                  add(String.valueOf(w.getMessage()));
                }
              }
              return invoke(statement, method, arguments);
            });
  }

  private static @Nullable Object invoke(
      Object target, java.lang.reflect.Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  // --- reading ---

  private void add(String notice) {
    int start = notice.indexOf('{');
    if (notice.startsWith("duration:") && start > 0) {
      texts.add(notice);
      walk(JSON.readTree(notice.substring(start)).path("Plan"));
    }
  }

  private void walk(JsonNode node) {
    if (node.path("Actual Loops").asDouble() > 0) {
      addScan(node);
      node.path("Plans").forEach(this::walk);
    }
  }

  private void addScan(JsonNode node) {
    String type = node.path("Node Type").asString();
    String index = node.path("Index Name").asString("");
    double loops = node.path("Actual Loops").asDouble();
    double rows = node.path("Actual Rows").asDouble() * loops;
    rows += node.path("Rows Removed by Filter").asDouble() * loops;
    rows += node.path("Rows Removed by Index Recheck").asDouble() * loops;
    long blocks =
        node.path("Shared Hit Blocks").asLong() + node.path("Shared Read Blocks").asLong();
    int plan = texts.size() - 1;
    if (indexes.containsKey(index)) {
      Index known = indexes.get(index);
      scans.add(new Scan(known.table(), known.whole(), rows, blocks, plan));
    } else if (type.equals("Seq Scan") || type.equals("Tid Scan")) {
      scans.add(new Scan(node.path("Relation Name").asString(), null, rows, blocks, plan));
    }
  }
}

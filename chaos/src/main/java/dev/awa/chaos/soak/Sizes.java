package dev.awa.chaos.soak;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** How large the tables are, and how much in them is dead. */
final class Sizes {
  private static final String LOGS =
      "(ready_entries|claims|closures|ready_tombstones|attempt_outputs)";
  private static final String OF_TABLES =
      "FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'awa'::regnamespace";

  private final Connection connection;

  Sizes(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION IF NOT EXISTS pgstattuple");
    }
  }

  /** Bytes of the logs, indexes and carry partitions among them. */
  long logs() throws SQLException {
    return number(
        "SELECT sum(pg_total_relation_size(c.oid)) "
            + OF_TABLES
            + " AND c.relname ~ '^"
            + LOGS
            + "_'");
  }

  /** Bytes of all other tables and their indexes. */
  long others() throws SQLException {
    return number(
        "SELECT sum(pg_total_relation_size(c.oid)) "
            + OF_TABLES
            + " AND c.relname !~ '^"
            + LOGS
            + "_'");
  }

  /** Dead rows on the pages of the segments of the logs. */
  long deadInLogs() throws SQLException {
    return number(
        "SELECT sum((pgstattuple(c.oid)).dead_tuple_count)::bigint "
            + OF_TABLES
            + " AND c.relname ~ '^"
            + LOGS
            + "_[0-9]+$'");
  }

  /** Rows of the segments of the logs that were ever updated or deleted. */
  long changedInLogs() throws SQLException {
    return number(
        "SELECT coalesce(sum(n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables"
            + " WHERE schemaname = 'awa' AND relname ~ '^"
            + LOGS
            + "_[0-9]+$'");
  }

  /** How many segments were emptied so far, and how many rows were carried out of them. */
  long prunes() throws SQLException {
    return number("SELECT count(*) FROM awa.prunes");
  }

  long carried() throws SQLException {
    return number("SELECT coalesce(sum(carried), 0)::bigint FROM awa.prunes");
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}

package dev.awa.bench.compare;

import dev.awa.bench.lab.BenchQueue;
import dev.awa.bench.lab.Server;
import dev.awa.bench.peer.Site;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a contender makes the server write. WAL and commits are those of the whole server, on which
 * nothing else is at work: a commit is counted when it writes a record, so looking is free.
 */
final class ServerMeter implements AutoCloseable {
  private static final String HERE = "SELECT pg_current_wal_insert_lsn()::text";
  private static final String WRITTEN =
      "SELECT coalesce(sum(combined_size), 0)::bigint, coalesce(sum(count) FILTER"
          + " (WHERE \"resource_manager/record_type\" = 'Transaction/COMMIT'), 0)::bigint"
          + " FROM pg_get_wal_stats(?::pg_lsn, ?::pg_lsn, true)";
  private static final String MADE_DEAD =
      "SELECT coalesce(sum(n_tup_upd + n_tup_del), 0) FROM pg_stat_user_tables";

  private final Connection connection;
  private final Site site;
  private final String from;

  private ServerMeter(Server server, Site site) throws SQLException {
    this.site = site;
    connection = server.connect();
    BenchQueue.sql(connection, "CREATE EXTENSION IF NOT EXISTS pg_walinspect");
    from = here();
  }

  static ServerMeter start(Server server, Site site) throws SQLException {
    return new ServerMeter(server, site);
  }

  /** What was written between two moments. */
  record Written(long bytes, long commits) {}

  /** What the tables of the contender look like. */
  record Tables(long dead, long tableBytes, long indexBytes) {}

  Written stop() throws SQLException {
    return until(here());
  }

  /** What was written until a moment that was noted: to read it takes the server a while. */
  Written until(String to) throws SQLException {
    // What the walinspect functions can read ends at the last flush.
    BenchQueue.sql(connection, "SELECT pg_logical_emit_message(true, 'awa-bench', '')");
    try (PreparedStatement statement = connection.prepareStatement(WRITTEN)) {
      statement.setString(1, from);
      statement.setString(2, to);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Written(row.getLong(1), row.getLong(2));
      }
    }
  }

  /**
   * Row versions that were made dead so far, vacuumed or not. Sessions report with a delay of up to
   * a second.
   */
  long madeDead() throws SQLException {
    return site.number(MADE_DEAD);
  }

  static Tables tables(Site site) throws SQLException {
    try (Connection connection = site.connect()) {
      return new Tables(
          BenchQueue.number(
              connection, "SELECT coalesce(sum(n_dead_tup), 0) FROM pg_stat_user_tables"),
          BenchQueue.number(
              connection, "SELECT sum(pg_table_size(relid)) FROM pg_stat_user_tables"),
          BenchQueue.number(
              connection, "SELECT sum(pg_indexes_size(relid)) FROM pg_stat_user_tables"));
    }
  }

  /** The place in the WAL that is written next. */
  String here() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HERE);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

package dev.awa.bench.measure;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much WAL is written between two moments, with full-page images and without, by type of
 * record, and how often it is flushed. Of the whole server: nothing else should be at work.
 */
public final class WalMeter {
  private static final String HERE = "SELECT pg_current_wal_insert_lsn()::text";
  private static final String FLUSHES =
      "SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal'";
  private static final String BY_TYPE =
      """
      SELECT "resource_manager/record_type", combined_size, fpi_size, count
      FROM pg_get_wal_stats(?::pg_lsn, ?::pg_lsn, true)
      WHERE combined_size > 0
      ORDER BY combined_size DESC
      """;

  private final Connection connection;
  private final Connection working;
  private final String from;
  private final long flushes;

  private WalMeter(Connection connection, Connection working) throws SQLException {
    this.connection = connection;
    this.working = working;
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE EXTENSION IF NOT EXISTS pg_walinspect");
    }
    flushes = flushes();
    from = text(HERE);
  }

  /**
   * Begins to measure.
   *
   * @param connection used now and at the end
   * @param working the session that writes
   */
  public static WalMeter start(Connection connection, Connection working) throws SQLException {
    return new WalMeter(connection, working);
  }

  /**
   * What was written.
   *
   * @param bytes all of it
   * @param imageBytes the full-page images in it
   * @param records how many records
   * @param byType bytes by type of record, images included
   */
  public record Written(
      long bytes, long imageBytes, long records, long flushes, Map<String, Long> byType) {
    public long withoutImages() {
      return bytes - imageBytes;
    }
  }

  public Written stop() throws SQLException {
    String to = text(HERE);
    // What the walinspect functions can read ends at the last flush.
    text("SELECT pg_logical_emit_message(true, 'awa-bench', '')::text");
    long bytes =
        Long.parseLong(text("SELECT ('" + to + "'::pg_lsn - '" + from + "'::pg_lsn)::text"));
    Map<String, Long> byType = new LinkedHashMap<>();
    long images = 0;
    long records = 0;
    try (PreparedStatement statement = connection.prepareStatement(BY_TYPE)) {
      statement.setString(1, from);
      statement.setString(2, to);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          byType.put(rows.getString(1), rows.getLong(2));
          images += rows.getLong(3);
          records += rows.getLong(4);
        }
      }
    }
    return new Written(bytes, images, records, flushes() - flushes, byType);
  }

  /** A session reports its flushes once a second at most, unless it is told to. */
  private long flushes() throws SQLException {
    try (Statement statement = working.createStatement()) {
      statement.execute("SELECT pg_stat_force_next_flush()");
    }
    return Long.parseLong(text(FLUSHES));
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}

package dev.awa.crash;

import dev.awa.support.TestQueue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The data of schema {@code awa}, as a dump of the data alone takes it and a restore brings it into
 * a schema that is there: every table by COPY, in one snapshot and in the order of their names,
 * then the sequences.
 */
record Dump(Map<String, byte[]> tables, List<String> sequences) {
  private static final String TABLES =
      """
      SELECT quote_ident(c.relname)
      FROM pg_class c
      WHERE c.relnamespace = 'awa'::regnamespace AND c.relkind = 'r'
      ORDER BY c.relname
      """;

  private static final String SEQUENCES =
      """
      SELECT quote_ident(c.relname)
      FROM pg_class c
      WHERE c.relnamespace = 'awa'::regnamespace AND c.relkind = 'S'
      ORDER BY c.relname
      """;

  static Dump of(TestQueue queue) throws SQLException, IOException {
    try (Connection tx = queue.begin()) {
      tx.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      Map<String, byte[]> tables = new LinkedHashMap<>();
      for (String table : TestQueue.texts(tx, TABLES)) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        copy(tx).copyOut("COPY awa." + table + " TO STDOUT", rows);
        tables.put(table, rows.toByteArray());
      }
      StringBuilder settings = new StringBuilder();
      for (String sequence : TestQueue.texts(tx, SEQUENCES)) {
        settings
            .append(settings.isEmpty() ? "" : " UNION ALL ")
            .append("SELECT format('SELECT setval(%L, %s, %L)', 'awa.")
            .append(sequence)
            .append("', last_value, is_called) FROM awa.")
            .append(sequence);
      }
      return new Dump(tables, TestQueue.texts(tx, settings.toString()));
    }
  }

  /** In the place of what the queue holds. */
  void restoreTo(TestQueue queue) throws SQLException, IOException {
    try (Connection tx = queue.begin()) {
      TestQueue.sql(tx, "TRUNCATE awa." + String.join(", awa.", tables.keySet()));
      for (Map.Entry<String, byte[]> table : tables.entrySet()) {
        copy(tx)
            .copyIn(
                "COPY awa." + table.getKey() + " FROM STDIN",
                new ByteArrayInputStream(table.getValue()));
      }
      for (String sequence : sequences) {
        TestQueue.sql(tx, sequence);
      }
      tx.commit();
    }
  }

  private static CopyManager copy(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }
}

package dev.awa.admin.doctor;

import dev.awa.client.Awa;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at: a queue, and a connection to its server.
 *
 * @param dataSource where more connections are, one at a time
 * @param awa the queue
 * @param schema the schema that it lives in
 * @param connection in a transaction that only reads, with {@code pg_catalog} as its search path
 */
record Patient(DataSource dataSource, Awa awa, String schema, Connection connection) {
  /** Reads a row. */
  interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  /** The rows of a statement in a file of this package, which is named without its ending. */
  <T> List<T> rows(String file, Reading<T> reading, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text(file + ".sql"))) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (row.next()) {
          rows.add(reading.of(row));
        }
        return rows;
      }
    }
  }

  /** The only row of a statement. */
  <T> T row(String file, Reading<T> reading, Object... parameters) throws SQLException {
    return rows(file, reading, parameters).getFirst();
  }

  private static String text(String file) {
    try (InputStream in = Patient.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no such file: " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A time of the server in seconds; null where it does not tell. */
  static @Nullable Duration time(ResultSet row, String column) throws SQLException {
    double seconds = row.getDouble(column);
    return row.wasNull() ? null : Duration.ofMillis(Math.round(seconds * 1000));
  }
}

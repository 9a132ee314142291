package dev.awa.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * One statement of the engine: an {@code .sql} file beside this package. Files are written for the
 * schema {@code awa}; another schema takes its place wherever a name is qualified with {@code
 * awa.}, which is the only substitution there is. A file is read when its statement is needed for
 * the first time: a start needs few of them.
 */
final class Sql {
  private static final Pattern COMMENT = Pattern.compile("(?m)^--.*\\R");

  private final SchemaName schema;
  private final String path;
  private volatile @Nullable String text;

  private Sql(SchemaName schema, String path) {
    this.schema = schema;
    this.path = path;
  }

  /**
   * The statement in {@code path}, for a schema, without the comments at its head.
   *
   * @throws IllegalArgumentException when no schema can have that name
   */
  static Sql of(String schema, String path) {
    return new Sql(SchemaName.of(schema), path);
  }

  /** A script in {@code path}, for a schema, as it is. */
  static String script(String schema, String path) {
    return SchemaName.of(schema).in(resource(path));
  }

  /** The lines of an index file. */
  static List<String> lines(String path) {
    return resource(path).lines().toList();
  }

  /** A file as it is written. */
  static String resource(String path) {
    return found(path)
        .orElseThrow(() -> new IllegalStateException("missing resource dev/awa/engine/" + path));
  }

  /** The same of one that may not be there. */
  static Optional<String> found(String path) {
    try (InputStream in = Sql.class.getResourceAsStream(path)) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two threads may both read the file: it is the same text. */
  String text() {
    String known = text;
    if (known == null) {
      known = COMMENT.matcher(schema.in(resource(path))).replaceAll("").strip();
      text = known;
    }
    return known;
  }

  /** Reads a row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  int update(Connection tx, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = bound(tx, parameters)) {
      return statement.executeUpdate();
    }
  }

  <T> List<T> list(Connection tx, Row<T> row, @Nullable Object... parameters) throws SQLException {
    try (PreparedStatement statement = bound(tx, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> list = new ArrayList<>();
      while (rows.next()) {
        list.add(row.read(rows));
      }
      return list;
    }
  }

  <T> Optional<T> first(Connection tx, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    return list(tx, row, parameters).stream().findFirst();
  }

  <T> T one(Connection tx, Row<T> row, @Nullable Object... parameters) throws SQLException {
    return first(tx, row, parameters)
        .orElseThrow(() -> new SQLException("no row from: " + text(), "02000"));
  }

  /** A length of time that the server gives in seconds; null where it gives none. */
  static @Nullable Duration duration(ResultSet row, String column) throws SQLException {
    BigDecimal seconds = row.getBigDecimal(column);
    return seconds == null ? null : Duration.ofNanos(seconds.movePointRight(9).longValue());
  }

  /** One that the server always gives. */
  static Duration some(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(duration(row, column));
  }

  private PreparedStatement bound(Connection tx, @Nullable Object... parameters)
      throws SQLException {
    PreparedStatement statement = tx.prepareStatement(text());
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, value(tx, parameters[i]));
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  private static @Nullable Object value(Connection tx, @Nullable Object parameter)
      throws SQLException {
    return switch (parameter) {
      case null -> null;
      case Instant instant -> instant.atOffset(ZoneOffset.UTC);
      case Duration duration -> duration.toMillis() / 1000.0; // for make_interval(secs => ?)
      case long[] array -> tx.unwrap(PGConnection.class).createArrayOf("int8", array);
      case int[] array -> tx.unwrap(PGConnection.class).createArrayOf("int4", array);
      case short[] array -> tx.unwrap(PGConnection.class).createArrayOf("int2", array);
      case Object[] array -> tx.unwrap(PGConnection.class).createArrayOf("text", array);
      default -> parameter;
    };
  }
}

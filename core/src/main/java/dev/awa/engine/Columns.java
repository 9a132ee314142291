package dev.awa.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a row, one after the other, where there are so many rows that looking each up by
 * its name would be felt. Also a list as arrays, one a field: the form in which lists go to the
 * database; and what comes from there that may be missing.
 */
final class Columns {
  private final ResultSet row;
  private int read;

  /** Of a row of which none was read yet. */
  Columns(ResultSet row) {
    this.row = row;
  }

  short small() throws SQLException {
    return row.getShort(++read);
  }

  int integer() throws SQLException {
    return row.getInt(++read);
  }

  long big() throws SQLException {
    return row.getLong(++read);
  }

  String text() throws SQLException {
    return row.getString(++read);
  }

  Instant instant() throws SQLException {
    return row.getObject(++read, OffsetDateTime.class).toInstant();
  }

  static OptionalInt number(ResultSet row, String column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  static <T> @Nullable String[] strings(List<T> list, Function<T, @Nullable String> field) {
    @Nullable String[] array = new @Nullable String[list.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = field.apply(list.get(i));
    }
    return array;
  }

  static <T> short[] shorts(List<T> list, ToIntFunction<T> field) {
    short[] array = new short[list.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = (short) field.applyAsInt(list.get(i));
    }
    return array;
  }
}

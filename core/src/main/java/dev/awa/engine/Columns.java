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
 * A list as arrays, one a field: the form in which lists go to the database. And what comes from
 * there that may be missing.
 */
final class Columns {
  private Columns() {}

  static OptionalInt number(ResultSet row, int column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
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

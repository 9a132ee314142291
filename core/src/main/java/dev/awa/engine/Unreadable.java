package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs that the server can't read, by id, each with the reason. */
final class Unreadable {
  private Unreadable() {}

  /** What a statement answers that finds them. */
  static Map<Long, String> asked(Connection tx, Sql sql, @Nullable Object... parameters)
      throws SQLException {
    Map<Long, String> found = new LinkedHashMap<>();
    sql.list(tx, row -> found.put(row.getLong("job_id"), row.getString("why")), parameters);
    return found;
  }

  static long[] ids(Map<Long, String> unreadable) {
    return unreadable.keySet().stream().mapToLong(Long::longValue).toArray();
  }
}

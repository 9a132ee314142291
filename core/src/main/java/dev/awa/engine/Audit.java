package dev.awa.engine;

import dev.awa.AuditEntry;
import dev.awa.AuditFilter;
import dev.awa.AuditNote;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has asked for which change, and what became of it. */
public final class Audit {
  private static final int TEXT_CHARACTERS = 1000;
  private static final int NAME_CHARACTERS = 200;

  private final Sql note;
  private final Sql list;
  private final Sql listOf;

  Audit(String schema) {
    note = Sql.of(schema, "audit/note.sql");
    list = Sql.of(schema, "audit/list.sql");
    listOf = Sql.of(schema, "audit/list_of.sql");
  }

  /** Notes a change. */
  public void note(Connection tx, AuditNote what) throws SQLException {
    note.update(
        tx,
        cut(what.by(), NAME_CHARACTERS),
        cut(what.action(), NAME_CHARACTERS),
        cut(what.target(), TEXT_CHARACTERS),
        details(what),
        what.jobs(),
        what.outcome(),
        cut(what.why(), TEXT_CHARACTERS),
        cut(what.from(), NAME_CHARACTERS),
        cut(what.request(), NAME_CHARACTERS));
  }

  private static String details(AuditNote what) {
    Map<String, Object> details = new LinkedHashMap<>();
    what.details().forEach((name, value) -> details.put(name, cut(value, TEXT_CHARACTERS)));
    return JsonWriting.text(details);
  }

  /** So many characters at most, as PostgreSQL can store them. */
  private static @Nullable String cut(@Nullable String text, int most) {
    if (text == null) {
      return null;
    }
    int[] storable =
        text.codePoints()
            .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
            .limit(most)
            .toArray();
    return new String(storable, 0, storable.length);
  }

  /** What was asked for, the newest first. */
  public List<AuditEntry> list(Connection tx, AuditFilter filter) throws SQLException {
    String target = filter.target();
    return target == null ? all(tx, filter) : of(tx, filter, target);
  }

  private List<AuditEntry> of(Connection tx, AuditFilter filter, String target)
      throws SQLException {
    int colon = target.indexOf(':');
    return listOf.list(
        tx,
        Audit::entry,
        target.substring(colon + 1),
        begins(target.substring(0, colon)),
        filter.olderThan(),
        filter.by(),
        filter.action(),
        filter.after(),
        filter.before(),
        filter.limit());
  }

  /** How the actions begin that are asked for of such a thing; a dead letter is a job. */
  private static String[] begins(String thing) {
    return thing.equals("job")
        ? new String[] {"job-", "dead-letters-"}
        : new String[] {thing + "-"};
  }

  private List<AuditEntry> all(Connection tx, AuditFilter filter) throws SQLException {
    return list.list(
        tx,
        Audit::entry,
        filter.olderThan(),
        filter.by(),
        filter.by(),
        filter.action(),
        filter.action(),
        filter.after(),
        filter.after(),
        filter.before(),
        filter.before(),
        filter.limit());
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    long jobs = row.getLong("jobs");
    Long some = row.wasNull() ? null : Long.valueOf(jobs);
    return new AuditEntry(
        row.getLong("id"),
        Columns.instant(row, "asked_at"),
        row.getString("asked_by"),
        row.getString("action"),
        row.getString("target"),
        row.getString("details"),
        some,
        row.getString("outcome"),
        row.getString("why"),
        row.getString("came_from"),
        row.getString("request"));
  }
}

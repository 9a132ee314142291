package dev.awa.engine;

import dev.awa.JobFilter;
import dev.awa.Retried;
import dev.awa.Retried.Verdict;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs jobs again that have failed or were cancelled, deletes them, or makes dead letters of them.
 */
public final class DeadLetters {
  private final Sql retry;
  private final Sql purge;
  private final Sql move;
  private final Sql after;
  private final Sql kinds;

  DeadLetters(String schema) {
    retry = Sql.of(schema, "dead_letters/retry.sql");
    purge = Sql.of(schema, "dead_letters/purge.sql");
    move = Sql.of(schema, "dead_letters/move.sql");
    after = Sql.of(schema, "dead_letters/after.sql");
    kinds = Sql.of(schema, "dead_letters/kinds.sql");
  }

  /** Runs up to 1000 jobs again, as they are; answers one for each id, in the order of ids. */
  public List<Retried> retry(Connection tx, List<Long> ids) throws SQLException {
    return retry(tx, ids, Changed.NOTHING);
  }

  /** The same with a change of each. */
  public List<Retried> retry(Connection tx, List<Long> ids, Changed changed) throws SQLException {
    return retry.list(tx, DeadLetters::retried, array(ids), changed.change(), changed.args());
  }

  /** Makes dead letters of up to 1000 failed jobs that are none; answers of which. */
  public List<Long> move(Connection tx, List<Long> ids) throws SQLException {
    return move.one(tx, DeadLetters::ids, array(ids));
  }

  private static long[] array(List<Long> ids) {
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  private static Retried retried(ResultSet row) throws SQLException {
    long holder = row.getLong("holder");
    Long other = row.wasNull() ? null : Long.valueOf(holder);
    Verdict verdict = Verdict.valueOf(row.getString("verdict").toUpperCase(Locale.ROOT));
    return new Retried(row.getLong("job_id"), verdict, other, null);
  }

  /** Deletes up to 1000 failed or cancelled jobs; answers which. */
  public List<Long> purge(Connection tx, List<Long> ids) throws SQLException {
    return purge.one(tx, DeadLetters::ids, array(ids));
  }

  private static List<Long> ids(ResultSet row) throws SQLException {
    return List.of((Long[]) row.getArray(1).getArray());
  }

  /** What a failed or cancelled job is. */
  public record Kept(long jobId, String queue, String kind) {}

  /** What those of some jobs are that have failed or were cancelled. */
  public List<Kept> kinds(Connection tx, List<Long> ids) throws SQLException {
    return kinds.list(
        tx,
        row -> new Kept(row.getLong("job_id"), row.getString("queue"), row.getString("kind")),
        array(ids),
        array(ids));
  }

  /** How far a look at the dead letters has come: the last that was looked at. */
  public record Place(int lane, long jobId) {
    /** Before all. */
    public static final Place BEGIN = new Place(0, 0);
  }

  /**
   * Some dead letters.
   *
   * @param next where the next ones begin; empty when there are none
   */
  public record Some(List<Long> ids, Optional<Place> next) {}

  /** Up to {@code limit} dead letters of a filter that come after a place. */
  public Some after(Connection tx, JobFilter filter, Place place, int limit) throws SQLException {
    return after.one(
        tx, DeadLetters::some, FilterJson.of(filter), place.lane(), place.jobId(), limit);
  }

  private static Some some(ResultSet row) throws SQLException {
    Long[] ids = (Long[]) row.getArray("job_ids").getArray();
    int lane = row.getInt("lane");
    Optional<Place> next =
        row.wasNull() ? Optional.empty() : Optional.of(new Place(lane, row.getLong("job_id")));
    return new Some(List.of(ids), next);
  }
}

package dev.awa.engine;

import dev.awa.PurgedQueue;
import dev.awa.QueuePolicy;
import dev.awa.QueuePurge;
import dev.awa.QueueReading;
import dev.awa.QueueStats;
import dev.awa.Unhandled;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Queues: their policy, their lanes, what they hold. */
public final class Queues {
  private final Sql list;
  private final Sql names;
  private final Sql isKnown;
  private final Sql unserved;
  private final Sql putBack;
  private final Sql stripes;
  private final Sql lanes;
  private final Sql stats;
  private final Sql read;
  private final Sql purge;
  private final Sql purges;
  private final Sql countWaiting;
  private final Sql rebuildCounters;
  private final Sql retireLanes;
  private final Sql reviveLanes;

  Queues(String schema) {
    list = Sql.of(schema, "queues/list.sql");
    names = Sql.of(schema, "queues/names.sql");
    isKnown = Sql.of(schema, "queues/is_known.sql");
    unserved = Sql.of(schema, "queues/unserved.sql");
    putBack = Sql.of(schema, "queues/put_back.sql");
    stripes = Sql.of(schema, "queues/stripes.sql");
    lanes = Sql.of(schema, "lanes/of_queues.sql");
    stats = Sql.of(schema, "counts/queue_stats.sql");
    read = Sql.of(schema, "counts/read_queues.sql");
    purge = Sql.of(schema, "purge/purge_queue.sql");
    purges = Sql.of(schema, "purge/purges.sql");
    countWaiting = Sql.of(schema, "counts/count_waiting.sql");
    rebuildCounters = Sql.of(schema, "counts/rebuild_counters.sql");
    retireLanes = Sql.of(schema, "lanes/retire_lanes.sql");
    reviveLanes = Sql.of(schema, "lanes/revive_lanes.sql");
  }

  /** One ordered stream of a queue. */
  public record Lane(int lane, String queue, int priority, int stripe) {}

  /** Every queue that has a policy or has been used. */
  public List<QueuePolicy> list(Connection tx) throws SQLException {
    return list.list(
        tx,
        row ->
            new QueuePolicy(
                row.getString("name"),
                row.getBoolean("paused"),
                row.getInt("stripes"),
                row.getBoolean("dead_letters"),
                row.getInt("workers")));
  }

  /** Whether a queue was ever used, something is set of it, or a living worker works on it. */
  public boolean isKnown(Connection tx, String queue) throws SQLException {
    return isKnown.one(tx, row -> row.getBoolean("is_known"), queue);
  }

  /**
   * Queues in which runs wait and on which no living worker works.
   *
   * @param queues some, when there are many
   * @param cameTo the queue that the look came to; empty when there are no others
   */
  public record Unserved(List<String> queues, Optional<String> cameTo) {}

  /**
   * Looks for queues in which runs wait and on which no living worker works.
   *
   * @param after the queue that the look before came to; empty for the first
   * @param lanes about how many lanes are looked at
   */
  public Unserved unserved(Connection tx, String after, int lanes) throws SQLException {
    return unserved.one(
        tx,
        row ->
            new Unserved(
                List.of((String[]) row.getArray("queues").getArray()),
                Optional.ofNullable(row.getString("upto"))),
        lanes,
        after);
  }

  /**
   * Which jobs were put back without an attempt and wait for their next try, by queue and kind; of
   * the thousand that are due next. Whether a worker handles them is not looked at.
   */
  public List<Unhandled> putBack(Connection tx) throws SQLException {
    return putBack.list(
        tx,
        row -> new Unhandled(row.getString("queue"), row.getString("kind"), row.getLong("jobs")));
  }

  /** The stripes in which queues have lanes; stripe 0 of queues that have none. */
  public List<ClaimLog.Stripe> stripes(Connection tx, List<String> queues) throws SQLException {
    return stripes.list(
        tx,
        row -> new ClaimLog.Stripe(row.getString("name"), row.getShort("stripe")),
        (Object) queues.toArray(String[]::new));
  }

  /** The lanes of queues. Lanes never go away. */
  public List<Lane> lanes(Connection tx, List<String> queues) throws SQLException {
    return lanes.list(
        tx,
        row ->
            new Lane(
                row.getInt("lane"),
                row.getString("queue"),
                row.getInt("priority"),
                row.getInt("stripe")),
        (Object) queues.toArray(String[]::new));
  }

  /** The next so many queues after a name; "" for the first. */
  public List<String> names(Connection tx, String after, int limit) throws SQLException {
    return names.list(tx, row -> row.getString("name"), after, after, limit);
  }

  /** What a queue holds. */
  public QueueStats stats(Connection tx, String queue) throws SQLException {
    return stats.one(tx, row -> stats(row, queue), queue);
  }

  /** What queues hold, and for how long their oldest jobs wait; in the order of the names. */
  public List<QueueReading> read(Connection tx, List<String> queues) throws SQLException {
    String[] names = queues.toArray(String[]::new);
    return read.list(
        tx,
        row -> new QueueReading(stats(row, row.getString("queue")), Sql.duration(row, "lag")),
        names,
        names);
  }

  private static QueueStats stats(ResultSet row, String queue) throws SQLException {
    Optional<OffsetDateTime> oldest =
        Optional.ofNullable(row.getObject("oldest_ready_at", OffsetDateTime.class));
    return new QueueStats(
        queue,
        row.getLong("available"),
        oldest.map(OffsetDateTime::toInstant).orElse(null),
        row.getLong("running"),
        row.getLong("scheduled"),
        row.getLong("retryable"),
        row.getLong("completed"),
        row.getLong("failed"),
        row.getLong("cancelled"),
        row.getLong("dead_letters"));
  }

  /**
   * What a look for lanes to count has done.
   *
   * @param lane the one that was counted; empty for none
   * @param cameTo the lane that the look came to; empty when there are no others
   */
  public record Counted(OptionalInt lane, OptionalInt cameTo) {}

  /**
   * Counts one lane in which more than {@code limit} runs came since it was counted, so that the
   * next count goes on from there.
   *
   * @param after the lane that the look before came to; zero for the first
   * @param lanes how many are looked at
   */
  public Counted countWaiting(Connection tx, Lead lead, int after, int lanes, int limit)
      throws SQLException {
    return countWaiting.one(
        tx,
        row -> new Counted(Columns.number(row, "counted"), Columns.number(row, "came_to")),
        lead.workerId(),
        lead.term(),
        after,
        lanes,
        (long) limit);
  }

  /**
   * Makes the counters of states anew by a scan and trusts them; waits no longer than {@code
   * patience} for those who move jobs meanwhile. Answers since when they are trusted.
   */
  public Instant rebuildCounters(Connection tx, Duration patience) throws SQLException {
    return rebuildCounters.one(
        tx, row -> row.getObject(1, OffsetDateTime.class).toInstant(), patience);
  }

  /** Takes away all that waits in a queue. */
  public PurgedQueue purge(Connection tx, String queue, String by) throws SQLException {
    return purge.one(
        tx,
        row ->
            new PurgedQueue(
                queue,
                row.getObject("purged_at", OffsetDateTime.class).toInstant(),
                row.getLong("available"),
                row.getLong("scheduled"),
                row.getLong("retryable")),
        queue,
        by);
  }

  /** The newest purges of a queue, the newest first. */
  public List<QueuePurge> purges(Connection tx, String queue, int limit) throws SQLException {
    return purges.list(
        tx,
        row ->
            new QueuePurge(
                Columns.instant(row, "purged_at"),
                row.getString("purged_by"),
                row.getLong("available"),
                row.getLong("scheduled"),
                row.getLong("retryable")),
        queue,
        limit);
  }

  /**
   * Which twins were retired.
   *
   * @param next the snapshot to ask with the next time
   */
  public record Retired(List<Integer> lanes, String next) {}

  /**
   * Retires up to {@code limit} twins that have come to rest.
   *
   * @param then a snapshot of an earlier answer; {@code 1:1:} at first
   */
  public Retired retireLanes(Connection tx, Lead lead, String then, int limit) throws SQLException {
    return retireLanes.one(
        tx,
        row ->
            new Retired(
                List.of((Integer[]) row.getArray("retired").getArray()), row.getString("next")),
        lead.workerId(),
        lead.term(),
        then,
        limit);
  }

  /** Puts retired lanes to use again that have a run to give; which. */
  public List<Integer> reviveLanes(Connection tx, Lead lead) throws SQLException {
    return reviveLanes.one(
        tx, row -> List.of((Integer[]) row.getArray(1).getArray()), lead.workerId(), lead.term());
  }
}

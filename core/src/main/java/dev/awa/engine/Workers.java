package dev.awa.engine;

import dev.awa.KnownWorker;
import dev.awa.QueueSettings;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Worker processes as they tell of themselves: that they have come, live, hold something, and
 * leave. One that falls silent is a matter of {@link Deaths}.
 */
public final class Workers {
  private final Sleepers sleepers;
  private final Leadership leadership;
  private final Sql register;
  private final Sql beat;
  private final Sql leave;
  private final Sql channel;
  private final Sql holdLock;
  private final Sql releaseLock;
  private final Sql runsWith;
  private final Sql troubles;
  private final Sql list;

  Workers(String schema, Sleepers sleepers, Leadership leadership) {
    this.sleepers = sleepers;
    this.leadership = leadership;
    register = Sql.of(schema, "workers/register.sql");
    beat = Sql.of(schema, "workers/beat.sql");
    leave = Sql.of(schema, "workers/leave.sql");
    channel = Sql.of(schema, "workers/channel.sql");
    holdLock = Sql.of(schema, "workers/hold_lock.sql");
    releaseLock = Sql.of(schema, "workers/release_lock.sql");
    runsWith = Sql.of(schema, "workers/runs_with.sql");
    troubles = Sql.of(schema, "workers/troubles.sql");
    list = Sql.of(schema, "workers/list.sql");
  }

  /**
   * What a worker promises when it registers, and is judged by, whoever leads.
   *
   * @param beat how often it beats
   * @param lease after which silence it is dead
   * @param deathGrace after which silence it is dead when its session lock is free
   */
  public record Promise(Duration beat, Duration lease, Duration deathGrace) {}

  /**
   * What a worker says of itself when it registers.
   *
   * @param name how people recognise it
   * @param queues those that it works on
   * @param kinds those that it has handlers for; {@link KnownWorker#EVERY_KIND} for all
   */
  public record Self(String name, List<String> queues, Set<String> kinds) {}

  /** Makes a worker known under a random id; answers the epoch, as of which it holds nothing. */
  public long register(Connection tx, long id, Self self, Promise promise) throws SQLException {
    return register.one(
        tx,
        row -> row.getLong(1),
        id,
        self.name(),
        self.queues().toArray(String[]::new),
        self.kinds().toArray(String[]::new),
        ZoneDigests.release(),
        ZoneDigests.json(),
        promise.beat(),
        promise.lease(),
        promise.deathGrace());
  }

  /**
   * What a worker announces.
   *
   * @param epoch an epoch that it had read before it looked at what it holds, and no later than the
   *     one that it had read before its oldest claim call in flight
   * @param slots the slots in which its open runs and their claims lie
   */
  public record Announcement(long epoch, List<Short> slots) {}

  /**
   * The answer to a beat.
   *
   * @param epoch the epoch of now
   * @param cancelled jobs that were cancelled since the last beat while this worker ran them
   * @param at what the clock of the database said
   */
  public record Pulse(long epoch, List<Long> cancelled, Instant at) {}

  /** Says that the worker lives and what it holds; empty when it was declared dead. */
  public Optional<Pulse> beat(Connection tx, long id, Announcement held) throws SQLException {
    short[] slots = new short[held.slots().size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = held.slots().get(i);
    }
    return beat.first(
        tx,
        row ->
            new Pulse(
                row.getLong("epoch"),
                List.of((Long[]) row.getArray("cancels").getArray()),
                Columns.instant(row, "beat_at")),
        held.epoch(),
        slots,
        id);
  }

  /**
   * The worker is gone, if it may: not while the claim log has an open claim of it, nor when it was
   * declared dead, nor after a failover. Answers whether it is known no longer.
   */
  public boolean leave(Connection tx, long id) throws SQLException {
    sleepers.riseForGood(tx, id);
    leadership.resign(tx, id);
    return leave.one(tx, row -> row.getBoolean(1), id);
  }

  /**
   * The channel of this schema, for what is meant for all. A worker is named on a channel of its
   * own: the same with an underscore and its id.
   */
  public String channel(Connection tx) throws SQLException {
    return channel.one(tx, row -> row.getString(1));
  }

  /** Takes the session lock of a worker on this connection; keep it open, and in session mode. */
  public void holdLock(Connection session, long id) throws SQLException {
    holdLock.update(session, id);
  }

  /** Gives up the session lock of a worker; whether this connection had it. */
  public boolean releaseLock(Connection session, long id) throws SQLException {
    return releaseLock.one(session, row -> row.getBoolean(1), id);
  }

  /** Says with which settings a worker runs its queues. */
  public void runsWith(Connection tx, long id, Map<String, QueueSettings> queues)
      throws SQLException {
    runsWith.update(tx, SettingsJson.writeAll(queues), id);
  }

  /**
   * A step that fails again and again.
   *
   * @param ago how long ago it failed first
   */
  public record Failing(String step, Duration ago, long failures, String error) {}

  /** Says which steps of a worker fail. */
  public void troubles(Connection tx, long id, List<Failing> failing) throws SQLException {
    troubles.update(tx, TroublesJson.write(failing), id);
  }

  /** The workers that are known, newest first. */
  public List<KnownWorker> list(Connection tx) throws SQLException {
    return list.list(
        tx,
        row ->
            new KnownWorker(
                row.getLong("id"),
                row.getString("name"),
                row.getBoolean("alive"),
                row.getBoolean("silent"),
                row.getBoolean("leads"),
                Columns.instant(row, "started_at"),
                Columns.instant(row, "beat_at"),
                List.of((String[]) row.getArray("queues").getArray()),
                kinds(row.getArray("kinds")),
                SettingsJson.readAll(row.getString("runs_with")),
                row.getString("zone_release"),
                TroublesJson.read(row.getString("troubles"))));
  }

  private static @Nullable List<String> kinds(@Nullable Array said) throws SQLException {
    return said == null ? null : List.of((String[]) said.getArray());
  }
}

package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.OptionalLong;

/** Worker processes: that they live, when they sleep, and which of them leads. */
public final class Workers {
  private final Sql register;
  private final Sql beat;
  private final Sql leave;
  private final Sql list;
  private final Sql sleep;
  private final Sql forgetSleepers;
  private final Sql lead;
  private final Sql resign;
  private final Sql channel;

  Workers(String schema) {
    register = Sql.of(schema, "workers/register.sql");
    beat = Sql.of(schema, "workers/beat.sql");
    leave = Sql.of(schema, "workers/leave.sql");
    list = Sql.of(schema, "workers/list.sql");
    sleep = Sql.of(schema, "workers/sleep.sql");
    forgetSleepers = Sql.of(schema, "workers/forget_sleepers.sql");
    lead = Sql.of(schema, "workers/lead.sql");
    resign = Sql.of(schema, "workers/resign.sql");
    channel = Sql.of(schema, "workers/channel.sql");
  }

  /**
   * A worker process as it is known.
   *
   * @param state {@code alive}, or {@code dead} when it was declared dead
   * @param facts what it told of itself, a JSON object
   */
  public record Registered(
      long id, String name, Instant startedAt, Instant beatAt, String state, String facts) {}

  /** Makes a worker known under a random id. */
  public void register(Connection tx, long id, String name, String facts) throws SQLException {
    register.update(tx, id, name, facts);
  }

  /** Says that the worker lives; false when it was declared dead. */
  public boolean beat(Connection tx, long id) throws SQLException {
    return beat.update(tx, id) == 1;
  }

  /** The worker has closed or released all its runs and is gone. */
  public void leave(Connection tx, long id) throws SQLException {
    forgetSleepers.update(tx, id);
    resign.update(tx, id);
    leave.update(tx, id);
  }

  /** Says whether the worker wants to be notified of work in these queues. */
  public void sleep(Connection tx, long id, boolean asleep, List<String> queues)
      throws SQLException {
    sleep.update(tx, id, asleep, queues.toArray(String[]::new));
  }

  /**
   * Takes or keeps the lead for some time: the epoch of the leadership, or empty when another
   * worker leads.
   */
  public OptionalLong lead(Connection tx, long id, Duration lease) throws SQLException {
    List<Long> epoch = lead.list(tx, row -> row.getLong(1), id, id, lease.toMillis(), id);
    return epoch.isEmpty() ? OptionalLong.empty() : OptionalLong.of(epoch.getFirst());
  }

  /**
   * The channel on which sleeping workers of this schema are notified; the payload names the queue.
   */
  public String channel(Connection tx) throws SQLException {
    return channel.one(tx, row -> row.getString(1));
  }

  public List<Registered> list(Connection tx) throws SQLException {
    return list.list(
        tx,
        row ->
            new Registered(
                row.getLong(1),
                row.getString(2),
                row.getObject(3, OffsetDateTime.class).toInstant(),
                row.getObject(4, OffsetDateTime.class).toInstant(),
                row.getString(5),
                row.getString(6)));
  }
}

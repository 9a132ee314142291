package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Which workers sleep until they are notified of work, and who is named when some comes. Naming
 * anybody is a courtesy: what nobody was told of is found by looking.
 */
public final class Sleepers {
  private final Sql say;
  private final Sql noteWatching;
  private final Sql asleep;
  private final Sql wakeMore;
  private final Sql wakeWaiting;
  private final Sql notificationQueue;
  private final Sql passOn;
  private final Sql riseForGood;
  private final Sql notifiersWaiting;

  Sleepers(String schema) {
    say = Sql.of(schema, "sleepers/say.sql");
    noteWatching = Sql.of(schema, "sleepers/note_watching.sql");
    asleep = Sql.of(schema, "sleepers/asleep.sql");
    wakeMore = Sql.of(schema, "sleepers/wake_more.sql");
    wakeWaiting = Sql.of(schema, "sleepers/wake_waiting.sql");
    notificationQueue = Sql.of(schema, "sleepers/notification_queue.sql");
    passOn = Sql.of(schema, "sleepers/pass_on.sql");
    riseForGood = Sql.of(schema, "sleepers/rise_for_good.sql");
    notifiersWaiting = Sql.of(schema, "sleepers/notifiers_waiting.sql");
  }

  /** What a worker does between its looks at a queue. */
  public enum Way {
    /** It is to be notified. */
    SLEEPS,
    /** It looks every few milliseconds and has permits: nobody is to be notified. */
    WATCHES,
    /** Neither: others are to be notified. */
    AWAKE
  }

  /**
   * Says what the worker does from now on, for these queues. That it watches counts for two
   * seconds: see {@link #noteWatching}.
   */
  public void say(Connection tx, long id, Way way, List<String> queues) throws SQLException {
    if (way == Way.WATCHES) {
      noteWatching(tx);
    }
    say.update(tx, id, way == Way.SLEEPS, way == Way.WATCHES, queues.toArray(String[]::new));
  }

  /** One that watches looks now: producers rely on it for two seconds more. */
  public void noteWatching(Connection tx) throws SQLException {
    noteWatching.list(tx, row -> "");
  }

  /**
   * Who sleeps for some queues.
   *
   * @param fewest how many workers do for the queue that has the fewest of them
   * @param mine whether the worker that asks does for each
   */
  public record Asleep(int fewest, boolean mine) {}

  /** Counts the sleepers of some queues, and looks whether a worker is among them. */
  public Asleep asleep(Connection tx, long id, List<String> queues) throws SQLException {
    return asleep.one(
        tx,
        row -> new Asleep(row.getInt("fewest"), row.getBoolean("mine")),
        queues.toArray(String[]::new),
        id);
  }

  /** How many sessions of the cluster wait for their turn to commit a notification. */
  public int notifiersWaiting(Connection tx) throws SQLException {
    return notifiersWaiting.one(tx, row -> row.getInt(1));
  }

  /** Wakes two more sleepers of a queue in which a worker has left work. */
  public void wakeMore(Connection tx, String queue) throws SQLException {
    wakeMore.list(tx, row -> row.getInt(1), queue);
  }

  /** Wakes sleepers of queues in which runs wait; sleepers of silent workers are taken out. */
  public void wakeWaiting(Connection tx) throws SQLException {
    wakeWaiting.list(tx, row -> row.getInt(1));
  }

  /**
   * How full the notification queue of the cluster is, from 0 to 1. From a half on nobody notifies
   * any more, because a full one fails the commits of all that do.
   */
  public double notificationQueue(Connection tx) throws SQLException {
    return notificationQueue.one(tx, row -> row.getDouble(1));
  }

  /**
   * A worker was named in a notification: that a transaction has brought jobs to a queue.
   *
   * @param xid which one; 0 when there were several
   * @param first the worker that was named first
   */
  public record Call(String xid, String queue, long first) {}

  /** Names the next sleeper instead of this worker; false when each of them has been named. */
  public boolean passOn(Connection tx, long id, Call call) throws SQLException {
    return passOn.one(tx, row -> row.getBoolean(1), call.queue(), id, call.first(), call.xid());
  }

  /** A worker that is about to leave is not named any more, for any queue. */
  public void riseForGood(Connection tx, long id) throws SQLException {
    riseForGood.update(tx, id);
  }
}

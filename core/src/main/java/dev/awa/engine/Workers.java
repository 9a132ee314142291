package dev.awa.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Worker processes: that they live, when they sleep, and which of them leads. */
public final class Workers {
  private final Sql register;
  private final Sql beat;
  private final Sql leave;
  private final Sql sleep;
  private final Sql asleep;
  private final Sql wakeMore;
  private final Sql wakeWaiting;
  private final Sql passOn;
  private final Sql forgetSleepers;
  private final Sql lead;
  private final Sql resign;
  private final Sql leading;
  private final Sql channel;
  private final Sql holdLock;
  private final Sql releaseLock;
  private final Sql anySilent;
  private final Sql suspects;
  private final Sql declareDead;
  private final Sql keepers;
  private final Sql endKeeper;
  private final Sql dead;
  private final Sql forget;

  Workers(String schema) {
    register = Sql.of(schema, "workers/register.sql");
    beat = Sql.of(schema, "workers/beat.sql");
    leave = Sql.of(schema, "workers/leave.sql");
    sleep = Sql.of(schema, "workers/sleep.sql");
    asleep = Sql.of(schema, "workers/asleep.sql");
    wakeMore = Sql.of(schema, "workers/wake_more.sql");
    wakeWaiting = Sql.of(schema, "workers/wake_waiting.sql");
    passOn = Sql.of(schema, "workers/pass_on.sql");
    forgetSleepers = Sql.of(schema, "workers/forget_sleepers.sql");
    lead = Sql.of(schema, "workers/lead.sql");
    resign = Sql.of(schema, "workers/resign.sql");
    leading = Sql.of(schema, "workers/leading.sql");
    channel = Sql.of(schema, "workers/channel.sql");
    holdLock = Sql.of(schema, "workers/hold_lock.sql");
    releaseLock = Sql.of(schema, "workers/release_lock.sql");
    anySilent = Sql.of(schema, "workers/any_silent.sql");
    suspects = Sql.of(schema, "workers/suspects.sql");
    declareDead = Sql.of(schema, "workers/declare_dead.sql");
    keepers = Sql.of(schema, "workers/keepers.sql");
    endKeeper = Sql.of(schema, "workers/end_keeper.sql");
    dead = Sql.of(schema, "workers/dead.sql");
    forget = Sql.of(schema, "workers/forget_worker.sql");
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
   * A living worker that has been silent for a while, or whose last beat lies in the future.
   *
   * @param beatAt its last beat
   * @param silent how long ago that was by the clock of the database; negative for a beat in the
   *     future
   * @param lockFree whether the session lock that it keeps is free: its process has ended or lost
   *     its connection
   */
  public record Suspect(
      long id, Instant beatAt, Duration silent, boolean lockFree, Promise promise) {}

  /** What became of an attempt to declare a worker dead. */
  public enum Declared {
    DEAD,
    /** It has beaten since it was suspected, or has left. */
    ALIVE,
    /** A call of it keeps its lock at the server: see {@link #keepers}. */
    BUSY
  }

  /**
   * A server process that has the lock of a worker.
   *
   * @param role whose it is
   */
  public record Keeper(int pid, String role) {}

  /** A worker that was declared dead. */
  public record Dead(long id, String name) {}

  /** Makes a worker known under a random id; answers the epoch, as of which it holds nothing. */
  public long register(Connection tx, long id, String name, Promise promise) throws SQLException {
    return register.one(
        tx,
        row -> row.getLong(1),
        id,
        name,
        promise.beat().toMillis(),
        promise.lease().toMillis(),
        promise.deathGrace().toMillis());
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
   */
  public record Pulse(long epoch, List<Long> cancelled) {}

  /** Says that the worker lives and what it holds; empty when it was declared dead. */
  public Optional<Pulse> beat(Connection tx, long id, Announcement held) throws SQLException {
    short[] slots = new short[held.slots().size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = held.slots().get(i);
    }
    return beat.first(
        tx,
        row -> new Pulse(row.getLong(1), List.of((Long[]) row.getArray(2).getArray())),
        held.epoch(),
        slots,
        id);
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
   * Who sleeps for some queues.
   *
   * @param fewest how many workers do for the queue that has the fewest of them
   * @param mine whether the worker that asks does for each
   */
  public record Asleep(int fewest, boolean mine) {}

  /** Counts the sleepers of some queues, and looks whether a worker is among them. */
  public Asleep asleep(Connection tx, long id, List<String> queues) throws SQLException {
    return asleep.one(
        tx, row -> new Asleep(row.getInt(1), row.getBoolean(2)), queues.toArray(String[]::new), id);
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

  /** A worker that is about to leave is not named any more. */
  public void riseForGood(Connection tx, long id) throws SQLException {
    forgetSleepers.update(tx, id);
  }

  /**
   * Takes or keeps the lead for some time; empty when another worker leads.
   *
   * @throws SQLException for which {@link Failures#isBlocked} holds when an operator takes a step
   *     meanwhile, which keeps the lead as it is
   */
  public Optional<Lead> lead(Connection tx, long id, Duration lease) throws SQLException {
    return lead.first(tx, row -> new Lead(id, row.getLong(1)), id, id, lease.toMillis(), id);
  }

  /** A step of maintenance that somebody takes who does not lead all the time. */
  public interface Step<T> {
    T by(Lead lead) throws SQLException;
  }

  /**
   * Takes one step of maintenance for somebody who is no worker: under the lead of the worker that
   * has it, which can't change hands before this transaction ends, or, when nobody leads, under one
   * of its own, which ends with the step.
   */
  public <T> T lend(Connection tx, Duration lease, Step<T> step) throws SQLException {
    Optional<Lead> theirs = leading(tx);
    if (theirs.isPresent()) {
      return step.by(theirs.get());
    }
    long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    Optional<Lead> own = lead(tx, id, lease);
    if (own.isEmpty()) {
      return step.by(leading(tx).orElseThrow(Workers::nobodyLeads)); // has just taken it
    }
    T answer = step.by(own.get());
    resign.update(tx, id);
    return answer;
  }

  private Optional<Lead> leading(Connection tx) throws SQLException {
    return leading.first(tx, row -> new Lead(row.getLong(1), row.getLong(2)));
  }

  private static SQLException nobodyLeads() {
    return new SQLException("the lead was taken and lost again meanwhile", Failures.NOT_LEADING);
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

  /** Whether a dead worker waits for its rescue, or one is to be suspected. */
  public boolean isAnySilent(Connection tx) throws SQLException {
    return anySilent.one(tx, row -> row.getBoolean(1));
  }

  /**
   * The living workers that have been silent for longer than their grace time, and those whose last
   * beat lies in the future.
   */
  public List<Suspect> suspects(Connection tx) throws SQLException {
    return suspects.list(
        tx,
        row ->
            new Suspect(
                row.getLong(1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                Duration.ofMillis(row.getLong(3)),
                row.getBoolean(4),
                new Promise(
                    Duration.ofMillis(row.getLong(5)),
                    Duration.ofMillis(row.getLong(6)),
                    Duration.ofMillis(row.getLong(7)))));
  }

  /**
   * Fences a worker off, unless it has beaten since it was suspected.
   *
   * @param patience how long to wait for calls of it that still run; zero for not at all
   */
  public Declared declareDead(Connection tx, Lead lead, Suspect suspect, Duration patience)
      throws SQLException {
    return declareDead.one(
        tx,
        row -> Declared.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
        lead.workerId(),
        lead.epoch(),
        suspect.id(),
        suspect.beatAt(),
        patience.toMillis());
  }

  /** The server processes that have the lock of a worker now. */
  public List<Keeper> keepers(Connection tx, long id) throws SQLException {
    return keepers.list(tx, row -> new Keeper(row.getInt(1), row.getString(2)), id);
  }

  /**
   * Ends a server process that keeps the lock of a worker that is dead, or is to be declared dead;
   * whether it was told to end.
   *
   * @param beatAt the beat since which the worker is silent; null for one that was declared dead
   * @throws SQLException with SQLSTATE {@link Failures#NOT_ALLOWED} when it is another role's
   */
  public boolean endKeeper(
      Connection tx, Lead lead, long id, @Nullable Instant beatAt, Keeper keeper)
      throws SQLException {
    return endKeeper.one(
        tx, row -> row.getBoolean(1), lead.workerId(), lead.epoch(), id, beatAt, keeper.pid());
  }

  /** The workers that were declared dead and are not rescued yet. */
  public List<Dead> dead(Connection tx) throws SQLException {
    return dead.list(tx, row -> new Dead(row.getLong(1), row.getString(2)));
  }

  /** Takes a dead worker out of the list; false while it has an open claim anywhere. */
  public boolean forget(Connection tx, Lead lead, long id) throws SQLException {
    return forget.one(tx, row -> row.getBoolean(1), lead.workerId(), lead.epoch(), id);
  }
}

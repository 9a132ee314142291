package dev.awa.client;

import dev.awa.ChangedStorage;
import dev.awa.Duty;
import dev.awa.Pruned;
import dev.awa.Rebased;
import dev.awa.RingFill;
import dev.awa.Rotated;
import dev.awa.SettingChange;
import dev.awa.StorageSettings;
import dev.awa.StorageStatus;
import dev.awa.StrayKeys;
import dev.awa.StrayKeys.StrayKey;
import dev.awa.engine.Engine;
import dev.awa.engine.ReadTransactions;
import dev.awa.engine.Ring;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.StorableText;
import dev.awa.engine.UniqueKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Looks at and steers the storage, for operators. Maintenance does all of this by itself; nothing
 * here is needed in normal operation, and all of it is safe beside a leader. Each call has
 * transactions of its own.
 */
public final class Storage {
  /** The server counts the milliseconds of a wait in an integer. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(24);

  /** The longest that one step of an operator may take under a lead that was lent for it. */
  private static final Duration LENT = Duration.ofSeconds(10);

  private static final int KEYS_AT_ONCE = 1000;
  private static final int MOST_CHANGES = 1000;

  private final Engine engine;
  private final Database database;

  Storage(Engine engine, Database database) {
    this.engine = engine;
    this.database = database;
  }

  /**
   * The storage as it is. Cheap, and it keeps no lock from one of its parts to the next.
   *
   * @throws dev.awa.SchemaException when the schema is missing, older or newer, or was restored
   *     without its rows
   */
  public StorageStatus status(int lanesShown) {
    database.run("check the schema", engine.migrations()::checkRows);
    return look(looks -> engine.storage().status(looks, lanesShown));
  }

  /**
   * How full the ring is. Reads no log, so nobody who locks one is waited for.
   *
   * @param within how long the database may take, 1 ms and more
   * @throws IllegalArgumentException when the time is out of its range
   * @throws dev.awa.AwaException when the database takes longer
   */
  public RingFill ring(Duration within) {
    return database.within(
        "look at the ring",
        within,
        look -> {
          List<Ring.Generation> held =
              look.at(engine.ring()::generations).stream().filter(one -> !one.isCarry()).toList();
          return new RingFill(held.getLast().number(), held.size(), Ring.SLOTS);
        });
  }

  /**
   * Opens the next segment when the current one holds anything, however young and small. Waits for
   * a step of somebody else under the same lead, which takes seconds at most.
   */
  public Rotated rotate() {
    Rotated.Answer answer =
        checked(Duty.WORKER)
            .readCommitted(
                "rotate",
                tx ->
                    engine
                        .leadership()
                        .lend(tx, LENT, lead -> engine.storage().rotateNow(tx, lead)));
    database
        .as(Duty.WORKER)
        .readCommitted(
            "publish the rotation",
            tx -> {
              engine.ring().publishHead(tx);
              return true;
            });
    return new Rotated(
        answer, look(looks -> looks.take(engine.ring()::generations)).getLast().number());
  }

  /**
   * Prunes the oldest segments, one after the other, until one is in use: runs wait in it, or
   * claims of it are open. Nothing is taken on trust: the proofs are those of the leader. Workers
   * announce with each beat what they let go of, so this may take 10 s, and longer where a worker
   * beats more rarely than every 4 s.
   *
   * @param history whether completed jobs may go whose history is to be kept for longer
   */
  public Pruned prune(History history) {
    List<Duration> beats = status(0).workers().stream().map(StorageStatus.Worker::beat).toList();
    return prune(Pruning.announcing(beats), history, Pruning.ANNOUNCED);
  }

  /**
   * The same, but goes on trying as a leader would: until what is in use is no longer, because
   * claims were closed or a leader has carried them, or until it runs out of patience.
   *
   * @param patience how long to go on; zero to try once
   */
  public Pruned prune(Duration patience, History history) {
    return prune(patience, history, Pruning.ENDED);
  }

  private Pruned prune(Duration patience, History history, Set<Emptying> awaited) {
    Pruning.Result result =
        checked(Duty.WORKER)
            .apart(
                "prune",
                connection ->
                    new Pruning(engine, connection, LENT, awaited).run(patience, history));
    dev.awa.engine.Storage.Oldest oldest =
        look(
            history == History.KEPT
                ? engine.storage()::oldest
                : engine.storage()::oldestWithoutHistory);
    List<Long> byLeader =
        LongStream.range(result.from(), oldest.generation())
            .boxed()
            .filter(generation -> !result.pruned().contains(generation))
            .toList();
    return new Pruned(result.pruned(), byLeader, oldest.generation(), oldest.blockers());
  }

  /** Whether prune may shorten history. */
  public enum History {
    /** What is to be kept for longer stays. */
    KEPT,
    /** Completed jobs go, also those that finished a moment ago. */
    CUT
  }

  /**
   * Changes settings: {@code change(s -> s.withKeepHistory(Duration.ofHours(2)), "jo")}.
   *
   * @param by who does so, for people
   * @return the settings as they are now, and what was overwritten, with who had set it last. If
   *     two people change a setting at once, one after the other has it, and the second sees what
   *     the first had set
   * @throws IllegalArgumentException when one is out of its range, or the name is not 1 to 200
   *     characters that can be stored
   * @throws dev.awa.AwaException when somebody else changes them in a transaction that stays open
   *     for longer than 2 s
   */
  public ChangedStorage change(UnaryOperator<StorageSettings> change, String by) {
    StorableText.requireName("by", by);
    return checked(Duty.OPERATOR)
        .readCommitted(
            "change the settings of the storage",
            tx -> {
              engine.storage().holdSettings(tx);
              StorageSettings settings = change.apply(engine.storage().settings(tx));
              settings.check();
              return new ChangedStorage(settings, engine.storage().set(tx, settings, by));
            });
  }

  /**
   * What was changed of the settings, by whom, the newest first. The newest thousand changes are
   * kept.
   *
   * @param limit how many at most, 1 to 1000
   * @throws IllegalArgumentException when the limit is out of its range
   */
  public List<SettingChange> history(int limit) {
    if (limit < 1 || limit > MOST_CHANGES) {
      throw new IllegalArgumentException("limit: must be 1 to " + MOST_CHANGES + ", got " + limit);
    }
    return database.call("list changes of the storage", tx -> engine.storage().changes(tx, limit));
  }

  /**
   * Writes every unfinished run anew under transaction ids of this cluster: what a queue needs that
   * was dumped and restored into another one. Waiting runs keep their order. Runs that were claimed
   * and had not ended run again, and the attempt does not count. Completed jobs are counted on but
   * no longer found. One transaction; it may be done again, and does no other harm where it is not
   * needed.
   *
   * @throws dev.awa.AwaException when a worker is alive, or has been silent for less than its
   *     lease; when somebody else uses the tables for longer than 10 s
   */
  public Rebased rebase() {
    Database worker = database.as(Duty.WORKER);
    worker.run("check the schema", engine.migrations()::checkVersion);
    return worker.readCommitted("rebase", engine.storage()::rebase);
  }

  /**
   * Makes the counters of jobs by state anew, by a scan of the jobs outside of the logs, and trusts
   * them from now on. Jobs that are to be moved there meanwhile wait; what was folded of completed
   * jobs stays as it is.
   *
   * @param patience how long to wait for those who move jobs; at least a second, and 24 days at
   *     most, whatever is said
   * @return since when the counters are trusted
   * @throws IllegalArgumentException when the patience is too short
   * @throws dev.awa.AwaException when somebody else uses the tables for longer
   */
  public Instant rebuildTerminalCounters(Duration patience) {
    if (patience.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("patience: must be at least 1 s, got " + patience);
    }
    Duration bounded = patience.compareTo(LONGEST_WAIT) < 0 ? patience : LONGEST_WAIT;
    return checked(Duty.WORKER)
        .readCommitted("rebuild the counters", tx -> engine.queues().rebuildCounters(tx, bounded));
  }

  /**
   * Looks at every unique key and lets go of those that are held by an id that is no job. A leader
   * does the same bit by bit; this goes through all of them at once, in steps of their own.
   *
   * @throws dev.awa.AwaException when somebody else has what a step needs for longer than 2 s
   */
  public StrayKeys letGoStrayKeys() {
    Database worker = database.as(Duty.WORKER);
    worker.run("check the schema", engine.migrations()::checkVersion);
    return worker.apart("look for stray keys", this::letGoStrayKeys);
  }

  private StrayKeys letGoStrayKeys(Connection connection) throws SQLException {
    long lookedAt = 0;
    long letGo = 0;
    List<StrayKey> first = new ArrayList<>();
    UniqueKeys.Slice slice = new UniqueKeys.Slice(KEYS_AT_ONCE, null, List.of());
    while (slice.lookedAt() == KEYS_AT_ONCE) {
      String after = slice.upTo();
      slice =
          Database.readCommitted(
              connection, tx -> engine.uniqueKeys().letGoStrays(tx, after, KEYS_AT_ONCE));
      lookedAt += slice.lookedAt();
      letGo += slice.letGo().size();
      slice.letGo().stream().limit(StrayKeys.SHOWN - first.size()).forEach(first::add);
    }
    return new StrayKeys(lookedAt, letGo, first);
  }

  /** For a call that would fail in words of SQL where rows are missing. */
  private Database checked(Duty duty) {
    Database other = database.as(duty);
    other.run("check the schema", engine.migrations()::checkRows);
    return other;
  }

  /** What is found out in several looks. */
  private interface Finding<T> {
    T in(ReadTransactions looks) throws SQLException;
  }

  private <T> T look(Finding<T> finding) {
    return database.apart(
        "look at the storage", connection -> finding.in(new OneByOne(connection)));
  }

  /** One transaction after the other on a connection. */
  private record OneByOne(Connection connection) implements ReadTransactions {
    @Override
    public <T> T take(Look<T> look) throws SQLException {
      return Database.readCommitted(connection, look::at);
    }
  }
}

package dev.awa.bench.lab;

import dev.awa.engine.ClaimLog;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Engine;
import dev.awa.engine.Flush;
import dev.awa.engine.Lead;
import dev.awa.engine.Report;
import dev.awa.engine.Ring;
import dev.awa.engine.Workers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** A worker without threads: claims and completes by hand, on one connection, in autocommit. */
public final class Hand {
  private static final Ending DONE =
      new Ending(Closure.COMPLETED, new Ending.Next.Completed(), null);
  private static final Duration LEADERSHIP = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Nobody judges it. */
  private static final Workers.Promise PROMISE =
      new Workers.Promise(LEADERSHIP, LEADERSHIP.multipliedBy(3), LEADERSHIP.multipliedBy(2));

  private final Engine engine;
  private final Connection connection;
  private final long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  private long nonce = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE / 2);
  private long flushNo;

  private Hand(Engine engine, Connection connection) {
    this.engine = engine;
    this.connection = connection;
  }

  /** Registers a worker. */
  public static Hand of(BenchQueue queue, Connection connection) throws SQLException {
    Hand hand = new Hand(queue.engine(), connection);
    hand.engine
        .workers()
        .register(connection, hand.id, new Workers.Self("by hand", List.of(), Set.of()), PROMISE);
    return hand;
  }

  public Claimed claim(int limit) throws SQLException {
    return claim(0, limit);
  }

  /** From a stripe. */
  public Claimed claim(int number, int limit) throws SQLException {
    ClaimLog.Stripe stripe = new ClaimLog.Stripe(SendEmail.QUEUE, (short) number);
    return engine
        .claimLog()
        .claim(connection, new ClaimLog.Request(id, stripe, limit, Long.MAX_VALUE, ++nonce));
  }

  /** Closes everything that a call has claimed, in one flush. */
  public void complete(Claimed claimed) throws SQLException {
    List<Flush.Ended> ended = new ArrayList<>(claimed.runs());
    for (Claimed.Batch batch : claimed.batches()) {
      batch.runs().forEach(run -> ended.add(new Flush.Ended(batch.claim(), run, DONE, null)));
    }
    if (!engine.closureLog().flush(connection, new Flush(id, ++flushNo, ended)).isEmpty()) {
      throw new IllegalStateException("a run that was just claimed was stale");
    }
  }

  /** Claims and completes until nothing is left; answers how many runs there were. */
  public long drain(int limit) throws SQLException {
    long runs = 0;
    Claimed claimed = claim(limit);
    while (claimed.status() == Claimed.Status.CLAIMED) {
      complete(claimed);
      runs += claimed.runs();
      claimed = claim(limit);
    }
    return runs;
  }

  /** Tells the same of all runs that a call has claimed. */
  public void report(Claimed claimed, Report report) throws SQLException {
    List<Report.OfRun> reports = new ArrayList<>(claimed.runs());
    for (Claimed.Batch batch : claimed.batches()) {
      batch.runs().forEach(run -> reports.add(new Report.OfRun(batch.claim(), run, report)));
    }
    if (!engine.reports().report(connection, id, reports)) {
      throw new IllegalStateException("somebody has the lock of the worker");
    }
  }

  private Lead lead() throws SQLException {
    return engine.leadership().lead(connection, id, LEADERSHIP).mine().orElseThrow();
  }

  /** Opens the next segment when the current one is full, as the leader would. */
  public void rotate() throws SQLException {
    engine.ring().rotate(connection, lead());
    engine.ring().publishHead(connection);
  }

  private Ring.Generation oldest() throws SQLException {
    return engine.ring().generations(connection).stream()
        .filter(generation -> !generation.isCarry())
        .findFirst()
        .orElseThrow();
  }

  /** Carries what is alive out of the oldest segment, as the leader would. */
  public Ring.Emptying carry() throws SQLException {
    return engine.ring().carry(connection, lead(), oldest(), PATIENCE);
  }

  /** Says that it holds no segment, as of a moment that is still to come. */
  public void letGo() throws SQLException {
    BenchQueue.sql(
        connection,
        "UPDATE awa.beats SET held_slots = '{}', announced_epoch ="
            + " awa.epoch_of(pg_current_snapshot()) + 1000000");
  }

  /** As of when nothing waits in the oldest segment. */
  public String drained() throws SQLException {
    return engine.ring().drained(connection, oldest()).orElseThrow();
  }

  /** Empties the oldest segment, in which nothing is alive, as the leader would. */
  public Ring.Emptying prune(String drained) throws SQLException {
    return engine.ring().prune(connection, lead(), oldest(), drained, PATIENCE);
  }
}

package dev.awa.bench.lab;

import dev.awa.engine.ClaimLog;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Engine;
import dev.awa.engine.Flush;
import dev.awa.engine.Lead;
import dev.awa.engine.Workers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A worker without threads: claims and completes by hand, on one connection, in autocommit. */
public final class Hand {
  private static final Ending DONE =
      new Ending(Closure.COMPLETED, new Ending.Next.Completed(), null);
  private static final Duration LEADERSHIP = Duration.ofHours(1);

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
    hand.engine.workers().register(connection, hand.id, "by hand", List.of(), PROMISE);
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

  /** Opens the next segment when the current one is full, as the leader would. */
  public void rotate() throws SQLException {
    Lead lead = engine.leadership().lead(connection, id, LEADERSHIP).mine().orElseThrow();
    engine.ring().rotate(connection, lead);
    engine.ring().publishHead(connection);
  }
}

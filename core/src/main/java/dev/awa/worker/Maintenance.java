package dev.awa.worker;

import dev.awa.engine.DeferredJobs.Promotion;
import dev.awa.engine.Engine;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one worker of all does for everybody, while it holds the lead: promotes deferred jobs that
 * are due. Every step is safe when two workers believe that they lead.
 */
final class Maintenance {
  private static final Duration LEASE = Duration.ofSeconds(10);
  private static final Duration RENEWAL = Duration.ofSeconds(3);
  private static final Duration LONGEST_REST = Duration.ofMillis(200);
  private static final Duration SWEEP = Duration.ofSeconds(60);
  private static final Duration OVERLAP = Duration.ofSeconds(10);
  private static final Duration SUMMARY = Duration.ofSeconds(30);
  private static final int BATCH = 1000;

  private final Engine engine;
  private final Session session;
  private final Identity identity;
  private final Loop loop;
  private boolean leader;
  private long leadCheckedNanos = System.nanoTime() - RENEWAL.toNanos();
  private long sweptNanos = System.nanoTime();
  private long summarizedNanos = System.nanoTime();
  private @Nullable Instant watermark;

  Maintenance(String worker, Engine engine, Session session, Identity identity) {
    this.engine = engine;
    this.session = session;
    this.identity = identity;
    this.loop = new Loop(worker + " maintenance", this::step);
  }

  void start() {
    loop.start();
  }

  void stop(Duration patience) throws InterruptedException {
    loop.stop(patience);
    session.close();
  }

  private Duration step() throws SQLException {
    long now = System.nanoTime();
    if (now - leadCheckedNanos >= RENEWAL.toNanos()) {
      leadCheckedNanos = now;
      leader = session.call(c -> engine.workers().lead(c, identity.workerId(), LEASE)).isPresent();
    }
    if (!leader) {
      return RENEWAL;
    }
    if (now - summarizedNanos >= SUMMARY.toNanos()) {
      summarizedNanos = now;
      session.call(engine.readyLog()::summarize);
    }
    return promote(now);
  }

  /**
   * Moves a batch of due jobs. It looks from where it came to last time, less ten seconds for
   * transactions that committed late, and once a minute from the beginning.
   */
  private Duration promote(long now) throws SQLException {
    if (now - sweptNanos > SWEEP.toNanos()) {
      sweptNanos = now;
      watermark = null;
    }
    Promotion promotion =
        session.call(c ->
            engine
                .deferredJobs()
                .promote(c, BATCH, watermark == null ? null : watermark.minus(OVERLAP)));
    if (promotion.lastRunAt() != null) {
      watermark = promotion.lastRunAt();
    }
    if (promotion.promoted() == BATCH) {
      return Duration.ZERO;
    }
    Duration rest = promotion.rest();
    return rest == null || rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : positive(rest);
  }

  private static Duration positive(Duration rest) {
    return rest.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : rest;
  }
}

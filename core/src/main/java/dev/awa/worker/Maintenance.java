package dev.awa.worker;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one worker of all does for everybody while it holds the lead: rescues the runs of dead
 * workers, looks for work that no sleeper was told of, promotes deferred jobs, keeps the index by
 * job id up to date. Every step is safe when two workers believe that they lead.
 */
final class Maintenance {
  private static final Duration LEADERSHIP = Duration.ofSeconds(4);
  private static final Duration RENEWAL = Duration.ofSeconds(1);
  private static final Duration SUMMARY = Duration.ofSeconds(5);
  private static final Duration SWEEPING = Duration.ofSeconds(10);
  private static final Duration COUNTING = Duration.ofSeconds(5);
  private static final int SWEEP = 1000;

  /** So many runs that were not counted yet are counted at every question for the depth. */
  private static final int UNCOUNTED = 10_000;

  private final Engine engine;
  private final Session session;
  private final Identity identity;
  private final Promoter promoter;
  private final Rescuer rescuer;
  private final Janitor janitor;
  private final Pace renewal = new Pace(RENEWAL);
  private final Pace rescue = new Pace(RENEWAL);
  private final Pace cleaning = new Pace(RENEWAL);
  private final Pace summary = new Pace(SUMMARY);
  private final Pace sweeping = new Pace(SWEEPING);
  private final Pace counting = new Pace(COUNTING);
  private final Pace waking;
  private final Loop loop;
  private @Nullable Lead lead;

  Maintenance(
      WorkerConfig config,
      Engine engine,
      Session session,
      Identity identity,
      BooleanSupplier hearing) {
    this.engine = engine;
    this.session = session;
    this.identity = identity;
    this.promoter = new Promoter(engine, identity, hearing);
    this.rescuer = new Rescuer(engine, config, session::isOwn);
    this.janitor = new Janitor(engine, session::isOwn);
    this.waking = new Pace(config.idlePoll());
    this.loop = new Loop(config.name() + " maintenance", () -> session.call(this::step));
  }

  void start() {
    loop.start();
  }

  /** A deferred job has come that is due soon. */
  void wake() {
    loop.wake();
  }

  void stop(Duration patience) throws InterruptedException {
    loop.stop(patience);
    session.close();
  }

  private Duration step(Connection connection) throws SQLException {
    if (renewal.isDue()) {
      lead = engine.workers().lead(connection, identity.workerId(), LEADERSHIP).orElse(null);
    }
    Lead held = lead;
    return held == null ? RENEWAL : maintain(connection, held);
  }

  private Duration maintain(Connection connection, Lead held) throws SQLException {
    if (waking.isDue()) {
      engine.workers().wakeWaiting(connection);
      waking.took();
    }
    if (rescue.isDue() && rescuer.step(connection, held)) {
      rescue.hurry();
    }
    if (cleaning.isDue()) {
      janitor.step(connection, held);
    }
    if (summary.isDue()) {
      engine.readyLog().summarize(connection);
    }
    if (sweeping.isDue() && sweep(connection, held)) {
      sweeping.hurry();
    }
    if (counting.isDue()) {
      engine.queues().countWaiting(connection, held, UNCOUNTED);
      counting.took();
    }
    Duration rest = promoter.step(connection);
    return rescue.isHurrying() ? Duration.ZERO : rest;
  }

  /** Deletes a bounded batch of everything that is no longer needed; whether there may be more. */
  private boolean sweep(Connection connection, Lead held) throws SQLException {
    long carried = engine.ring().sweepCarry(connection, held, SWEEP);
    long keys = engine.uniqueKeys().letGoPeriods(connection, SWEEP);
    long history = engine.history().purge(connection, held, SWEEP);
    return Math.max(carried, Math.max(keys, history)) >= SWEEP;
  }
}

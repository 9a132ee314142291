package dev.awa.worker;

import dev.awa.engine.Claim;
import dev.awa.engine.Claimed;
import dev.awa.engine.Endings;
import dev.awa.engine.Engine;
import dev.awa.engine.Failures;
import dev.awa.engine.Flush;
import dev.awa.engine.Lead;
import dev.awa.engine.Rescue;
import dev.awa.engine.Rescue.Position;
import dev.awa.engine.Ring.Generation;
import dev.awa.engine.Run;
import dev.awa.engine.Workers.Dead;
import dev.awa.engine.Workers.Suspect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares silent workers dead and lets their jobs run again, a bounded batch at each step. A
 * worker is dead when it has been silent for the lease, the last two beats of it before the eyes of
 * this leader; or for the grace time, while its session lock was seen free over two seconds on one
 * connection: after a restart of the database every lock is free, and the living take theirs back
 * meanwhile. Behind a pooler, where a connection outlives a restart, the lease alone decides.
 */
final class Rescuer {
  private static final Logger LOG = LoggerFactory.getLogger(Rescuer.class);
  private static final Duration LOCK_FREE = Duration.ofSeconds(2);

  private final Engine engine;
  private final Duration grace;
  private final Duration lease;
  private final BooleanSupplier ownSession;
  private final Duration watched;
  private final Silences silences = new Silences(System::nanoTime);
  private int watchedOn;

  Rescuer(Engine engine, WorkerConfig config, BooleanSupplier ownSession) {
    this.engine = engine;
    this.grace = config.deathGrace();
    this.lease = config.lease();
    this.watched = config.beat().multipliedBy(2);
    this.ownSession = ownSession;
  }

  /** Declares dead who must be, and rescues a batch; whether there is more to rescue. */
  boolean step(Connection connection, Lead lead) throws SQLException {
    watchAnew(connection);
    if (!engine.workers().isAnySilent(connection, grace)) {
      silences.forget();
      return false;
    }
    declareDead(connection, lead);
    List<Dead> dead = engine.workers().dead(connection);
    if (dead.isEmpty()) {
      return false;
    }
    rescueBatch(connection, lead, dead.getFirst());
    return true;
  }

  private void declareDead(Connection connection, Lead lead) throws SQLException {
    List<Suspect> suspects = engine.workers().suspects(connection, grace);
    silences.look(suspects);
    for (Suspect suspect : suspects) {
      if (isDead(suspect) && engine.workers().declareDead(connection, lead, suspect)) {
        LOG.warn(
            "worker {} was declared dead: silent for {}, session lock {}",
            suspect.id(),
            suspect.silent(),
            suspect.lockFree() ? "free" : "not free");
      }
    }
  }

  /**
   * What was seen on another connection says nothing: the database may have been restarted in
   * between.
   */
  private void watchAnew(Connection connection) {
    int now = System.identityHashCode(connection);
    if (now != watchedOn) {
      watchedOn = now;
      silences.forget();
    }
  }

  private boolean isDead(Suspect suspect) {
    return (suspect.silent().compareTo(lease) > 0 && silences.lasts(suspect, watched))
        || (ownSession.getAsBoolean() && silences.lastsWithLockFree(suspect, LOCK_FREE));
  }

  private void rescueBatch(Connection connection, Lead lead, Dead dead) throws SQLException {
    for (Generation generation : engine.ring().generations(connection)) {
      if (generation.number() < dead.rescuedTo().generation()) {
        continue;
      }
      Position after =
          generation.number() == dead.rescuedTo().generation()
              ? dead.rescuedTo()
              : Position.before(generation.number());
      List<Claim> claims =
          engine.claimLog().claimsOf(connection, dead.id(), generation.slot(), after);
      if (!claims.isEmpty()) {
        rescue(connection, lead, dead, generation, claims);
        return;
      }
    }
    if (engine.workers().forget(connection, lead, dead.id())) {
      LOG.info("worker {} ({}): every run it had open was rescued", dead.id(), dead.name());
    }
  }

  private void rescue(
      Connection connection, Lead lead, Dead dead, Generation generation, List<Claim> claims)
      throws SQLException {
    List<Flush.Ended> ended = new ArrayList<>();
    for (Claimed.Batch batch : engine.claimLog().openRuns(connection, generation.slot(), claims)) {
      batch.runs().forEach(run -> ended.add(ended(batch.claim(), run)));
    }
    Claim last = claims.getLast();
    Position to = new Position(generation.number(), last.lane(), last.claimNo());
    rescue(connection, lead, new Rescue(dead.id(), ended, to), dead.rescuedTo());
  }

  /**
   * One run that the database refuses must not stop the others: halve until it stands alone, then
   * leave it. The position moves only with the last piece, so nothing is passed over when one in
   * between fails.
   */
  private void rescue(Connection connection, Lead lead, Rescue batch, Position from)
      throws SQLException {
    try {
      engine.closureLog().rescue(connection, lead, batch);
    } catch (SQLException e) {
      List<Flush.Ended> ended = batch.ended();
      if (!Failures.isOfTheData(e) || ended.isEmpty()) {
        throw e;
      }
      if (ended.size() == 1) {
        LOG.error(
            "job {}: can't be rescued, its run stays open", ended.getFirst().run().jobId(), e);
        rescue(connection, lead, new Rescue(batch.deadWorkerId(), List.of(), batch.to()), from);
        return;
      }
      int half = ended.size() / 2;
      Rescue first = new Rescue(batch.deadWorkerId(), ended.subList(0, half), from);
      Rescue second =
          new Rescue(batch.deadWorkerId(), ended.subList(half, ended.size()), batch.to());
      rescue(connection, lead, first, from);
      rescue(connection, lead, second, from);
    }
  }

  private static Flush.Ended ended(Claim claim, Run run) {
    int attempt = run.attempts() + 1;
    Duration backoff = Backoff.exponential().after(attempt);
    return new Flush.Ended(claim, run, Endings.rescued(attempt, run.maxAttempts(), backoff), null);
  }
}

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
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares silent workers dead and lets their jobs run again, a bounded batch at each step. A
 * worker is judged by what it promised itself: dead when it has been silent for its lease, the last
 * two of its beats before the eyes of this leader; or for its grace time, while its session lock
 * was seen free over two seconds on one connection: after a restart of the database every lock is
 * free, and the living take theirs back meanwhile. Behind a pooler, where a connection outlives a
 * restart, the lease alone decides.
 *
 * <p>A call of a dead worker may hang at the server with the locks of its worker and its stripe,
 * because its client stands still. Nobody waits for it here longer than a moment: see {@link
 * Keepers}.
 */
final class Rescuer {
  private static final Logger LOG = LoggerFactory.getLogger(Rescuer.class);

  /** So long one step waits for calls of a worker that still run. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Engine engine;
  private final BooleanSupplier ownSession;
  private final Silences silences = new Silences(System::nanoTime);
  private final Keepers keepers;
  private int watchedOn;

  Rescuer(Engine engine, BooleanSupplier ownSession) {
    this.engine = engine;
    this.ownSession = ownSession;
    this.keepers = new Keepers(engine.workers(), System::nanoTime);
  }

  /** Declares dead who must be, and rescues a batch; whether there is more to rescue. */
  boolean step(Connection connection, Lead lead) throws SQLException {
    watchAnew(connection);
    if (!engine.workers().isAnySilent(connection)) {
      silences.forget();
      keepers.forget();
      return false;
    }
    declareDead(connection, lead);
    Optional<Dead> dead =
        engine.workers().dead(connection).stream()
            .filter(one -> keepers.mayTry(one.id()))
            .findFirst();
    return dead.isPresent() && rescues(connection, lead, dead.get());
  }

  private boolean rescues(Connection connection, Lead lead, Dead dead) throws SQLException {
    try {
      rescueBatch(connection, lead, dead);
      keepers.letGo(dead.id());
      return true;
    } catch (SQLException e) {
      if (!Failures.isBlocked(e)) {
        throw e;
      }
      keepers.blocked(connection, lead, dead.id(), null);
      return false;
    }
  }

  private void declareDead(Connection connection, Lead lead) throws SQLException {
    List<Suspect> suspects = engine.workers().suspects(connection);
    silences.look(suspects);
    Duration patience = PATIENCE;
    for (Suspect suspect : suspects) {
      if (silences.isDead(suspect, ownSession.getAsBoolean()) && keepers.mayTry(suspect.id())) {
        switch (engine.workers().declareDead(connection, lead, suspect, patience)) {
          case DEAD -> tell(suspect);
          case ALIVE -> keepers.letGo(suspect.id());
          case BUSY -> {
            patience = Duration.ZERO; // one wait a step
            keepers.blocked(connection, lead, suspect.id(), suspect.beatAt());
          }
        }
      }
    }
  }

  private static void tell(Suspect suspect) {
    LOG.warn(
        "worker {} was declared dead: silent for {}{}, session lock {}",
        suspect.id(),
        suspect.silent(),
        suspect.silent().isNegative() ? " (its last beat was of another clock)" : "",
        suspect.lockFree() ? "free" : "not free");
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
      if (!Failures.isRefused(e) || ended.isEmpty()) {
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

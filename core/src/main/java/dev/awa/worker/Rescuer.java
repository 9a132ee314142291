package dev.awa.worker;

import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import dev.awa.engine.Workers.Suspect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares silent workers dead and has their jobs run again (see {@link Rescues}). A worker is dead
 * when it has been silent for the lease, the last two beats of it before the eyes of this leader;
 * or for the grace time, while its session lock was seen free over two seconds on one connection:
 * after a restart of the database every lock is free, and the living take theirs back meanwhile.
 * Behind a pooler, where a connection outlives a restart, the lease alone decides.
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
  private final Rescues rescues;
  private int watchedOn;

  Rescuer(Engine engine, WorkerConfig config, BooleanSupplier ownSession) {
    this.engine = engine;
    this.grace = config.deathGrace();
    this.lease = config.lease();
    this.watched = config.beat().multipliedBy(2);
    this.ownSession = ownSession;
    this.rescues = new Rescues(engine);
  }

  /** Declares dead who must be, and rescues a batch; whether there is more to rescue. */
  boolean step(Connection connection, Lead lead) throws SQLException {
    watchAnew(connection);
    if (!engine.workers().isAnySilent(connection, grace)) {
      silences.forget();
      return false;
    }
    declareDead(connection, lead);
    return rescues.step(connection, lead);
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
}

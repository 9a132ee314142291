package dev.awa.worker;

import dev.awa.engine.Deaths.Lost;
import dev.awa.engine.Deaths.Suspect;
import dev.awa.engine.Engine;
import dev.awa.engine.Lead;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares silent workers dead and has their jobs run again (see {@link Rescues}). A worker is
 * judged by what it promised itself: dead when it has been silent for its lease, the last two of
 * its beats before the eyes of this leader; or for its grace time, while its session lock was seen
 * free over two seconds on one connection: after a restart of the database every lock is free, and
 * the living take theirs back meanwhile. Behind a pooler, where a connection outlives a restart,
 * the lease alone decides.
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
  private final BooleanSupplier talliesBehind;
  private final Silences silences = new Silences(System::nanoTime);
  private final Keepers keepers;
  private final Rescues rescues;
  private final Walk finding = new Walk();
  private int watchedOn;

  /**
   * One that has found nobody yet.
   *
   * @param ownSession whether the session is this worker's alone
   * @param talliesBehind whether it takes long to find what is open
   */
  Rescuer(Events events, Engine engine, BooleanSupplier ownSession, BooleanSupplier talliesBehind) {
    this.engine = engine;
    this.ownSession = ownSession;
    this.talliesBehind = talliesBehind;
    this.keepers = new Keepers(engine.deaths(), System::nanoTime);
    this.rescues = new Rescues(events, engine, keepers);
  }

  /**
   * Declares dead who must be, and rescues a batch unless the tallies are behind; whether there is
   * more to rescue.
   */
  boolean step(Connection connection, Lead lead) throws SQLException {
    watchAnew(connection);
    if (!engine.deaths().isAnySilent(connection)) {
      silences.forget();
      keepers.forget();
      return false;
    }
    declareDead(connection, lead);
    return talliesBehind.getAsBoolean() || rescues.step(connection, lead);
  }

  /**
   * Looks in the next lanes for workers that nobody knows and that have runs open: they are dead,
   * then. Not while the tallies are behind. Whether there are other lanes.
   */
  boolean find(Connection connection, Lead lead) throws SQLException {
    if (talliesBehind.getAsBoolean()) {
      return true;
    }
    Lost found = engine.deaths().declareLost(connection, lead, finding.after(), Walk.LANES);
    for (long lost : found.workers()) {
      LOG.error(
          "worker {} is not known and has open runs, which are rescued now; was its row deleted by"
              + " hand?",
          lost);
    }
    return finding.cameTo(found.cameTo());
  }

  private void declareDead(Connection connection, Lead lead) throws SQLException {
    List<Suspect> suspects = engine.deaths().suspects(connection);
    silences.look(suspects);
    Duration patience = PATIENCE;
    for (Suspect suspect : suspects) {
      if (silences.isDead(suspect, ownSession.getAsBoolean()) && keepers.mayTry(suspect.id())) {
        switch (engine.deaths().declareDead(connection, lead, suspect, patience)) {
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
}

package dev.awa.worker;

import dev.awa.engine.Workers;
import dev.awa.engine.Workers.Announcement;
import dev.awa.engine.Workers.Promise;
import dev.awa.engine.Workers.Pulse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every few seconds that the worker lives and which segments it holds, on a thread and a
 * connection of its own. A worker that was declared dead, or whose database has failed over,
 * cancels what it runs, forgets what it has not sent, and begins anew under another id.
 */
final class Heart {
  private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

  /** Short: others take a lost session lock for a sign of death. */
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);

  private final Workers workers;
  private final Session session;
  private final Identity identity;
  private final Holds holds;
  private final LongConsumer onCancelled;
  private final Runnable onDeath;
  private final Runnable onReturn;
  private final WorkerConfig config;
  private final Set<String> queues;
  private final Loop loop;
  private @Nullable Connection lockedOn;
  private long lockedAs;
  private boolean cutOff;

  Heart(
      Workers workers,
      Session session,
      Identity identity,
      Holds holds,
      LongConsumer onCancelled,
      Runnable onDeath,
      Runnable onReturn,
      WorkerConfig config,
      Set<String> queues) {
    this.workers = workers;
    this.session = session;
    this.identity = identity;
    this.holds = holds;
    this.onCancelled = onCancelled;
    this.onDeath = onDeath;
    this.onReturn = onReturn;
    this.config = config;
    this.queues = queues;
    this.loop = new Loop(config.name() + " heart", this::beat, LONGEST_BACKOFF);
    identity.onFenced(loop::wake);
  }

  /** Registers the worker and begins to beat. */
  void start() throws SQLException {
    try {
      register(identity.workerId());
    } catch (SQLException e) {
      session.close();
      throw e;
    }
    loop.start();
  }

  /**
   * Ends. A worker that has nothing open is taken out of the list, if the database can be reached;
   * one that has is left for others to declare dead and to rescue. A connection that has broken
   * since the last beat is noticed here first, so that is tried twice.
   */
  void stop(Duration patience, boolean nothingOpen) throws InterruptedException {
    loop.stop(patience);
    try {
      signOff(nothingOpen);
    } catch (SQLException e) {
      LOG.warn(
          "{}: could not sign off, its entry stays until it is declared dead: {}",
          config.name(),
          e.toString());
    }
    session.close();
  }

  private void signOff(boolean nothingOpen) throws SQLException {
    try {
      session.call(connection -> leave(connection, nothingOpen));
    } catch (SQLException e) {
      LOG.debug("{}: signing off on another connection", config.name(), e);
      session.call(connection -> leave(connection, nothingOpen));
    }
  }

  private boolean leave(Connection connection, boolean nothingOpen) throws SQLException {
    if (nothingOpen) {
      workers.leave(connection, identity.workerId());
    }
    return session.isOwn() && workers.releaseLock(connection, identity.workerId());
  }

  /**
   * One beat. When it goes through after others had failed, the database is back: whoever is still
   * backing off need not wait any longer.
   */
  private Duration beat() throws SQLException {
    boolean wasCutOff = cutOff;
    cutOff = true; // unless this comes to its end
    tell();
    cutOff = false;
    if (wasCutOff) {
      onReturn.run();
    }
    return config.beat();
  }

  private void tell() throws SQLException {
    long id = identity.workerId();
    session.call(connection -> holdLock(connection, id));
    Announcement announcement = holds.announcement();
    Optional<Pulse> pulse =
        identity.isFenced()
            ? Optional.empty()
            : session.call(connection -> workers.beat(connection, id, announcement));
    if (pulse.isPresent()) {
      holds.epochIs(pulse.get().epoch());
      pulse.get().cancelled().forEach(onCancelled::accept);
    } else {
      beginAnew(id);
    }
  }

  /**
   * Each new connection takes the session lock again. Behind a pooler there is none: it would stay
   * in a session of others, and outlive the worker.
   */
  @SuppressWarnings("ReferenceEquality") // another connection does not hold the lock, however equal
  private boolean holdLock(Connection connection, long id) throws SQLException {
    if (lockedOn != connection || lockedAs != id) {
      if (session.isOwn()) {
        workers.holdLock(connection, id);
      }
      lockedOn = connection;
      lockedAs = id;
    }
    return true;
  }

  private void beginAnew(long dead) throws SQLException {
    LOG.warn(
        "{}: worker {} was declared dead, or the database has failed over; its attempts are"
            + " cancelled, it begins anew",
        config.name(),
        dead);
    identity.fenced(dead); // before all else: what is claimed from now on is not begun
    onDeath.run();
    long next = identity.another();
    register(next);
    identity.become(next);
  }

  private void register(long id) throws SQLException {
    Promise promise = new Promise(config.beat(), config.lease(), config.deathGrace());
    holds.epochIs(
        session.call(
            connection -> workers.register(connection, id, config.name(), promise, queues)));
  }
}

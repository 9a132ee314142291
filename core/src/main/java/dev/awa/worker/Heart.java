package dev.awa.worker;

import dev.awa.engine.Workers;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every few seconds that the worker lives, on a thread and a connection of its own. A worker
 * that was declared dead cancels what it runs, forgets what it has not sent, and begins anew under
 * another id.
 */
final class Heart {
  private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

  private final Workers workers;
  private final Session session;
  private final Identity identity;
  private final Runnable onDeath;
  private final String facts;
  private final WorkerConfig config;
  private final Loop loop;

  Heart(
      Workers workers,
      Session session,
      Identity identity,
      Runnable onDeath,
      String facts,
      WorkerConfig config) {
    this.workers = workers;
    this.session = session;
    this.identity = identity;
    this.onDeath = onDeath;
    this.facts = facts;
    this.config = config;
    this.loop = new Loop(config.name() + " heart", this::beat);
    identity.onFenced(loop::wake);
  }

  /** Registers the worker and begins to beat. */
  void start() throws SQLException {
    register();
    loop.start();
  }

  /** Takes the worker out of the list, if the database can be reached, and ends. */
  void stop(Duration patience) throws InterruptedException {
    loop.stop(patience);
    try {
      session.call(connection -> {
        workers.leave(connection, identity.workerId());
        return true;
      });
    } catch (SQLException e) {
      LOG.warn(
          "{}: could not sign off, its entry stays until it is declared dead: {}",
          config.name(),
          e.toString());
    }
    session.close();
  }

  private Duration beat() throws SQLException {
    long id = identity.workerId();
    if (identity.isFenced() || !session.call(connection -> workers.beat(connection, id))) {
      beginAnew(id);
    }
    return config.beat();
  }

  private void beginAnew(long dead) throws SQLException {
    LOG.warn(
        "{}: worker {} was declared dead; its attempts are cancelled, it begins anew",
        config.name(),
        dead);
    identity.renew();
    onDeath.run();
    register();
  }

  private void register() throws SQLException {
    session.call(connection -> {
      workers.register(connection, identity.workerId(), config.name(), facts);
      return true;
    });
  }
}

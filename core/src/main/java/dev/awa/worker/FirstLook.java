package dev.awa.worker;

import dev.awa.Duty;
import dev.awa.engine.Engine;
import dev.awa.engine.PlainJson;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker looks at before it starts anything: its rights, the schema, whether counts can rely
 * on what was noted, and whether a pooler shares the sessions of the database.
 */
final class FirstLook {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final String worker;
  private final Engine engine;
  private final Sessions sessions;
  private final Session session;
  private final Session another;

  FirstLook(String worker, Engine engine, Sessions sessions, Session session, Session another) {
    this.worker = worker;
    this.engine = engine;
    this.sessions = sessions;
    this.session = session;
    this.another = another;
  }

  /** Looks, and gives the connections back. Throws where the worker can't start. */
  void take() throws SQLException {
    PlainJson.load();
    try (session;
        another) {
      boolean trusted =
          session.call(connection -> {
            engine.rights().require(connection, Duty.WORKER);
            engine.migrations().check(connection);
            return engine.storage().countersTrustedAt(connection).isPresent();
          });
      if (!trusted) {
        LOG.warn(
            "{}: counts of scheduled, retryable, failed and cancelled jobs and of dead letters are"
                + " made by a scan each time, since one of their tables was truncated or the data"
                + " was restored. Once the data is complete: awa storage rebuild-terminal-counters",
            worker);
      }
      Connecting.second(worker, another);
      session.call(one ->
          another.call(other -> {
            sessions.look(one, other);
            return true;
          }));
    }
  }
}

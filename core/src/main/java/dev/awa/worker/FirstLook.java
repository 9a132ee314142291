package dev.awa.worker;

import dev.awa.Duty;
import dev.awa.engine.Engine;
import dev.awa.engine.PlainJson;
import dev.awa.event.CountersNotTrusted;
import java.sql.SQLException;

/**
 * What a worker looks at before it starts anything: its rights, the schema, whether counts can rely
 * on what was noted, and whether a pooler shares the sessions of the database.
 */
final class FirstLook {

  private final Events events;
  private final Engine engine;
  private final Sessions sessions;
  private final Session session;
  private final Session another;

  FirstLook(Events events, Engine engine, Sessions sessions, Session session, Session another) {
    this.events = events;
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
        events.accept(new CountersNotTrusted());
      }
      Connecting.second(events.worker(), another);
      session.call(one ->
          another.call(other -> {
            sessions.look(one, other);
            return true;
          }));
    }
  }
}

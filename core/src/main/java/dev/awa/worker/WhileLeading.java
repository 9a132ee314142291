package dev.awa.worker;

import dev.awa.engine.Failures;
import java.sql.SQLException;
import java.time.Duration;

/** A circle of chores on a thread of its own and, while this worker leads, on a session. */
final class WhileLeading {
  /** So often it is looked whether this worker leads. */
  private static final Duration LOOKS = Duration.ofSeconds(1);

  private final Leading leading;
  private final Session session;
  private final Circle circle;
  private final Loop loop;

  /**
   * One that has not begun.
   *
   * @param part what the thread is called, after the worker
   */
  WhileLeading(Events events, String part, Leading leading, Session session, Circle circle) {
    this.leading = leading;
    this.session = session;
    this.circle = circle;
    this.loop = new Loop(events, part, this::turn);
  }

  Loop loop() {
    return loop;
  }

  /** A chore has something to do at once. Told by any thread. */
  void hurry(String chore) {
    circle.hurry(chore);
    loop.wake();
  }

  /** Ends it; a turn that is not over by then is undone, and another leader begins it again. */
  void stop(Duration patience) {
    if (!loop.stop(patience)) {
      session.abort();
    }
    session.close();
  }

  private Duration turn() throws SQLException {
    if (!leading.isHeld()) {
      session.close();
      return LOOKS;
    }
    try {
      Duration rest = session.call(circle::round);
      return rest.compareTo(LOOKS) < 0 ? rest : LOOKS;
    } catch (SQLException e) {
      if (!Failures.isNotLeading(e)) {
        throw e;
      }
      leading.doubt(); // another leads by now
      return LOOKS;
    }
  }
}

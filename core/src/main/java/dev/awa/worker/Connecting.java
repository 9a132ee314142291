package dev.awa.worker;

import dev.awa.AwaException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Takes the connections that a worker keeps, all of them, before it does anything: with fewer, its
 * loops would wait for each other for ever, and nothing would tell.
 */
final class Connecting {
  /** For all together. A pool of which others use much for a moment gets as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Claims, closures, beat, notifications, maintenance, and the chores and the ring. */
  private static final int MOST = 7;

  private Connecting() {}

  /**
   * Opens every session, and some more for a moment: as many as the worker takes beside them while
   * it leads.
   *
   * @throws AwaException when there are not as many; then none is kept
   */
  static void all(String worker, List<Session> kept, List<Session> whenLeading) {
    int needed = kept.size() + whenLeading.size();
    int got = 0;
    long until = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (List<Session> some : List.of(kept, whenLeading)) {
        for (Session session : some) {
          session.open(left(until));
          got++;
        }
      }
    } catch (SQLException | RuntimeException e) {
      kept.forEach(Session::close);
      String why =
          isOver(until)
              ? "no more within " + PATIENCE.toSeconds() + " s"
              : String.valueOf(e.getMessage());
      throw tooFew(worker, needed, got, why, e);
    } finally {
      whenLeading.forEach(Session::close);
    }
  }

  /** Opens the second of all sessions. */
  static void second(String worker, Session session) {
    try {
      session.open(PATIENCE);
    } catch (SQLException | RuntimeException e) {
      throw tooFew(worker, MOST, 1, String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean isOver(long until) {
    return System.nanoTime() >= until;
  }

  private static Duration left(long until) {
    return Duration.ofNanos(Math.max(1, until - System.nanoTime()));
  }

  private static AwaException tooFew(
      String worker, int needed, int got, String why, Exception cause) {
    return new AwaException(
        String.format(
            Locale.ROOT,
            "worker %s could not start: it needs %d connections of its data source at once, and got"
                + " %d (%s). A pool must have %d for the worker, and beside them as many as"
                + " handlers and the rest of the application use at once; or give the worker a data"
                + " source of its own that has no pool (PGSimpleDataSource), since it keeps its"
                + " connections anyway",
            worker,
            needed,
            got,
            why,
            needed),
        cause);
  }
}

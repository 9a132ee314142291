package dev.awa.worker;

import dev.awa.engine.Sleepers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log once when the notification queue of the cluster is half full, and once when that is
 * over: meanwhile nobody notifies, and idle workers find jobs by polling alone. Used by the thread
 * of maintenance.
 */
final class Unheard {
  private static final Logger LOG = LoggerFactory.getLogger(Unheard.class);

  /** From here on the statements that would notify don't. */
  private static final double HALF = 0.5;

  /** It is over when it is well below, so that it is not told again and again. */
  private static final double OVER = 0.4;

  private boolean told;

  void look(Connection connection, Sleepers sleepers) throws SQLException {
    judge(sleepers.notificationQueue(connection));
  }

  void judge(double full) {
    if (!told && full >= HALF) {
      told = true;
      LOG.warn(
          "the notification queue of the database server is {} % full. Nobody is notified of jobs"
              + " until it is less than half full; idle workers find them by polling, which takes"
              + " 2 s. Some session listens and does not read: look in pg_stat_activity, in every"
              + " database of the server, for one that has executed LISTEN and is idle in a"
              + " transaction, the oldest xact_start first, and end it (pg_terminate_backend)",
          String.format(Locale.ROOT, "%.0f", 100 * full));
    } else if (told && full < OVER) {
      told = false;
      LOG.info("the notification queue of the database server empties again");
    }
  }
}

package dev.awa.worker;

import dev.awa.engine.Lead;
import dev.awa.engine.Queues;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retires twins that have come to rest, so that claims need not look at them, and puts those to use
 * again that something came to.
 */
final class Twins {
  private static final Logger LOG = LoggerFactory.getLogger(Twins.class);
  private static final int BATCH = 100;

  /** A snapshot in which nothing is visible. */
  private static final String NOTHING = "1:1:";

  private final Queues queues;
  private final Pace reviving = new Pace(Duration.ofSeconds(1));
  private final Pace retiring = new Pace(Duration.ofSeconds(5));
  private String then = NOTHING;

  Twins(Queues queues) {
    this.queues = queues;
  }

  void step(Connection connection, Lead lead) throws SQLException {
    if (reviving.isDue()) {
      tell("in use again", queues.reviveLanes(connection, lead));
      reviving.took();
    }
    if (retiring.isDue()) {
      Queues.Retired retired = queues.retireLanes(connection, lead, then, BATCH);
      then = retired.next();
      tell("retired", retired.lanes());
      retiring.took();
    }
  }

  private static void tell(String what, List<Integer> lanes) {
    if (!lanes.isEmpty()) {
      LOG.info("lanes that are twins, {}: {}", what, lanes);
    }
  }
}

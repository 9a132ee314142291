package dev.awa.worker;

import dev.awa.engine.Queues;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of queues that have jobs and no worker: once, when it was so at two looks in a row,
 * and again only after a worker has come and gone. Used by the thread of maintenance.
 */
final class Unserved {
  private static final Logger LOG = LoggerFactory.getLogger(Unserved.class);

  /** So many are named in a line. */
  private static final int MOST = 100;

  private final Queues queues;
  private final Set<String> told = new HashSet<>();
  private Set<String> before = Set.of();
  private final Set<String> now = new HashSet<>();
  private String after = "";

  Unserved(Queues queues) {
    this.queues = queues;
  }

  /** Looks at the next queues, and tells once all have been seen; whether there are others. */
  boolean look(Connection connection) throws SQLException {
    Queues.Unserved found = queues.unserved(connection, after, Walk.LANES);
    now.addAll(found.queues());
    after = found.cameTo().orElse("");
    if (found.cameTo().isEmpty()) {
      tell();
    }
    return found.cameTo().isPresent();
  }

  private void tell() {
    told.retainAll(now);
    List<String> news = now.stream().filter(before::contains).filter(told::add).sorted().toList();
    before = Set.copyOf(now);
    now.clear();
    if (!news.isEmpty()) {
      LOG.warn(
          "jobs wait in queues that no worker works on: {}{}. Start one for them, or is a name"
              + " misspelt?",
          news.subList(0, Math.min(MOST, news.size())),
          news.size() > MOST ? " and " + (news.size() - MOST) + " others" : "");
    }
  }
}

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

  private final Queues queues;
  private final Set<String> told = new HashSet<>();
  private Set<String> before = Set.of();

  Unserved(Queues queues) {
    this.queues = queues;
  }

  void look(Connection connection) throws SQLException {
    Set<String> now = Set.copyOf(queues.unserved(connection));
    told.retainAll(now);
    List<String> news = now.stream().filter(before::contains).filter(told::add).sorted().toList();
    before = now;
    if (!news.isEmpty()) {
      LOG.warn(
          "jobs wait in queues that no worker works on: {}. Start one for them, or is a name"
              + " misspelt?",
          news);
    }
  }
}

package dev.awa.maintenance;

import dev.awa.engine.Lead;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * One thing that maintenance does, again and again, while this worker leads.
 *
 * <p>A turn does a bounded piece: others wait for theirs. It is harmless when two workers believe
 * that they lead, and when it is broken off. It may throw whatever it likes: a chore fails alone,
 * and is tried again after a back-off. What it has done it announces. Used by one thread.
 */
public interface Chore {
  /** What it is called, how often it has a turn, how much a turn does, and what it announces. */
  Plan plan();

  /** Has a turn. Says how long to rest until the next; zero where there is more to do at once. */
  Duration turn(Connection connection, Lead lead) throws SQLException;
}

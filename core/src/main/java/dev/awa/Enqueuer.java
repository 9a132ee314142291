package dev.awa;

import java.sql.Connection;
import java.util.List;

/**
 * Takes jobs. {@link dev.awa.client.Awa} is one; code that only enqueues may ask for this instead,
 * and be given another in a test that has no database.
 *
 * <p>Bad input is refused before anything is written ({@link InvalidJobException}), and a call is
 * all or nothing.
 */
public interface Enqueuer {
  /** Enqueues a job in a transaction of its own. */
  Enqueued enqueue(Job<?> job);

  /**
   * Enqueues a job in the caller's transaction, which is neither committed, rolled back nor closed.
   */
  Enqueued enqueue(Connection tx, Job<?> job);

  /**
   * Enqueues jobs in a transaction of its own.
   *
   * @return one answer for each job, in order
   */
  List<Enqueued> enqueueAll(List<? extends Job<?>> jobs);

  /** Enqueues jobs in the caller's transaction, which is neither committed nor rolled back. */
  List<Enqueued> enqueueAll(Connection tx, List<? extends Job<?>> jobs);
}

package dev.awa.bench.peer;

import java.sql.Connection;
import java.util.List;

/**
 * A queue that is installed in a database. Jobs have numbers; {@link Payload} says what they hold.
 */
public interface Contender extends AutoCloseable {
  /**
   * Enqueues {@code count} jobs in one transaction by the library's call for that number, and
   * returns when they are committed. May be called by several threads.
   */
  void enqueue(long from, int count) throws Exception;

  /** Enqueues jobs by COPY. */
  default void copy(long from, int count) throws Exception {
    throw new UnsupportedOperationException("no COPY");
  }

  /** Enqueues a job in the caller's transaction. */
  default void enqueue(Connection tx, long n) throws Exception {
    throw new UnsupportedOperationException("no transaction of the caller's");
  }

  /** Starts workers; closing the answer stops them. */
  AutoCloseable start(int workers, Work work) throws Exception;

  /** How many jobs are not durably finished. */
  long unfinished() throws Exception;

  /** The processes that it runs in beside this one. */
  default List<ProcessHandle> processes() {
    return List.of();
  }
}

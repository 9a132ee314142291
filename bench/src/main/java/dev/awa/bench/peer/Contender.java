package dev.awa.bench.peer;

import dev.awa.bench.measure.Sample;
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

  /** Makes it ready for jobs of the mix. */
  default void prepareMix() throws Exception {}

  /** Enqueues jobs of the mix by its call for many jobs. */
  default void enqueueMix(List<MixJob> jobs) throws Exception {
    throw new UnsupportedOperationException("no mix");
  }

  /** How many jobs it has given up and kept. */
  default long deadLetters() throws Exception {
    return 0;
  }

  /**
   * Begins to time the calls that fetch work, of workers started from now on; false when they can't
   * be told from others.
   */
  default boolean timeClaims() {
    return false;
  }

  /** Milliseconds of each call that fetched work. */
  default Sample claimMillis() {
    throw new UnsupportedOperationException("fetches are not timed");
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

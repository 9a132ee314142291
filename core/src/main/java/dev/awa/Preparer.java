package dev.awa;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the jobs that a client enqueues, before they are checked and written: adds a trace
 * context, metadata or tags. Given to a client by {@link dev.awa.client.Awa#preparing}. Safe for
 * use by several threads.
 */
@FunctionalInterface
public interface Preparer {
  /**
   * A call that enqueues begins, on its thread. What this method throws fails the call before
   * anything is written.
   *
   * @return prepares the jobs of this call alone
   */
  Preparation begin();

  /** Prepares each job by itself: {@code Preparer.of(job -> job.withTags("nightly"))}. */
  static Preparer of(UnaryOperator<Job<?>> change) {
    return () -> change::apply;
  }

  /**
   * Prepares the jobs of one call. All methods are called on the thread of the call, one after the
   * other, so a slow one makes the call slow.
   */
  @FunctionalInterface
  interface Preparation {
    /**
     * The job as it is to be enqueued. Called once for each job, in order. What this method throws
     * fails the call and reaches the caller; nothing of the call is written. So a preparation that
     * must never cost a job catches what goes wrong, and returns the job as it is.
     */
    Job<?> prepare(Job<?> job);

    /**
     * A job was written, or is a duplicate. Called for each job, in order, after the jobs were
     * written. In the caller's transaction nothing is committed yet. Must not throw. Default: does
     * nothing.
     */
    default void answered(Enqueued answer) {}

    /**
     * The call is over; a transaction of its own is committed. Must not throw: the jobs are there
     * already. Default: does nothing.
     *
     * @param failure what the call throws; null when it returns
     */
    default void end(@Nullable Throwable failure) {}
  }
}

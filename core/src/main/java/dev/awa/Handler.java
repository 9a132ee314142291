package dev.awa;

/**
 * Runs the jobs of one kind. Called on a virtual thread of its own for each attempt, for many jobs
 * at once. Anything it throws, an {@code Error} too, is a failed attempt, which is retried with
 * back-off until the attempts are used up. The thread inherits nothing from whoever started the
 * worker; its context class loader is that of the handler's class. A job may be run more than once
 * (after a crash, say), so handlers should be idempotent.
 *
 * <p>Virtual threads are not preempted: as many handlers as there are processors that compute for
 * long let no other begin, in the whole process. What the worker has claimed by then it puts back
 * after five seconds, and says so in the log. A handler that computes for seconds should wait now
 * and then ({@code Thread.sleep(1)}; {@code Thread.yield()} lets no new thread begin), or have a
 * pool of platform threads compute and wait for that.
 *
 * @param <A> the type the arguments are read as
 */
@FunctionalInterface
public interface Handler<A> {
  /**
   * Does the work and says what follows: {@link Outcome#complete()}, or one of the other outcomes.
   */
  Outcome handle(A args, JobContext context) throws Exception;

  /** A handler that says nothing: returning normally completes the job. */
  @FunctionalInterface
  interface Task<A> {
    /** Does the work; an exception fails the attempt, which is then retried. */
    void run(A args, JobContext context) throws Exception;
  }
}

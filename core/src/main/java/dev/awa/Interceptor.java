package dev.awa;

import java.util.concurrent.Callable;

/**
 * Something that is done around every attempt of a worker: to set up what handlers find, to
 * measure, to trace. Called on the attempt's thread; what it throws fails the attempt, as an
 * exception of the handler does.
 */
@FunctionalInterface
public interface Interceptor {
  /**
   * Calls the next interceptor, or the last one the handler.
   *
   * @param context the attempt
   * @param next reads the arguments and calls the handler; to be called once, on this thread. Not
   *     called, the handler is left out
   * @return what follows, normally the answer of {@code next}
   */
  Outcome around(JobContext context, Callable<Outcome> next) throws Exception;
}

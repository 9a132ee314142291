package dev.awa.spring;

import dev.awa.worker.WorkerConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Shares the time out that Spring gives a phase of the shutdown: for handlers to finish, to end
 * once they are cancelled, and for their endings to reach the database. After that time Spring
 * closes the data source.
 *
 * @param grace for handlers to finish
 * @param cancelGrace for handlers that were cancelled to end
 * @param sendGrace for the database to take the endings
 */
record Shutdown(Duration grace, Duration cancelGrace, Duration sendGrace) {
  private static final Duration LONGEST_CANCEL = Duration.ofSeconds(2);
  private static final Duration LONGEST_SEND = Duration.ofSeconds(5);
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  /**
   * Shares it out.
   *
   * @param property which property of the worker says what handlers are to have
   * @param timeout how long a phase of the shutdown may take
   * @param wanted how long handlers are to have; null: as long as there is
   * @throws AwaStartException when they can't have that
   */
  static Shutdown within(String property, Duration timeout, @Nullable Duration wanted) {
    Duration quarter = timeout.dividedBy(4);
    Duration cancel = shorter(LONGEST_CANCEL, quarter);
    Duration send = shorter(LONGEST_SEND, quarter);
    Duration rest = shorter(LONGEST_REST, quarter);
    Duration longest = timeout.minus(cancel).minus(send).minus(rest);
    if (wanted != null && wanted.compareTo(longest) > 0) {
      throw new AwaStartException(
          property
              + " is "
              + wanted
              + ", but Spring closes the database connections after "
              + timeout
              + ", and the worker needs the last "
              + timeout.minus(longest)
              + " of that to end.",
          "Raise spring.lifecycle.timeout-per-shutdown-phase, or lower "
              + property
              + " to "
              + longest
              + " at most.");
    }
    return new Shutdown(wanted == null ? longest : wanted, cancel, send);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The settings of a worker that ends in this time. */
  WorkerConfig in(WorkerConfig config) {
    return config.withGrace(grace).withCancelGrace(cancelGrace).withSendGrace(sendGrace);
  }
}

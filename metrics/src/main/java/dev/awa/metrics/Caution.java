package dev.awa.metrics;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the application's tracer, which may throw: the job goes on without its spans. What a slow
 * one costs is lost, for it works on the thread of the attempt or of the caller; that is told of.
 */
final class Caution {
  /** A tracer begins or ends a span in some microseconds. */
  private static final Duration SLOW = Duration.ofMillis(500);

  private final Grievance throwing =
      new Grievance(
          "traces: the tracer throws, so some spans of Awa are missing. Jobs are not affected. This"
              + " is said once");
  private final Grievance slow =
      new Grievance(
          "traces: the tracer is slow, and with it each enqueue and each attempt. This is said"
              + " once");

  /** What the tracer answers; null when it throws. */
  <T> @Nullable T ask(Supplier<? extends @Nullable T> tracer) {
    long begun = System.nanoTime();
    try {
      return tracer.get();
    } catch (Throwable e) {
      throwing.about(e);
      return null;
    } finally {
      judge(System.nanoTime() - begun);
    }
  }

  void tell(Runnable tracer) {
    ask(() -> {
      tracer.run();
      return null;
    });
  }

  private void judge(long took) {
    if (took > SLOW.toNanos()) {
      slow.about("it took " + took / 1_000_000 + " ms for one span");
    }
  }
}

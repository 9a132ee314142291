package dev.awa.worker;

import dev.awa.RunningJob;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What a handler finds on its thread: nothing of whoever started the worker, the class loader of
 * its own class, and its job in the diagnostic context of the log.
 */
final class Surroundings {
  private final @Nullable ClassLoader loader;
  private final @Nullable Map<String, String> context;

  private Surroundings(@Nullable ClassLoader loader, @Nullable Map<String, String> context) {
    this.loader = loader;
    this.context = context;
  }

  /** What this thread has now: a thread that is the caller's gets it back. */
  static Surroundings ofThisThread() {
    return new Surroundings(
        Thread.currentThread().getContextClassLoader(), MDC.getCopyOfContextMap());
  }

  /** Gives the thread what it had. */
  void restore() {
    Thread.currentThread().setContextClassLoader(loader);
    if (context == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(context);
    }
  }

  static void enter(RunningJob job, ClassLoader loader) {
    Thread.currentThread().setContextClassLoader(loader);
    MDC.setContextMap(
        Map.of(
            "awa.job", Long.toString(job.id()),
            "awa.kind", job.kind(),
            "awa.queue", job.queue(),
            "awa.attempt", Integer.toString(job.attempt())));
  }

  static void leave() {
    MDC.clear();
  }
}

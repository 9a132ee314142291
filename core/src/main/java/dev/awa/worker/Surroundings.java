package dev.awa.worker;

import dev.awa.RunningJob;
import java.util.Map;
import org.slf4j.MDC;

/**
 * What a handler finds on its thread: nothing of whoever started the worker, the class loader of
 * its own class, and its job in the diagnostic context of the log.
 */
final class Surroundings {
  private Surroundings() {}

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

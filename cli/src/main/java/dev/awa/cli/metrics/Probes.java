package dev.awa.cli.metrics;

import dev.awa.admin.Documents;
import dev.awa.cli.metrics.MetricsServer.Answer;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerHealth;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What probes of a platform are answered, with {@link WorkerHealth} as JSON: 200 or 503. On {@code
 * /healthz} whether the process is to be started anew, on {@code /readyz} whether the worker works.
 */
final class Probes {
  static final String LIVE = "/healthz";
  static final String READY = "/readyz";
  private static final String JSON = "application/json; charset=utf-8";
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private volatile @Nullable Worker worker;

  void started(Worker started) {
    worker = started;
  }

  Map<String, Supplier<Answer>> answers() {
    return Map.of(
        LIVE, () -> answer(WorkerHealth::alive, OK), // one that is about to start is left alone
        READY, () -> answer(WorkerHealth::ready, UNAVAILABLE));
  }

  private Answer answer(Predicate<WorkerHealth> isGood, int beforeTheStart) {
    Worker started = worker;
    if (started == null) {
      return new Answer(beforeTheStart, JSON, "{\"starting\": true}\n");
    }
    WorkerHealth health = started.health();
    return new Answer(
        isGood.test(health) ? OK : UNAVAILABLE,
        JSON,
        Documents.JSON.writeValueAsString(health) + "\n");
  }
}

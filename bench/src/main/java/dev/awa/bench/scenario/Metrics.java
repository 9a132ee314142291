package dev.awa.bench.scenario;

import dev.awa.bench.lab.Lab;
import dev.awa.bench.lab.Scenario;
import dev.awa.event.Event;
import dev.awa.metrics.MicrometerMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What metrics cost: a backlog is drained with them and without them, in turns. */
public final class Metrics implements Scenario {
  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public String about() {
    return "a backlog drained with the metrics listener and without it: jobs/s, CPU a job";
  }

  @Override
  public void run(Lab lab) throws Exception {
    new InTurns(
            lab,
            "metrics",
            (worker, bench) -> {
              PrometheusMeterRegistry registry =
                  new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
              worker.listen(
                  Event.class, MicrometerMetrics.of(registry).reading(bench.awa()).build());
            },
            (worker, bench) -> {})
        .drain();
  }
}

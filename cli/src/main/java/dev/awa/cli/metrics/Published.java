package dev.awa.cli.metrics;

import dev.awa.client.Awa;
import dev.awa.event.Event;
import dev.awa.metrics.MicrometerMetrics;
import dev.awa.worker.Worker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/** The metrics of one worker, published for Prometheus if somebody wants that. */
public final class Published implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final @Nullable MetricsServer server;

  /**
   * Listens at once: an address that is taken is refused before a worker starts.
   *
   * @param address where to publish; null for nowhere
   */
  public Published(@Nullable MetricsAddress address) {
    server = address == null ? null : MetricsServer.on(address, registry::scrape);
  }

  /** Lets a worker tell its metrics; a client reads depth and ring while the worker leads. */
  public void hear(Worker.Builder worker, Awa reads) {
    if (server != null) {
      worker.listen(Event.class, MicrometerMetrics.of(registry).reading(reads).build());
    }
  }

  /** What to tell people: where the metrics are; empty when they are nowhere. */
  public String words() {
    return server == null ? "" : "; metrics at " + server.url();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}

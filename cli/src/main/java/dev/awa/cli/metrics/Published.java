package dev.awa.cli.metrics;

import dev.awa.cli.metrics.MetricsServer.Answer;
import dev.awa.client.Awa;
import dev.awa.event.Event;
import dev.awa.metrics.MicrometerMetrics;
import dev.awa.worker.Worker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The metrics of one worker and how it fares, published if somebody wants that. */
public final class Published implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Probes probes = new Probes();
  private final List<MetricsServer> servers = new ArrayList<>();
  private final @Nullable MetricsAddress metrics;
  private final @Nullable MetricsAddress health;

  /**
   * Listens at once: an address that is taken is refused before a worker starts.
   *
   * @param metrics where to publish metrics; null for nowhere
   * @param health where to answer probes; null for nowhere. May be the same address
   */
  public Published(@Nullable MetricsAddress metrics, @Nullable MetricsAddress health) {
    this.metrics = metrics;
    this.health = health;
    try {
      listen();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void listen() {
    if (metrics != null) {
      Map<String, Supplier<Answer>> answers = new HashMap<>();
      answers.put(MetricsServer.PATH, () -> Answer.metrics(registry.scrape()));
      if (metrics.equals(health)) {
        answers.putAll(probes.answers());
      }
      servers.add(MetricsServer.on("--metrics", metrics, answers));
    }
    if (health != null && !health.equals(metrics)) {
      servers.add(MetricsServer.on("--health", health, probes.answers()));
    }
  }

  /** Lets a worker tell its metrics; a client reads depth and ring while the worker leads. */
  public void hear(Worker.Builder worker, Awa reads) {
    if (metrics != null) {
      worker.listen(Event.class, MicrometerMetrics.of(registry).reading(reads).build());
    }
  }

  /** The worker has started: probes are told how it fares. */
  public void started(Worker worker) {
    probes.started(worker);
  }

  /** What to tell people: where the metrics and the probes are; empty when they are nowhere. */
  public String words() {
    StringBuilder words = new StringBuilder();
    if (metrics != null) {
      words.append("; metrics at ").append(servers.getFirst().url());
    }
    if (health != null) {
      words.append("; probes at ").append(servers.getLast().url(Probes.READY));
    }
    return words.toString();
  }

  @Override
  public void close() {
    servers.forEach(MetricsServer::close);
  }
}

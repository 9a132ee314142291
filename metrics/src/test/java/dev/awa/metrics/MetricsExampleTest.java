package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.client.Awa;
import dev.awa.event.Event;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The program of docs/metrics.md. */
final class MetricsExampleTest {
  record SendReceipt(String email, long cents) {}

  private interface Mailer {
    void send(SendReceipt receipt);
  }

  private final DataSource dataSource = TestQueue.create().dataSource();

  @Test
  void theExampleShowsTheWorker() {
    Mailer mailer = receipt -> {};
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AwaMetrics metrics = MicrometerMetrics.of(registry).reading(Awa.of(dataSource)).build();
    Worker worker =
        Worker.of(dataSource)
            .queue("mail", 50)
            .task(SendReceipt.class, (receipt, context) -> mailer.send(receipt))
            .listen(Event.class, metrics)
            .start();
    String scraped = registry.scrape(); // what your endpoint answers Prometheus
    assertThat(scraped).isNotNull(); // what there is yet, mostly nothing
    Eventually.holds(registry::scrape, () -> registry.scrape().contains("awa_heartbeat_duration"));
    worker.close();
  }
}

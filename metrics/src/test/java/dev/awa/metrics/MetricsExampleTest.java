package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.client.Awa;
import dev.awa.event.Event;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The lines of Java in docs/metrics.md are those below, and they run. */
final class MetricsExampleTest {
  private static final Path SOURCE =
      Path.of("src/test/java/dev/awa/metrics/MetricsExampleTest.java");

  private final TestQueue queue = TestQueue.create();
  private final DataSource dataSource = queue.dataSource();
  private final Mailer mailer = new Mailer();

  record SendReceipt(String email) {}

  private static final class Mailer {
    private final CountDownLatch sent = new CountDownLatch(1);

    void send(SendReceipt receipt) {
      assertThat(receipt.email()).isEqualTo("jo@example.org");
      sent.countDown();
    }
  }

  @Test
  void theLinesRun() {
    // begin of the example
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AwaMetrics metrics = MicrometerMetrics.of(registry).reading(Awa.of(dataSource)).build();
    Worker worker =
        Worker.of(dataSource)
            .queue("mail", 50)
            .task(SendReceipt.class, (receipt, context) -> mailer.send(receipt))
            .listen(Event.class, metrics)
            .start();
    String scraped = registry.scrape(); // what your endpoint answers Prometheus
    // end of the example
    try (worker) {
      assertThat(scraped).isNotNull();
      queue.awa().enqueue(Job.of(new SendReceipt("jo@example.org")).withQueue("mail"));
      Eventually.holds(
          registry::scrape,
          () ->
              registry
                      .scrape()
                      .contains("awa_job_completed_total{kind=\"send_receipt\",queue=\"mail\"} 1.0")
                  && registry.scrape().contains("awa_queue_depth{queue=\"mail\""));
      assertThat(mailer.sent.getCount()).isZero();
    }
  }

  @Test
  void thePageShowsTheseLines() throws IOException {
    List<String> page = Files.readAllLines(Path.of("../docs/metrics.md"));
    List<String> rest = page.subList(page.indexOf("```java") + 1, page.size());
    List<String> source = Files.readAllLines(SOURCE);
    int begin = source.indexOf("    // begin of the example") + 1;
    List<String> example = source.subList(begin, source.indexOf("    // end of the example"));
    assertThat(String.join("\n", rest.subList(0, rest.indexOf("```"))))
        .isEqualTo(String.join("\n", example).stripIndent());
  }
}

package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Descriptor;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.event.Event;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a scrape of a Prometheus registry shows of a worker. */
final class ScrapeTest {
  private static final Duration OFTEN = Duration.ofMillis(100);

  private final TestQueue queue = TestQueue.create();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private AwaMetrics metrics() {
    return MicrometerMetrics.of(registry)
        .reading(queue.awa())
        .pace(OFTEN, Duration.ofSeconds(1))
        .build();
  }

  private Worker.Builder worker(AwaMetrics metrics) {
    return Worker.of(queue.dataSource())
        .config(WorkerConfig.defaults().withName("test"))
        .queue("q")
        .listen(Event.class, metrics);
  }

  /** The value of a series, or -1 when it is not shown. */
  private double shown(String series) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  private void await(String series, double value) {
    Eventually.holds(
        () -> series + " is " + value + " in\n" + registry.scrape(), () -> shown(series) == value);
  }

  private static Job<RawJson> job(String kind) {
    return Job.of(kind, new RawJson("{}")).withQueue("q");
  }

  @Test
  void jobsAreCountedByOutcome() {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Backoff soon = Backoff.fixed(Duration.ofMillis(1));
    try (Worker worker =
        worker(metrics())
            .handler("good", RawJson.class, (args, context) -> Outcome.complete(), soon)
            .handler(
                "bad",
                RawJson.class,
                (args, context) ->
                    context.job().attempt() == 1 ? Outcome.retry("again") : Outcome.fail("no"),
                soon)
            .handler("odd", RawJson.class, (args, context) -> Outcome.cancel("no"), soon)
            .handler(
                "slow",
                RawJson.class,
                (args, context) -> {
                  inside.countDown();
                  goOn.await();
                  return Outcome.complete();
                },
                soon)
            .start()) {
      assertThat(worker).isNotNull();
      for (String kind : new String[] {"good", "good", "bad", "odd", "slow"}) {
        queue.awa().enqueue(job(kind));
      }
      await("awa_job_completed_total{kind=\"good\",queue=\"q\"}", 2);
      await("awa_job_failed_total{cause=\"failed_by_handler\",kind=\"bad\",queue=\"q\"}", 1);
      await("awa_job_dlq_moved_total{cause=\"failed_by_handler\"}", 1);
      await("awa_job_retried_total{kind=\"bad\",queue=\"q\"}", 1);
      await("awa_job_cancelled_total{kind=\"odd\",queue=\"q\"}", 1);
      await("awa_job_in_flight{queue=\"q\"}", 1);
      goOn.countDown();
      await("awa_job_in_flight{queue=\"q\"}", 0);
      await("awa_job_claimed_total{queue=\"q\"}", 6);
      assertThat(shown("awa_job_wait_duration_seconds_count{kind=\"bad\",queue=\"q\"}"))
          .isEqualTo(2);
      assertThat(
              shown(
                  "awa_job_duration_seconds_count"
                      + "{kind=\"bad\",outcome=\"retried\",queue=\"q\"}"))
          .isEqualTo(1);
      assertThat(shown("awa_dispatch_claim_batch_size_sum{queue=\"q\"}")).isEqualTo(6);
      assertThat(shown("awa_completion_flush_batch_size_sum")).isEqualTo(6);
    }
  }

  @Test
  void depthAndRingAreReadByTheWorkerThatLeadsAndGoWithIt() throws SQLException {
    queue.enqueue("deep", 7);
    queue.awa().enqueue(job("later").withDelay(Duration.ofHours(1)));
    try (Worker worker = worker(metrics()).start()) {
      assertThat(worker).isNotNull();
      await("awa_queue_depth{queue=\"deep\",state=\"available\"}", 7);
      await("awa_queue_depth{queue=\"q\",state=\"scheduled\"}", 1);
      await("awa_ring_used", (double) queue.number("SELECT count(*) FROM awa.ring"));
      await("awa_lead_held", 1);
      await("awa_worker_polling", 0);
      Eventually.holds(
          "the oldest waits", () -> shown("awa_queue_lag_seconds{queue=\"deep\"}") > 0);
      assertThat(shown("awa_queue_lag_seconds{queue=\"q\"}")).isZero();
      assertThat(shown("awa_reading_age_seconds{reading=\"queues\"}")).isBetween(0.0, 5.0);
    }
    assertThat(registry.scrape().lines().filter(line -> line.startsWith("# TYPE awa_")))
        .as("counters stay, gauges go")
        .isNotEmpty()
        .noneMatch(line -> line.endsWith(" gauge") && !line.contains("_max "));
  }

  @Test
  void whatIsEnqueuedHeardAndSaidOfAQueueIsShown() {
    AwaMetrics metrics = metrics();
    Awa client = queue.awa().preparing(metrics.enqueuing());
    Job<RawJson> once = job("once").withUnique(Unique.byKind()).withDelay(Duration.ofHours(1));
    client.enqueueAll(List.of(job("good"), job("good"), once));
    client.enqueue(once);
    assertThatThrownBy(() -> client.enqueue(job("bad").withQueue("")))
        .isInstanceOf(InvalidJobException.class);
    await("awa_job_inserted_total{kind=\"good\",queue=\"q\"}", 2);
    await("awa_job_inserted_total{kind=\"once\",queue=\"q\"}", 2);
    await("awa_job_duplicates_total", 1);
    assertThat(registry.scrape()).doesNotContain("kind=\"bad\"");
    try (Worker worker =
        worker(metrics)
            .describeQueue("q", Descriptor.empty().withOwner("shop"))
            .describeKind("good", Descriptor.empty().withOwner("shop"))
            .start()) {
      assertThat(worker).isNotNull();
      await("awa_queue_described{owner=\"shop\",queue=\"q\"}", 1);
      Eventually.holds(
          "what comes is heard",
          () -> {
            queue.awa().enqueue(job("heard"));
            return shown("awa_dispatch_notifications_total") > 0;
          });
    }
    assertThat(shown("awa_queue_described{owner=\"shop\",queue=\"q\"}")).isEqualTo(-1);
  }

  /** Seed 003.3: who looks stays off the hot tables, and who scrapes does not even look. */
  @Test
  void aScrapeAnswersAtOnceWhileTheLogsAreLocked() throws SQLException {
    queue.enqueue("deep", 7);
    try (LogLines log = new LogLines("dev.awa.metrics");
        Worker worker = worker(metrics()).start()) {
      assertThat(worker).isNotNull();
      await("awa_queue_depth{queue=\"deep\",state=\"available\"}", 7);
      try (Connection other = queue.begin()) {
        TestQueue.sql(
            other,
            "LOCK TABLE awa.ready_entries, awa.claims, awa.closures IN ACCESS EXCLUSIVE MODE");
        Eventually.holds(
            "a reading has run out of time, twice",
            () -> shown("awa_reading_age_seconds{reading=\"queues\"}") > 2.5);
        long begun = System.nanoTime();
        String scraped = registry.scrape();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        assertThat(scraped)
            .contains("awa_queue_depth{queue=\"deep\",state=\"available\"} 7.0")
            .contains("awa_ring_used ");
        assertThat(shown("awa_reading_age_seconds{reading=\"ring\"}"))
            .as("the ring is no log")
            .isLessThan(2.5);
        other.rollback();
      }
      Eventually.holds(
          "readings are fresh again",
          () -> shown("awa_reading_age_seconds{reading=\"queues\"}") < 1);
      assertThat(log.all()).filteredOn(line -> line.contains("can't be read")).hasSize(1);
    }
  }

  @Test
  void aQueueThatCannotBeReadKeepsNoOtherFromBeingRead() throws SQLException {
    List.of("a", "b bad", "c", "d").forEach(name -> queue.enqueue(name, 1));
    queue.makeUnreadable("b bad");
    try (Worker worker = worker(metrics()).start()) {
      assertThat(worker).isNotNull();
      for (String read : new String[] {"a", "c", "d"}) {
        await("awa_queue_depth{queue=\"" + read + "\",state=\"available\"}", 1);
      }
      assertThat(shown("awa_queue_depth{queue=\"b bad\",state=\"available\"}")).isEqualTo(-1);
    }
  }

  @Test
  void manyQueuesAreOneSeriesFromTheHundredthOn() throws SQLException {
    queue.enqueue("q000", 1);
    queue.sql(
        "INSERT INTO awa.queues (name) SELECT 'q' || lpad(i::text, 5, '0') FROM"
            + " generate_series(1, 10000) AS i");
    try (Worker worker = worker(metrics()).start()) {
      assertThat(worker).isNotNull();
      Eventually.holds(
          () -> "the others are shown in\n" + registry.scrape(),
          () -> shown("awa_queue_depth{queue=\"other\",state=\"available\"}") >= 0);
      assertThat(
              registry.scrape().lines().filter(line -> line.startsWith("awa_queue_lag_seconds{")))
          .hasSizeLessThanOrEqualTo(101);
    }
  }

  @Test
  void aWorkerThatStartsAgainShowsItsGaugesAgain() {
    AwaMetrics metrics = metrics();
    try (Worker first = worker(metrics).start()) {
      assertThat(first).isNotNull();
      await("awa_lead_held", 1);
    }
    assertThat(shown("awa_lead_held")).isEqualTo(-1);
    try (Worker second = worker(metrics).start()) {
      assertThat(second).isNotNull();
      await("awa_lead_held", 1);
      await("awa_ring_used", 1);
    }
  }

  @Test
  void namesOfAnyKindAreLabels() {
    String odd = "a \"b\"\\c\nd é";
    queue.awa().enqueue(Job.of("any kind", new RawJson("{}")).withQueue(odd));
    try (Worker worker =
        Worker.of(queue.dataSource())
            .queue(odd)
            .listen(Event.class, metrics())
            .handlerForAnyKind((args, context) -> Outcome.complete())
            .start()) {
      assertThat(worker).isNotNull();
      await("awa_job_completed_total{kind=\"any kind\",queue=\"a \\\"b\\\"\\\\c\\nd é\"}", 1);
    }
  }
}

package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.QueueSettings;
import dev.awa.RunningJob;
import dev.awa.event.ConnectionLost;
import dev.awa.event.EventsLost;
import dev.awa.event.JobEvent;
import dev.awa.event.LeadLost;
import dev.awa.event.LeadTaken;
import dev.awa.event.RunsClaimed;
import dev.awa.event.SettingsTaken;
import dev.awa.event.ShutdownEnded;
import dev.awa.event.StepFailed;
import dev.awa.event.WorkerStarted;
import dev.awa.support.LogLines;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** Meters go to Micrometer and to OpenTelemetry alike, and nothing there does harm. */
final class BackendsTest {
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final MeterRegistry registry = new SimpleMeterRegistry();

  private static RunningJob job(long id, String queue, String kind) {
    return new RunningJob(
        id,
        1,
        kind,
        queue,
        2,
        1,
        5,
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        List.of(),
        Map.of(),
        null,
        null);
  }

  private static void completed(AwaMetrics metrics, long id, String queue, String kind) {
    RunningJob job = job(id, queue, kind);
    metrics.onEvent(new JobEvent.Started(job, MOMENT));
    metrics.onEvent(new JobEvent.Completed(job, MOMENT));
  }

  private static WorkerStarted started() {
    return new WorkerStarted(1, Map.of("q", 1), "awa", 1, Set.of(), 5);
  }

  // --- both say the same ---

  @Test
  void openTelemetryHasUnitsBucketsAndTheOriginalsAttributes() {
    InMemoryMetricReader reader = InMemoryMetricReader.create();
    try (OpenTelemetrySdk telemetry =
        OpenTelemetrySdk.builder()
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
            .build()) {
      AwaMetrics metrics = OpenTelemetryMetrics.of(telemetry).tag("worker", "w").build();
      metrics.onEvent(started());
      completed(metrics, 1, "q", "k");
      metrics.onEvent(new JobEvent.Started(job(2, "q", "k"), MOMENT));

      MetricData completed = found(reader, "awa.job.completed");
      assertThat(completed.getUnit()).isEqualTo("{job}");
      assertThat(completed.getInstrumentationScopeInfo().getName()).isEqualTo("awa");
      assertThat(completed.getLongSumData().getPoints())
          .singleElement()
          .satisfies(point -> {
            assertThat(point.getValue()).isEqualTo(1);
            assertThat(point.getAttributes().asMap())
                .containsOnly(
                    Map.entry(AttributeKey.stringKey("worker"), "w"),
                    Map.entry(AttributeKey.stringKey("awa.job.queue"), "q"),
                    Map.entry(AttributeKey.stringKey("awa.job.kind"), "k"));
          });
      MetricData duration = found(reader, "awa.job.duration");
      assertThat(duration.getUnit()).isEqualTo("s");
      assertThat(duration.getHistogramData().getPoints())
          .singleElement()
          .satisfies(point -> {
            assertThat(point.getSum()).isEqualTo(0.02);
            assertThat(point.getBoundaries()).isEqualTo(Meter.JOB_DURATION.buckets());
          });
      assertThat(found(reader, "awa.job.in_flight").getDoubleGaugeData().getPoints())
          .singleElement()
          .satisfies(point -> assertThat(point.getValue()).isEqualTo(1));

      metrics.onEvent(new ShutdownEnded(MOMENT, 0, 0));
      assertThat(reader.collectAllMetrics())
          .extracting(MetricData::getName)
          .doesNotContain("awa.job.in_flight", "awa.lead.held");
      metrics.onEvent(started());
      assertThat(found(reader, "awa.lead.held").getDoubleGaugeData().getPoints()).hasSize(1);
    }
  }

  private static MetricData found(InMemoryMetricReader reader, String name) {
    return reader.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  /** Endings of a name that mean something to the Prometheus registry; one meter hides another. */
  @Test
  void everyMeterIsExposedByPrometheusUnderANameOfItsOwn() {
    PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    MicrometerBackend backend = new MicrometerBackend(prometheus, Map.of());
    for (Meter meter : Meter.values()) {
      Labels labels = Labels.others(meter);
      if (meter.type() == Meter.Type.GAUGE) {
        backend.gauge(meter, labels, () -> 3);
      } else {
        backend.recorder(meter, labels).accept(3);
      }
    }
    String scraped = prometheus.scrape();
    for (Meter meter : Meter.values()) {
      assertThat(scraped.lines().filter(line -> line.startsWith(exposed(meter)))).hasSize(1);
    }
    assertThat(scraped).contains("awa_ring_used 3.0");
  }

  /** The beginning of the one line that has the number. */
  private static String exposed(Meter meter) {
    return PrometheusNames.of(meter)
        + switch (meter.type()) {
          case TIMER, DISTRIBUTION -> "_count";
          case COUNTER, GAUGE -> "";
        }
        + (meter.tags().isEmpty() ? " " : "{");
  }

  // --- bounds ---

  @Test
  void aTagHasSoManyValuesAndThenIsOther() {
    AwaMetrics metrics = MicrometerMetrics.of(registry).tagValues(3).build();
    for (int i = 0; i < 10; i++) {
      completed(metrics, i, "q" + i, "k");
    }
    assertThat(registry.find("awa.job.completed").counters()).hasSize(4);
    assertThat(registry.get("awa.job.completed").tag("queue", "other").counter().count())
        .isEqualTo(7);
  }

  @Test
  void aMeterHasAThousandSeriesWhateverItsTags() {
    AwaMetrics metrics = MicrometerMetrics.of(registry).build();
    for (int i = 0; i < 1600; i++) {
      completed(metrics, i, "q" + i / 40, "k" + i % 40);
    }
    assertThat(registry.find("awa.job.completed").counters()).hasSize(1001);
    assertThat(
            registry.find("awa.job.completed").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum())
        .isEqualTo(1600);
  }

  @Test
  void whatIsNamedInAStepMakesNoSeries() {
    AwaMetrics metrics = MicrometerMetrics.of(registry).build();
    for (int worker = 0; worker < 200; worker++) {
      String step = "rescue of worker " + worker;
      metrics.onEvent(new StepFailed(step, 1, new IllegalStateException(), true));
    }
    metrics.onEvent(new ConnectionLost("claims", new IllegalStateException()));
    assertThat(
            registry.get("awa.step.failed").tag("step", "rescue of worker ...").counter().count())
        .isEqualTo(200);
    assertThat(registry.get("awa.connection.lost").tag("purpose", "claims").counter().count())
        .isEqualTo(1);
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    AwaMetrics.Builder builder = MicrometerMetrics.of(registry);
    assertThatThrownBy(() -> builder.tagValues(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("tagValues: must be 1 to 10000, got 0");
    assertThatThrownBy(() -> builder.pace(Duration.ZERO, MOMENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("every: must be 1 ms to a day, got PT0S");
  }

  // --- the life of gauges ---

  /** Only what this listener has missed makes its gauge wrong. */
  @Test
  void inFlightBeginsAnewWhenTheMetricsHaveMissedEventsThemselves() {
    AwaMetrics metrics = MicrometerMetrics.of(registry).build();
    metrics.onEvent(new JobEvent.Started(job(1, "q", "k"), MOMENT));
    metrics.onEvent(new EventsLost(2, 7));
    assertThat(registry.get("awa.event.lost").tag("listener", "2").counter().count()).isEqualTo(7);
    assertThat(registry.get("awa.job.in_flight").gauge().value()).isEqualTo(1);
    metrics.missed(3);
    assertThat(registry.get("awa.job.in_flight").gauge().value()).isZero();
    metrics.onEvent(new JobEvent.Completed(job(1, "q", "k"), MOMENT));
    assertThat(registry.get("awa.job.in_flight").gauge().value()).isZero();
  }

  @Test
  void howManyRunAtOnceFollowsWhatIsSet() {
    AwaMetrics metrics = MicrometerMetrics.of(registry).build();
    metrics.onEvent(new WorkerStarted(1, Map.of("q", 50), "awa", 1, Set.of(), 5));
    assertThat(registry.get("awa.queue.concurrency").tag("queue", "q").gauge().value())
        .isEqualTo(50);
    metrics.onEvent(new SettingsTaken("q", 5, QueueSettings.none()));
    assertThat(registry.get("awa.queue.concurrency").tag("queue", "q").gauge().value())
        .isEqualTo(5);
  }

  @Test
  void aNegativeTimeCountsAsNone() {
    AwaMetrics metrics = MicrometerMetrics.of(registry).build();
    metrics.onEvent(new JobEvent.Started(job(1, "q", "k"), Duration.ofMillis(-1)));
    assertThat(registry.get("awa.job.wait_duration").timer().count()).isEqualTo(1);
    assertThat(registry.get("awa.job.wait_duration").timer().totalTime(TimeUnit.SECONDS)).isZero();
  }

  /** Or an alert on their increase misses the first time. */
  @Test
  void countersOfTroubleBeginAtZero() {
    MicrometerMetrics.of(registry).build().onEvent(started());
    assertThat(registry.get("awa.worker.fenced").counter().count()).isZero();
    assertThat(registry.get("awa.completion.refused").counter().count()).isZero();
  }

  @Test
  void theQueuesOfTheWorkerAreToldApartBeforeOthers() {
    AwaMetrics metrics = MicrometerMetrics.of(registry).tagValues(1).build();
    metrics.onEvent(started());
    completed(metrics, 1, "another", "k");
    completed(metrics, 2, "q", "k");
    assertThat(registry.get("awa.job.completed").tag("queue", "q").counter().count()).isEqualTo(1);
    assertThat(registry.get("awa.job.completed").tag("queue", "other").counter().count())
        .isEqualTo(1);
  }

  @Test
  void theLeadIsShownWhileItLasts() {
    AwaMetrics metrics = MicrometerMetrics.of(registry).build();
    metrics.onEvent(started());
    metrics.onEvent(new LeadTaken(1, 1));
    assertThat(registry.get("awa.lead.held").gauge().value()).isEqualTo(1);
    metrics.onEvent(new LeadLost(1, 1, MOMENT));
    assertThat(registry.get("awa.lead.held").gauge().value()).isZero();
    metrics.close();
    metrics.close();
    assertThat(registry.find("awa.lead.held").gauge()).isNull();
  }

  @Test
  void twoWorkersInOneRegistryNeedATagEach() {
    MicrometerMetrics.of(registry).tag("worker", "a").build().onEvent(started());
    MicrometerMetrics.of(registry).tag("worker", "b").build().onEvent(started());
    assertThat(registry.find("awa.lead.held").gauges()).hasSize(2);
    try (LogLines log = new LogLines("dev.awa.metrics")) {
      AwaMetrics third = MicrometerMetrics.of(registry).tag("worker", "b").build();
      third.onEvent(started());
      third.close();
      assertThat(log.all())
          .singleElement()
          .asString()
          .contains("has a gauge awa.")
          .contains("a tag of their own");
    }
    assertThat(registry.find("awa.lead.held").gauges()).as("those of others stay").hasSize(2);
  }

  // --- a bad registry ---

  @Test
  void aRegistryThatThrowsIsToldOfOnce() {
    AwaMetrics metrics = metrics(new Throwing());
    try (LogLines log = new LogLines("dev.awa.metrics")) {
      metrics.onEvent(started());
      for (int i = 0; i < 100; i++) {
        completed(metrics, i, "q", "k");
      }
      metrics.onEvent(new RunsClaimed("q", 0, 1, 1, MOMENT));
      metrics.close();
      assertThat(log.all()).singleElement().asString().contains("the registry throws");
    }
  }

  private static AwaMetrics metrics(Backend backend) {
    return new AwaMetrics.Builder(tags -> backend).build();
  }

  private static final class Throwing implements Backend {
    @Override
    public DoubleConsumer recorder(Meter meter, Labels labels) {
      if (meter == Meter.JOB_WAIT) {
        throw new NoClassDefFoundError("no such registry");
      }
      return amount -> {
        throw new IllegalStateException("full");
      };
    }

    @Override
    public Runnable gauge(Meter meter, Labels labels, DoubleSupplier value) {
      if (meter == Meter.LEAD) {
        throw new IllegalStateException("no");
      }
      return () -> {
        throw new IllegalStateException("no");
      };
    }
  }

  @Test
  void aRegistryThatIsSlowIsToldOfOnce() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    AwaMetrics metrics =
        metrics(
            new Backend() {
              @Override
              public DoubleConsumer recorder(Meter meter, Labels labels) {
                return amount -> {
                  try {
                    assertThat(never.await(600, TimeUnit.MILLISECONDS)).isFalse();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                };
              }

              @Override
              public Runnable gauge(Meter meter, Labels labels, DoubleSupplier value) {
                return () -> {};
              }
            });
    try (LogLines log = new LogLines("dev.awa.metrics")) {
      completed(metrics, 1, "q", "k");
      assertThat(log.all()).singleElement().asString().contains("the registry is slow");
    }
  }

  @Test
  void noNameEndsInWhatPrometheusCutsOff() {
    assertThat(Arrays.stream(Meter.values()).map(Meter::title))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("awa(\\.[a-z_]+)+"))
        .noneMatch(name -> name.matches(".*\\.(info|total|created|bucket|sum|count|max)"));
  }
}

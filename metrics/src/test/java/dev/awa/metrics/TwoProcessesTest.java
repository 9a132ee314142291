package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.support.TestQueue;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A trace goes on in the process that runs the job. */
final class TwoProcessesTest {
  @TempDir Path folder = Path.of("");

  @Test
  void theRunInAnotherProcessIsAChildOfTheEnqueueInThisOne() throws Exception {
    TestQueue queue = TestQueue.create();
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    OpenTelemetrySdk telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    queue
        .awa()
        .preparing(OpenTelemetryTracing.of(telemetry).build())
        .enqueue(TestQueue.job("q", 1));
    SpanData send = exporter.getFinishedSpanItems().getFirst();

    PGSimpleDataSource dataSource = (PGSimpleDataSource) queue.dataSource();
    Path spans = folder.resolve("spans");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                TracedProcess.class.getName(),
                dataSource.getURL(),
                String.valueOf(dataSource.getUser()),
                spans.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(folder.resolve("output"))).doesNotContain("Exception");
    assertThat(Files.readAllLines(spans))
        .containsExactly(send.getTraceId() + " " + send.getSpanId() + " CONSUMER");
  }
}

package dev.awa.metrics;

import dev.awa.Outcome;
import dev.awa.worker.Worker;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A traced worker in a process of its own. It runs one job of the queue "q", writes trace, parent
 * and kind of the spans that it has made, and ends.
 *
 * <p>Arguments: JDBC URL, user, file.
 */
final class TracedProcess {
  private TracedProcess() {}

  public static void main(String[] arguments) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    dataSource.setUser(arguments[1]);
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    OpenTelemetrySdk telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    CountDownLatch ran = new CountDownLatch(1);
    Worker worker =
        Worker.of(dataSource)
            .queue("q", 1)
            .around(OpenTelemetryTracing.of(telemetry).build())
            .handlerForAnyKind((args, context) -> {
              ran.countDown();
              return Outcome.complete();
            })
            .start();
    ran.await();
    worker.close();
    Path file = Path.of(arguments[2]);
    Path whole = Files.createTempFile(file.getParent(), "spans", "");
    Files.write(
        whole,
        exporter.getFinishedSpanItems().stream()
            .map(span -> span.getTraceId() + " " + span.getParentSpanId() + " " + span.getKind())
            .toList());
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }
}

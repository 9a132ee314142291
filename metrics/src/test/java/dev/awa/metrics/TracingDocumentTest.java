package dev.awa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Preparer;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What docs/tracing.md shows is code of this test, and runs. */
final class TracingDocumentTest {
  private static final Path PAGE = Path.of("../docs/tracing.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/awa/metrics/TracingDocumentTest.java");

  record SendReceipt(String email) {}

  /** Keeps what it is given. */
  private static final class Mailer {
    private final ConcurrentLinkedQueue<SendReceipt> sent = new ConcurrentLinkedQueue<>();

    void send(SendReceipt receipt) {
      sent.add(receipt);
    }
  }

  @Test
  void theExamplesRun() {
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    OpenTelemetry openTelemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    DataSource dataSource = TestQueue.create().dataSource();
    Mailer mailer = new Mailer();

    AwaTracing tracing = OpenTelemetryTracing.of(openTelemetry).build();
    Awa awa = Awa.of(dataSource).preparing(tracing);
    Worker worker =
        Worker.of(dataSource)
            .queue("mail", 50)
            .task(SendReceipt.class, (receipt, context) -> mailer.send(receipt))
            .around(tracing)
            .start();

    Awa tagged = awa.preparing(Preparer.of(job -> job.withTags("nightly")));

    try (worker) {
      long id = tagged.enqueue(Job.of(new SendReceipt("jo@example.org")).withQueue("mail")).id();
      Eventually.holds(
          "it was traced",
          () ->
              exporter.getFinishedSpanItems().stream()
                  .map(SpanData::getName)
                  .toList()
                  .equals(List.of("send mail", "process mail")));
      assertThat(awa.jobs().find(id).orElseThrow().ext()).contains("nightly", "traceparent");
    }
    assertThat(mailer.sent).hasSize(1);
  }

  @Test
  void everyExampleIsCodeOfThisTest() throws IOException {
    List<String> examples =
        Pattern.compile("(?s)```java\n(.*?)```")
            .matcher(Files.readString(PAGE))
            .results()
            .map(block -> block.group(1).strip())
            .toList();
    assertThat(examples).hasSize(2);
    String source = Files.readString(SOURCE).replaceAll("(?m)^    ", "");
    assertThat(examples).allSatisfy(example -> assertThat(source).contains(example));
  }

  @Test
  void thePageHasEveryAttribute() throws Exception {
    String page = Files.readString(PAGE);
    for (var field : Attribute.class.getDeclaredFields()) {
      assertThat(page).contains("`" + field.get(null) + "`");
    }
  }
}

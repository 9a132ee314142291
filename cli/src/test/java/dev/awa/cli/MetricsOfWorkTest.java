package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.cli.command.WorkCommand;
import dev.awa.cli.metrics.MetricsAddress;
import dev.awa.cli.metrics.MetricsServer;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;

/** {@code awa work --metrics}: what Prometheus finds there. */
final class MetricsOfWorkTest {
  private static final Pattern URL = Pattern.compile("metrics at (http://\\S+?/metrics);");
  private static final Duration SOON = Duration.ofSeconds(2);

  private final TestQueue queue = TestQueue.create();
  private final HttpClient client = HttpClient.newHttpClient();

  private String database() {
    PGSimpleDataSource database = (PGSimpleDataSource) queue.dataSource();
    return "postgres://%s@localhost:%d/%s"
        .formatted(database.getUser(), database.getPortNumbers()[0], database.getDatabaseName());
  }

  private HttpResponse<String> ask(String method, String url)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(SOON)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String scrape(String url) {
    try {
      return ask("GET", url).body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Test
  void aWorkerPublishesItsMetersAlsoWhileTheLogsAreLocked() throws Exception {
    queue.awa().enqueue(Job.of("print", new RawJson("{}")).withQueue("q"));
    WorkCommand work = new WorkCommand();
    StringWriter err = new StringWriter();
    CommandLine line = Main.line(work).setErr(new PrintWriter(err));
    String[] options = options("127.0.0.1:0");
    Thread working = Thread.ofPlatform().start(() -> line.execute(options));
    try {
      Eventually.holds(() -> err.toString(), () -> URL.matcher(err.toString()).find());
      Matcher found = URL.matcher(err.toString());
      assertThat(found.find()).isTrue();
      String url = found.group(1);
      Eventually.holds(
          () -> scrape(url),
          () ->
              scrape(url).contains("awa_job_completed_total{kind=\"print\",queue=\"q\"} 1.0")
                  && scrape(url).contains("awa_queue_depth{queue=\"q\",state=\"available\"}"));
      try (Connection other = queue.begin()) {
        TestQueue.sql(
            other,
            "LOCK TABLE awa.ready_entries, awa.claims, awa.closures IN ACCESS EXCLUSIVE MODE");
        assertThat(ask("GET", url).statusCode()).isEqualTo(200);
        other.rollback();
      }
      assertThat(ask("GET", url).headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(ask("HEAD", url)).returns(200, HttpResponse::statusCode);
      assertThat(ask("HEAD", url).body()).isEmpty();
      assertThat(ask("POST", url).statusCode()).isEqualTo(405);
      for (String other : new String[] {"", "/", "/metric", "/metrics/", "/metricsx"}) {
        assertThat(ask("GET", url.replace("/metrics", other)).statusCode()).isEqualTo(404);
      }
      assertPortIsRefused(Integer.parseInt(url.replaceAll(".*:(\\d+)/metrics", "$1")));
    } finally {
      work.interrupt();
      working.join();
    }
  }

  private String[] options(String metrics) throws SQLException {
    return new String[] {
      "--queue", "q", "--exec", "true", "--metrics", metrics, "--database-url", database()
    };
  }

  private void assertPortIsRefused(int port) throws Exception {
    long workers = queue.number("SELECT count(*) FROM awa.workers");
    List<String> words = new ArrayList<>(List.of(options("127.0.0.1:" + port)));
    words.addFirst("work");
    Cli refused = Cli.run(words.toArray(String[]::new));
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("error: --metrics: can't listen on 127.0.0.1:" + port + ": Address already")
        .contains("No worker was started.");
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isEqualTo(workers);
  }

  @Test
  void aPortAloneIsOfAllAddresses() throws IOException, InterruptedException {
    try (MetricsServer server = MetricsServer.on(new MetricsAddress("", 0), () -> "a 1\n")) {
      assertThat(server.url()).startsWith("http://0.0.0.0:");
      int port = URI.create(server.url()).getPort();
      String here = InetAddress.getLoopbackAddress().getHostAddress();
      assertThat(ask("GET", "http://" + here + ":" + port + "/metrics").body()).isEqualTo("a 1\n");
      server.close();
      try (ServerSocket again = new ServerSocket(port)) {
        assertThat(again.isBound()).as("the port is free again").isTrue();
      }
    }
  }

  @Test
  void aHostThatNobodyKnowsIsRefusedInWords() {
    assertThat(
            Cli.run("work", "--queue", "q", "--exec", "true", "--metrics", "no.such.invalid:1")
                .err())
        .startsWith("error: --metrics: can't listen on no.such.invalid:1: unknown host.");
  }
}

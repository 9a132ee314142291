package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.cli.command.MaintainCommand;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;

/**
 * {@code awa maintain}, {@code awa tick} and {@code awa health}: maintenance and who asks for it.
 */
final class MaintainTest {
  private static final Pattern URL = Pattern.compile("probes at (http://\\S+?)/readyz;");

  private final TestQueue queue = TestQueue.create();
  private final HttpClient client = HttpClient.newHttpClient();

  private String database() {
    PGSimpleDataSource database = (PGSimpleDataSource) queue.dataSource();
    return "postgres://%s@localhost:%d/%s"
        .formatted(database.getUser(), database.getPortNumbers()[0], database.getDatabaseName());
  }

  private Cli awa(String... words) {
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--database-url";
    all[words.length + 1] = database();
    return Cli.run(all);
  }

  private HttpResponse<String> ask(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void itLeadsAnswersProbesAndMakesTheQueueHealthy() throws Exception {
    Cli before = awa("health", "--json");
    assertThat(before.status()).isEqualTo(3);
    assertThat(before.json().get("status").asString()).isEqualTo("degraded");
    MaintainCommand maintain = new MaintainCommand();
    StringWriter err = new StringWriter();
    CommandLine line = Main.line(maintain).setErr(new PrintWriter(err));
    Thread working =
        Thread.ofPlatform()
            .start(() -> line.execute("--health", "127.0.0.1:0", "--database-url", database()));
    try {
      Eventually.holds(err::toString, () -> URL.matcher(err.toString()).find());
      Matcher found = URL.matcher(err.toString());
      assertThat(found.find()).isTrue();
      String url = found.group(1);
      assertThat(ask(url + "/healthz").statusCode()).isEqualTo(200);
      assertThat(ask(url + "/readyz").statusCode()).isEqualTo(200);
      assertThat(ask(url + "/readyz").body()).contains("\"ready\" : true");
      assertThat(ask(url + "/metrics").statusCode()).isEqualTo(404);
      Eventually.holds("all is well", () -> awa("health").status() == 0);
      Cli tick = awa("tick", "--within", "5s", "--json");
      assertThat(tick.status()).isZero();
      assertThat(tick.json().get("led").asBoolean()).isFalse();
    } finally {
      maintain.interrupt();
      working.join();
    }
  }

  @Test
  void aTickMovesWhatIsDue() {
    queue.awa().enqueue(TestQueue.job("q", 1).withDelay(Duration.ofMillis(1)));
    Cli tick = awa("tick", "--within", "20s");
    assertThat(tick.status()).isZero();
    assertThat(tick.out()).startsWith("nothing is left to do after ").contains("come again in ");
    assertThat(queue.awa().queues().stats("q").available()).isEqualTo(1);
    assertThat(awa("tick", "--within", "10ms").status()).isEqualTo(2);
  }

  @Test
  void whatIsDownHasAStatusOfItsOwn() throws Exception {
    assertThat(awa("health", "--schema", "nowhere").status()).isEqualTo(1);
    assertThat(awa("health", "--schema", "nowhere").out()).contains("schema").contains("down");
    Cli unreachable =
        Cli.run("health", "--json", "--database-url", "postgres://jo@127.0.0.1:1/nowhere");
    assertThat(unreachable.status()).isEqualTo(1);
    assertThat(unreachable.json().get("status").asString()).isEqualTo("down");
    assertThat(unreachable.json().get("checks").get(0).get("words").asString())
        .contains("can't connect to 127.0.0.1:1/nowhere");
  }
}

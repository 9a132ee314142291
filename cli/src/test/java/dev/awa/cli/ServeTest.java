package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.RawJson;
import dev.awa.admin.Documents;
import dev.awa.cli.command.ServeCommand;
import dev.awa.cli.command.ServeHashCommand;
import dev.awa.cli.database.Context;
import dev.awa.cli.database.Contexts;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;

/** {@code awa serve}: what a client finds there, and who is let in. */
final class ServeTest {
  private static final String TOKEN = "Authorization: Bearer view-view-view-view-view\r\n";

  @TempDir Path folder;

  private final TestQueue queue = TestQueue.create();
  private final HttpClient client = HttpClient.newHttpClient();
  private Supplier<String> said = () -> "";

  private String database() {
    return Serving.address((PGSimpleDataSource) queue.dataSource());
  }

  /** What is done with a server that runs. */
  private interface Use {
    void of(String url) throws Exception;
  }

  private void serve(Use use, String... options) throws Exception {
    try (Serving serving = new Serving(database(), options)) {
      said = serving::said;
      use.of(serving.url());
    }
  }

  private HttpResponse<String> get(String url, String token) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aTokenOfTheFileLetsIn() throws Exception {
    long id = queue.awa().enqueue(Job.of("print", new RawJson("{}"))).id();
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "vera view view-view-view-view-view\n");
    serve(
        url -> {
          HttpResponse<String> job = get(url + "/api/jobs/" + id, "view-view-view-view-view");
          assertThat(job.statusCode()).as(job.body()).isEqualTo(200);
          assertThat(Documents.JSON.readTree(job.body()))
              .isEqualTo(
                  Cli.run("job", "show", "" + id, "--json", "--database-url", database()).json());
          assertThat(get(url + "/api/jobs/" + id, "").statusCode()).isEqualTo(401);
          assertThat(raw(url, "POST /api/jobs/7/retry HTTP/1.1\r\nHost: localhost\r\n" + TOKEN))
              .startsWith("HTTP/1.1 403");
          assertThat(said.get()).contains("vera from 127.0.0.1: job-retry 7, answered 403");
          String[] list = {"audit", "list", "--by", "vera", "--database-url", database()};
          assertThat(Cli.run(list).out())
              .contains("job-retry", "refused", "needs the role operate");
          Cli json =
              Cli.run("audit", "list", "--after", "-1h", "--json", "--database-url", database());
          assertThat(json.json().get(0).get("action").asString()).isEqualTo("job-retry");
          Cli none =
              Cli.run("audit", "list", "--before", "-1h", "--json", "--database-url", database());
          assertThat(none.json()).isEmpty();
          Cli of = Cli.run("audit", "list", "--target", "job:7", "--database-url", database());
          assertThat(of.out()).contains("job-retry");
          assertThat(Cli.run("audit", "list", "--after", "never").err())
              .startsWith("error: --after: expected a time like");
          assertThat(get(url.replace("127.0.0.1", "localhost") + "/api/queues", "").statusCode())
              .isEqualTo(401);
        },
        "--token-file",
        tokens.toString());
  }

  /** Each has its own pages and API; a menu on each page leads to the other. */
  @Test
  void severalQueuesAreServedAtOnce() throws Exception {
    TestQueue second = TestQueue.create();
    second.awa().enqueue(Job.of("print", new RawJson("{}")).withQueue("of_staging"));
    queue.awa().enqueue(Job.of("print", new RawJson("{}")).withQueue("of_shop"));
    Map<String, Context> all =
        Map.of(
            "staging", context("staging", second, false),
            "live", context("live", second, true),
            "a b", context("a b", second, false));
    ServeCommand serve = new ServeCommand(() -> new Contexts(Path.of("x.toml"), all, null));
    String[] options = {"--no-login", "--instance-name", "shop", "--also", "staging"};
    try (Serving serving = new Serving(serve, database(), options)) {
      String url = serving.url();
      String shop = get(url + "/queues", "").body();
      assertThat(shop)
          .contains(">of_shop<", "href=\"./at/staging/\"")
          .doesNotContain(">of_staging<");
      String staging = get(url + "/at/staging/queues", "").body();
      assertThat(staging).contains(">of_staging<", "href=\"../../\"", ">shop<");
      assertThat(get(url + "/at/staging/api/queues", "").body()).doesNotContain("of_shop");
      Eventually.holds("it says where", () -> serving.said().contains("/at/staging/"));
    }
    for (String wrong : List.of("live", "a b", "nowhere")) {
      StringWriter err = new StringWriter();
      CommandLine line =
          Main.line(new ServeCommand(() -> new Contexts(Path.of("x.toml"), all, null)))
              .setErr(new PrintWriter(err));
      line.execute("--no-login", "--port=0", "--also", wrong, "--database-url", database());
      assertThat(err.toString()).contains(wrong.equals("nowhere") ? "no context" : "--also: ");
    }
  }

  /** The others are served, and its own pages say that the database can't be reached. */
  @Test
  void aDeadDatabaseBesideOthersIsServedAsSoonAsItCan() throws Exception {
    String nowhere = "postgres://jo@localhost:1/nowhere";
    Map<String, Context> all = Map.of("dead", new Context("dead", nowhere, "awa", false));
    ServeCommand serve = new ServeCommand(() -> new Contexts(Path.of("x.toml"), all, null));
    queue.awa().enqueue(Job.of("print", new RawJson("{}")).withQueue("of_shop"));
    try (Serving serving = new Serving(serve, database(), "--no-login", "--also", "dead")) {
      String url = serving.url();
      assertThat(serving.said()).contains("note: dead can't be served yet: ");
      assertThat(get(url + "/queues", "").body()).contains(">of_shop<", "./at/dead/");
      HttpResponse<String> dead = get(url + "/at/dead/queues", "");
      assertThat(dead.statusCode()).as(dead.body()).isEqualTo(503);
      HttpResponse<String> health = get(url + "/at/dead/api/health", "");
      assertThat(health.statusCode()).as(health.body()).isEqualTo(503);
      assertThat(get(url + "/api/health", "").statusCode()).isEqualTo(200);
    }
  }

  private static Context context(String name, TestQueue of, boolean production) {
    String url = Serving.address((PGSimpleDataSource) of.dataSource());
    return new Context(name, url, "awa", production);
  }

  @Test
  void aPasswordOfTheFileLetsIn() throws Exception {
    Path passwords = folder.resolve("passwords");
    Files.writeString(passwords, hash("correct horse\n", "anna", "view", "--queue", "mail"));
    serve(
        url -> {
          String body = "{\"name\":\"anna\",\"password\":\"correct horse\"}";
          HttpResponse<String> in =
              client.send(
                  HttpRequest.newBuilder(URI.create(url + "/api/login"))
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(body))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
          assertThat(in.statusCode()).as(in.body()).isEqualTo(200);
          String cookie = in.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
          String queues = "GET /api/queues HTTP/1.1\r\nHost: localhost\r\nCookie: ";
          assertThat(raw(url, queues + cookie + "\r\n")).startsWith("HTTP/1.1 200");
          assertThat(raw(url, queues + "awa-session=x\r\n")).startsWith("HTTP/1.1 401");
        },
        "--password-file",
        passwords.toString());
  }

  private static String hash(String in, String... arguments) {
    StringWriter out = new StringWriter();
    int status =
        Main.line(
                new ServeHashCommand(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8))))
            .setOut(new PrintWriter(out))
            .execute(arguments);
    assertThat(status).isZero();
    assertThat(out.toString()).doesNotContain("horse");
    return out.toString();
  }

  @Test
  void withoutALoginTheServerSaysSo() throws Exception {
    serve(
        url -> {
          HttpResponse<String> answer = get(url + "/api/capabilities", "");
          assertThat(answer.statusCode()).isEqualTo(200);
          assertThat(answer.headers().firstValue("Awa-Login")).hasValue("none");
          assertThat(answer.headers().firstValue("Server")).isEmpty();
          assertThat(said.get()).startsWith("note: no login");
          assertThat(raw(url, "GET /api/queues HTTP/1.1\r\nHost: evil.example\r\n"))
              .startsWith("HTTP/1.1 421");
          String openApi = "GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n";
          assertThat(raw(url, openApi + "Accept-Encoding: gzip\r\n"))
              .contains("Content-Encoding: gzip")
              .hasSizeLessThan(30_000);
          assertThat(raw(url, openApi)).doesNotContain("Content-Encoding").contains("openapi");
          assertThat(raw(url, "GET /api/queues/a%2Fb HTTP/1.1\r\nHost: localhost\r\n"))
              .startsWith("HTTP/1.1 400")
              .contains("application/problem+json");
          assertThat(raw(url, "GET /api/queues HTTP/1.1\r\nX: " + "x".repeat(20_000) + "\r\n"))
              .startsWith("HTTP/1.1 431");
        },
        "--no-login",
        "--read-only");
  }

  private static String raw(String url, String head) throws Exception {
    int port = URI.create(url).getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String request = head + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aServerThatWouldBeOpenToOthersIsRefused() {
    assertThat(Cli.run("serve", "--no-login", "--host", "0.0.0.0").err())
        .startsWith("error: --no-login: everybody who can reach --host could do everything");
    assertThat(Cli.run("serve").err()).startsWith("error: nobody could log in");
    assertThat(Cli.run("serve", "--no-login", "--trusted-proxy", "proxy").status()).isEqualTo(2);
    assertThat(Cli.run("serve", "--token-file", folder.resolve("none").toString()).err())
        .startsWith("error: --token-file: can't be read");
  }
}

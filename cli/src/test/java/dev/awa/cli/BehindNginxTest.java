package dev.awa.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.awa.lab.Nginx;
import dev.awa.lab.Programs;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What docs/how-to/behind-a-proxy.md says, with a real nginx; skipped where there is none. */
final class BehindNginxTest {
  private static final String ANNA = "kJ8s0cQ2nB7xVw3TzLr5";
  private static final String MIA = "pR4tYx9mNq2LzW7cKd0V";

  @TempDir private static Path shared = Path.of("");
  private static Path executable = Path.of("");

  @SuppressWarnings("NullAway.Init") // before all
  private static SSLContext trusting;

  @TempDir Path folder = Path.of("");

  private final TestQueue queue = TestQueue.create();
  private final int port = freePort();
  private final String origin = "https://localhost:" + port;
  private List<String> blocks = List.of();

  @BeforeAll
  static void look() throws Exception {
    Optional<Path> installed = Programs.find("nginx");
    assumeTrue(installed.isPresent(), "no nginx is installed here");
    executable = installed.orElseThrow();
    KeyStore certificate = Nginx.certificate(shared);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificate);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
  }

  /** The blocks of nginx on the page, in order. */
  @BeforeEach
  void read() throws IOException {
    String page = Files.readString(Path.of("../docs/how-to/behind-a-proxy.md"));
    blocks =
        Stream.of(page.split("```nginx\n"))
            .skip(1)
            .map(one -> one.substring(0, one.indexOf("```")))
            .toList();
    assertThat(blocks).hasSize(6);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Serving serving() throws IOException {
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "anna administer " + ANNA + "\nmia operate " + MIA + "\n");
    return new Serving(
        Serving.address((PGSimpleDataSource) queue.dataSource()),
        "--token-file",
        tokens.toString(),
        "--allowed-host",
        "localhost",
        "--trusted-proxy",
        "127.0.0.1");
  }

  /**
   * nginx with the server of the page, at the places of this test.
   *
   * @param before the server
   * @param inServer more of it
   * @param inLocation more of the location of the dashboard
   */
  private Nginx nginx(Serving serving, String before, String inServer, String inLocation)
      throws IOException {
    String server =
        blocks
            .getFirst()
            .replace("listen 443", "listen 127.0.0.1:" + port)
            .replace("server_name ops.example.org;", "server_name localhost;\n" + inServer)
            .replace("/etc/nginx/ops.example.org", shared.resolve("server").toString())
            .replace("http://10.0.0.5:8080", serving.url())
            .replace("location /ops/awa/ {", "location /ops/awa/ {\n" + inLocation);
    return new Nginx(executable, folder, before + server, port);
  }

  private HttpResponse<String> send(String from, HttpRequest.Builder request) throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(trusting)
            .localAddress(InetAddress.getByName(from))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return send("127.0.0.1", request);
  }

  private HttpRequest.Builder asked(String path) {
    return HttpRequest.newBuilder(URI.create(origin + "/ops/awa" + path));
  }

  private HttpRequest.Builder asked(String path, String token) {
    return asked(path).header("Authorization", "Bearer " + token);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void pagesFilesLoginAndFormsWorkBelowThePath() throws Exception {
    try (Serving serving = serving();
        Nginx proxy = nginx(serving, "", "", "")) {
      assertThat(proxy).isNotNull();
      assertThat(header(send(asked("")), "Location")).endsWith("/ops/awa/");
      HttpResponse<String> login =
          send(
              asked("/login")
                  .header("Origin", origin)
                  .POST(BodyPublishers.ofString("password=" + ANNA)));
      assertThat(login.statusCode()).as(login.body()).isEqualTo(303);
      assertThat(header(login, "Set-Cookie")).startsWith("__Host-awa=").contains("; Secure");
      String cookie = header(login, "Set-Cookie").split(";", 2)[0];

      HttpResponse<String> page = send(asked("/queues").header("Cookie", cookie));
      assertThat(page.statusCode()).isEqualTo(200);
      Matcher style = Pattern.compile("href=\"([^\"]*/awa\\.css)\"").matcher(page.body());
      assertThat(style.find()).isTrue();
      HttpResponse<String> file = send(asked("/" + style.group(1)));
      assertThat(header(file, "Content-Type")).startsWith("text/css");
      assertThat(header(file, "Cache-Control")).contains("immutable");

      HttpRequest.Builder pause =
          asked("/queues/mail")
              .header("Cookie", cookie)
              .POST(BodyPublishers.ofString("do=pause&pause_reason=outage"));
      assertThat(send(pause.copy().header("Origin", "https://evil.example")).statusCode())
          .isEqualTo(403);
      assertThat(send(pause.copy().header("Origin", "http://localhost:" + port)).statusCode())
          .isEqualTo(403);
      HttpResponse<String> paused = send(pause.copy().header("Origin", origin));
      assertThat(paused.statusCode()).as(paused.body()).isEqualTo(303);
      assertThat(header(paused, "Location")).isEqualTo("mail?done=paused");
      assertThat(queue.awa().queues().show("mail").pause()).isNotNull();
    }
  }

  @Test
  void namesThatAreNotTheServersAreRefusedAlsoInForwardedHeaders() throws Exception {
    try (Serving serving = serving();
        Nginx proxy = nginx(serving, "", "", "")) {
      assertThat(proxy).isNotNull();
      HttpRequest.Builder asked = asked("/api/capabilities", ANNA);
      assertThat(send(asked.copy().header("X-Forwarded-Host", "evil.example")).statusCode())
          .as("the proxy sets the header itself")
          .isEqualTo(200);
      URI direct = URI.create(serving.url() + "/api/capabilities");
      HttpRequest.Builder rebound =
          HttpRequest.newBuilder(direct).header("X-Forwarded-Host", "evil.example");
      assertThat(send(rebound).statusCode()).isEqualTo(421);
    }
  }

  @Test
  void theAddressOfTheClientCounts() throws Exception {
    try (Serving serving = serving();
        Nginx proxy = nginx(serving, "", "", "")) {
      assertThat(proxy).isNotNull();
      HttpRequest.Builder wrong =
          asked("/api/queues", "wrong-wrong-wrong-wrong")
              .header("X-Forwarded-For", "127.0.0.3"); // as an attacker would
      for (int i = 0; i < 20; i++) {
        assertThat(send("127.0.0.2", wrong.copy()).statusCode()).isEqualTo(401);
      }
      assertThat(send("127.0.0.2", wrong.copy()).statusCode()).isEqualTo(429);
      assertThat(send("127.0.0.3", wrong.copy()).statusCode()).isEqualTo(401);
      String reason = "{\"reason\":\"outage\"}";
      HttpRequest.Builder pause =
          asked("/api/queues/mail/pause", ANNA)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(reason));
      assertThat(send("127.0.0.3", pause).statusCode()).isEqualTo(200);
      assertThat(serving.said()).contains("anna from 127.0.0.3: queue-pause");
    }
  }

  @Test
  void bodiesOfTheServersOwnSizeReachIt() throws Exception {
    try (Serving serving = serving();
        Nginx proxy = nginx(serving, "", "", "")) {
      assertThat(proxy).isNotNull();
      HttpRequest.Builder large =
          asked("/api/queues/mail/pause", ANNA)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"reason\":\"" + "x".repeat(3 << 20) + "\"}"));
      HttpResponse<String> answer = send(large);
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    }
  }

  @Test
  void aPasswordOfTheProxyBecomesATokenOfTheServer() throws Exception {
    Path people = folder.resolve("operations.htpasswd");
    Files.writeString(people, "anna:{PLAIN}sesame\nmia:{PLAIN}sesame\nzoe:{PLAIN}sesame\n");
    String basic = blocks.get(2).replace("/etc/nginx/operations.htpasswd", people.toString());
    try (Serving serving = serving();
        Nginx proxy = nginx(serving, blocks.get(1), "", basic)) {
      assertThat(proxy).isNotNull();
      assertThat(send(asked("/api/capabilities")).statusCode()).isEqualTo(401);
      assertThat(send(asked("/api/capabilities", ANNA)).statusCode())
          .as("a token past the proxy's login")
          .isEqualTo(401);
      assertThat(send(basic("anna")).body()).contains("\"anna\"", "\"administer\"");
      assertThat(send(basic("mia")).body()).contains("\"mia\"", "\"operate\"");
      assertThat(send(basic("zoe")).statusCode()).isEqualTo(401);
    }
  }

  private HttpRequest.Builder basic(String name) {
    String sent =
        Base64.getEncoder().encodeToString((name + ":sesame").getBytes(StandardCharsets.US_ASCII));
    return asked("/api/capabilities").header("Authorization", "Basic " + sent);
  }

  @Test
  void whomOauth2ProxyKnowsGetsATokenOfTheServer() throws Exception {
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/oauth2/auth", BehindNginxTest::known);
    provider.start();
    String own = "http://127.0.0.1:" + provider.getAddress().getPort();
    String inServer = blocks.get(4).replace("http://127.0.0.1:4180", own);
    try (Serving serving = serving();
        Nginx proxy = nginx(serving, blocks.get(3), inServer, blocks.get(5))) {
      assertThat(proxy).isNotNull();
      HttpResponse<String> nobody = send(asked("/api/capabilities", ANNA));
      assertThat(nobody.statusCode()).isEqualTo(302);
      assertThat(header(nobody, "Location")).endsWith("/sign-in/ops/awa/api/capabilities");
      HttpRequest.Builder asked = asked("/api/capabilities");
      assertThat(send(asked.copy().header("Cookie", "_oauth2_proxy=mia@example.org")).body())
          .contains("\"mia\"", "\"operate\"");
      assertThat(
              send(asked
                      .copy()
                      .header("Cookie", "_oauth2_proxy=zoe@example.org")
                      .header("X-Auth-Request-Email", "anna@example.org"))
                  .statusCode())
          .isEqualTo(401);
    } finally {
      provider.stop(0);
    }
  }

  /** As oauth2-proxy answers with {@code --set-xauthrequest}: 202 and who that is, or 401. */
  private static void known(HttpExchange asked) throws IOException {
    String cookie = String.valueOf(asked.getRequestHeaders().getFirst("Cookie"));
    boolean isKnown = cookie.startsWith("_oauth2_proxy=");
    if (isKnown) {
      asked
          .getResponseHeaders()
          .add("X-Auth-Request-Email", cookie.substring("_oauth2_proxy=".length()));
    }
    asked.sendResponseHeaders(isKnown ? 202 : 401, -1);
    asked.close();
  }
}

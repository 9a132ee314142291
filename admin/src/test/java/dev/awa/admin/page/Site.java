package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.admin.http.Access;
import dev.awa.admin.http.Admin;
import dev.awa.admin.http.AdminConfig;
import dev.awa.admin.http.Sessions;
import dev.awa.admin.http.Tokens;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A dashboard on a queue of its own, in a servlet container, as tests ask it. */
final class Site implements AutoCloseable {
  static final String VIEW = "view-view-view-view-view";
  static final String OPERATE = "operate-operate-operate";
  static final String ADMINISTER = "administer-administer-";
  static final String MAIL_ONLY = "mail-mail-mail-mail-mail";

  static final String TOKENS =
      """
      vera view view-view-view-view-view
      olga operate operate-operate-operate
      anna administer administer-administer-
      mia  administer mail-mail-mail-mail-mail mail,letters
      """;

  private static final String MOUNT = "/shop/awa";

  final TestQueue queue;
  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);
  private final HttpClient client = HttpClient.newHttpClient();

  Site() {
    this(TestQueue.create(), Sessions.of(Tokens.parse(TOKENS)), AdminConfig.defaults());
  }

  Site(TestQueue queue, Access access, AdminConfig config) {
    this(queue, access, config, new Instance("test", Instance.Hue.MOSS));
  }

  Site(TestQueue queue, Access access, AdminConfig config, Instance instance) {
    this.queue = queue;
    Admin admin = Admin.of(queue.dataSource(), Awa::of, access, config);
    connector.setHost("localhost");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/shop");
    context.addServlet(new ServletHolder(new DashboardServlet(admin, instance)), "/awa/*");
    server.setHandler(context);
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  Awa awa() {
    return queue.awa();
  }

  String origin() {
    return "http://localhost:" + connector.getLocalPort();
  }

  String mount() {
    return origin() + MOUNT;
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder asked(String path, String token) {
    return HttpRequest.newBuilder(URI.create(mount() + path))
        .header("Accept", "text/html")
        .header("Authorization", "Bearer " + token);
  }

  HttpResponse<String> get(String path, String token) {
    return send(asked(path, token));
  }

  /** The page that is shown to somebody who may do everything. */
  String page(String path) {
    return page(path, ADMINISTER);
  }

  String page(String path, String token) {
    HttpResponse<String> answer = get(path, token);
    assertThat(answer.statusCode()).as(path + "\n" + shown(answer)).isEqualTo(200);
    return answer.body();
  }

  /** What is between head and foot. */
  static String shown(HttpResponse<String> answer) {
    String page = answer.body();
    int from = page.indexOf("<main");
    return from < 0 ? page : page.substring(from, page.indexOf("</main>"));
  }

  /** A form as a page of the same site sends it: names and values. */
  HttpResponse<String> post(String path, String token, String... fields) {
    return send(asked(path, token).header("Origin", origin()).POST(form(fields)));
  }

  static HttpRequest.BodyPublisher form(String... fields) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      parts.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return HttpRequest.BodyPublishers.ofString(String.join("&", parts));
  }

  /** Where one is sent after something was done. */
  String done(String path, String token, String... fields) {
    HttpResponse<String> answer = post(path, token, fields);
    assertThat(answer.statusCode()).as(shown(answer)).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}

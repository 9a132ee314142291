package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.admin.Documents;
import dev.awa.client.Awa;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The admin API in a servlet container, below any path. */
final class AdminServletTest {
  private final Api api = new Api();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Server server = new Server();

  private String start(String contextPath, String mapping) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("localhost");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler(contextPath);
    context.addServlet(new ServletHolder(new AdminServlet(api.admin)), mapping);
    server.setHandler(context);
    server.start();
    return "http://localhost:" + connector.getLocalPort();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private HttpResponse<String> ask(String method, String url, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", Api.ADMINISTER)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theApiIsBelowThePathWhereItIsMounted() throws Exception {
    String base = start("/shop", "/awa/*") + "/shop/awa/api";

    HttpResponse<String> paused = ask("POST", base + "/queues/m%20l/pause", "{\"reason\":\"x\"}");
    assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
    assertThat(Documents.JSON.readTree(paused.body()).get("queue").asString()).isEqualTo("m l");
    assertThat(paused.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(ask("GET", base + "/queues?x=1", "").statusCode()).isEqualTo(400);
    for (String other : List.of("", "/", "/nowhere", "/../api/queues")) {
      assertThat(ask("GET", base + other, "").statusCode()).as(other).isIn(400, 404);
    }
    assertThat(ask("GET", base.replace("/api", "/queues"), "").statusCode()).isEqualTo(404);
  }

  @Test
  void headAndOptionsHaveNoBody() throws Exception {
    String base = start("/", "/*") + "/api";

    HttpResponse<String> get = ask("GET", base + "/capabilities", "");
    HttpResponse<String> head = ask("HEAD", base + "/capabilities", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .isEqualTo(get.headers().firstValue("Content-Length"));
    HttpResponse<String> options = ask("OPTIONS", base + "/queues", "");
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
    assertThat(ask("GET", base + "/openapi.json", "").body()).contains("\"openapi\" : \"3.1.0\"");
  }

  /** As docs/how-to/admin-api.md has it; here a filter logs in who has the header of a user. */
  @Test
  void anApplicationMapsItsOwnLogin() throws Exception {
    DataSource dataSource = api.queue.dataSource();
    ServletContextHandler context = new ServletContextHandler("/");
    Access access =
        request ->
            Optional.ofNullable(request.user())
                .map(user -> Principal.of(user.getName(), Role.OPERATE));
    Admin admin = Admin.of(dataSource, Awa::of, access, AdminConfig.defaults().withReadOnly(true));
    context.addServlet(new ServletHolder(new AdminServlet(admin)), "/awa/*"); // /awa/api/queues
    context.addFilter(
        new FilterHolder((request, response, chain) -> chain.doFilter(loggedIn(request), response)),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    ServerConnector connector = new ServerConnector(server);
    server.addConnector(connector);
    server.setHandler(context);
    server.start();

    String base = "http://localhost:" + connector.getLocalPort() + "/awa/api";
    assertThat(ask("GET", base + "/queues", "").statusCode()).isEqualTo(401);
    HttpRequest jo =
        HttpRequest.newBuilder(URI.create(base + "/capabilities")).header("User", "jo").build();
    HttpResponse<String> answer = client.send(jo, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"name\" : \"jo\"", "\"role\" : \"operate\"");
  }

  private static ServletRequest loggedIn(ServletRequest request) {
    HttpServletRequest http = (HttpServletRequest) request;
    String user = http.getHeader("User");
    return new HttpServletRequestWrapper(http) {
      @Override
      public java.security.@Nullable Principal getUserPrincipal() {
        return user == null ? null : () -> user;
      }
    };
  }
}

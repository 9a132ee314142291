package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with a web server of its own, as a browser sees it. */
final class Shop implements AutoCloseable {
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

  final ConfigurableApplicationContext context;
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  /** Starts one with the dashboard, and an empty database. */
  Shop(Class<?> configuration, String... properties) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of(Applications.WITHOUT_JPA));
    all.addAll(List.of(Applications.connecting("spring.datasource", Applications.newDatabase())));
    all.addAll(
        List.of(
            "server.port=0",
            "spring.flyway.enabled=false",
            "spring.liquibase.enabled=false",
            "awa.admin.enabled=true"));
    all.addAll(List.of(properties));
    context =
        new SpringApplicationBuilder(Applications.Application.class, configuration)
            .properties(all.toArray(String[]::new))
            .run();
  }

  /** Where it listens. */
  String origin() {
    return "http://localhost:" + port("local.server.port");
  }

  String port(String property) {
    return String.valueOf(context.getEnvironment().getProperty(property));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder asked(String path) {
    return HttpRequest.newBuilder(URI.create(origin() + path));
  }

  HttpResponse<String> get(String path) {
    return send(asked(path));
  }

  /** A request of somebody who sends name and password with it; the password is the name. */
  HttpRequest.Builder as(String user, String path) {
    String sent = user + ":" + user;
    return asked(path)
        .header(
            "Authorization",
            "Basic "
                + Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A form as a page of this application sends it. */
  HttpRequest.Builder form(HttpRequest.Builder request, String... fields) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      parts.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return request
        .header("Origin", origin())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(String.join("&", parts)));
  }

  /** Logs in by the form of Spring Security, below a context path. */
  HttpResponse<String> login(String contextPath, String user) {
    Matcher token = CSRF.matcher(get(contextPath + "/login").body());
    assertThat(token.find()).isTrue();
    return send(
        form(
            asked(contextPath + "/login"),
            "username",
            user,
            "password",
            user,
            "_csrf",
            token.group(1)));
  }

  @Override
  public void close() {
    context.close();
  }
}

package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.awa.admin.http.Access;
import dev.awa.admin.http.Principal;
import dev.awa.admin.http.Role;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where there is a dashboard, who is let in, and why an application does not start with one. */
final class DashboardStartTest {
  private static final String WITHOUT_SECURITY =
      "spring.autoconfigure.exclude="
          + String.join(
              ",",
              Applications.WITHOUT_JPA[1].substring("spring.autoconfigure.exclude=".length()),
              "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
              "org.springframework.boot.actuate.autoconfigure.security.servlet"
                  + ".ManagementWebSecurityAutoConfiguration",
              "org.springframework.boot.security.autoconfigure.web.servlet"
                  + ".ServletWebSecurityAutoConfiguration",
              "org.springframework.boot.security.autoconfigure.actuate.web.servlet"
                  + ".ManagementWebSecurityAutoConfiguration");

  @TempDir Path folder;

  /** Has nothing of its own. */
  @Configuration(proxyBeanMethods = false)
  static class Plain {}

  /** Has a login that knows everybody as jo. */
  @Configuration(proxyBeanMethods = false)
  static class OwnAccess {
    @Bean
    Access access() {
      return request -> Optional.of(Principal.of("jo", Role.VIEW));
    }
  }

  private static void assertRefused(String found, String toDo, String... properties) {
    Throwable failure = catchThrowable(() -> new Shop(Plain.class, properties).close());
    assertThat(failure).isNotNull();
    FailureAnalysis analysis = new AwaFailureAnalyzer().analyze(failure);
    assertThat(analysis).as(failure.toString()).isNotNull();
    assertThat(analysis.getDescription()).contains(found);
    assertThat(analysis.getAction()).contains(toDo);
  }

  @Test
  void withoutALoginTheStartIsRefused() {
    assertRefused(
        "nothing says who may use the admin API and the dashboard",
        "Add spring-boot-starter-security",
        WITHOUT_SECURITY);
  }

  @Test
  void wrongPropertiesEndTheStartInWords() {
    for (String path : List.of("awa", "/", "/awa/", "/awa/*", "/a//b", "/..", "")) {
      assertRefused(
          "awa.admin.path: must begin with a slash", "/ops/awa", "awa.admin.path=" + path);
    }
    assertRefused(
        "awa.admin.roles: must be three names", "Correct", "awa.admin.roles.view=AWA_OPERATE");
    assertRefused(
        "awa.admin.token-file: \"/none\" can't be read",
        "Name a file",
        "awa.admin.token-file=/none");
    assertRefused("awa.admin: ", "Correct", "awa.admin.mask=customer");
    assertRefused(
        "awa.admin.queues: is for users",
        "Name the queues there",
        "awa.admin.token-file=/none",
        "awa.admin.queues=mail");
  }

  @Test
  void thereIsNoneUnlessItIsAskedFor() {
    try (Shop shop = new Shop(Plain.class, WITHOUT_SECURITY, "awa.admin.enabled=false")) {
      assertThat(shop.get("/awa/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void peopleOfAFileLogInWhereTheApplicationHasNoLogin() throws Exception {
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "anna operate anna-anna-anna-anna-anna mail\n");
    try (Shop shop = new Shop(Plain.class, WITHOUT_SECURITY, "awa.admin.token-file=" + tokens)) {
      assertThat(shop.get("/awa/").statusCode()).isEqualTo(401);
      HttpResponse<String> login =
          shop.send(shop.form(shop.asked("/awa/login"), "password", "anna-anna-anna-anna-anna"));
      assertThat(login.statusCode()).as(login.body()).isEqualTo(303);
      String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(cookie).startsWith("awa-session=").contains("HttpOnly");
      HttpRequest.Builder asked =
          shop.asked("/awa/api/capabilities").header("Cookie", cookie.split(";", 2)[0]);
      assertThat(
              HttpClient.newHttpClient()
                  .send(asked.build(), HttpResponse.BodyHandlers.ofString())
                  .body())
          .contains("\"anna\"", "\"mail\"");
    }
  }

  @Test
  void aBeanOfTheApplicationSaysWhoIsLetIn() {
    try (Shop shop = new Shop(OwnAccess.class, WITHOUT_SECURITY)) {
      assertThat(shop.get("/awa/api/capabilities").body()).contains("\"jo\"", "\"view\"");
    }
  }

  @Test
  void withoutAwaAdminTheStartIsRefused() {
    Applications.withJdbc()
        .withPropertyValues("awa.admin.enabled=true")
        .withClassLoader(new FilteredClassLoader("dev.awa.admin"))
        .run(context ->
            HandlersTest.assertRefused(
                context, "awa-admin is not on the class path", "Add the dependency"));
  }

  @Test
  void anApplicationWithoutAWebServerHasNone() {
    Applications.withJdbc()
        .withPropertyValues("awa.admin.enabled=true")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("awaDashboard"));
  }

  @Test
  void aReactiveApplicationIsRefused() {
    new ReactiveWebApplicationContextRunner()
        .withUserConfiguration(Applications.Application.class)
        .withPropertyValues(Applications.WITHOUT_JPA)
        .withPropertyValues(
            Applications.connecting("spring.datasource", Applications.newDatabase()))
        .withPropertyValues(
            "spring.flyway.enabled=false",
            "spring.liquibase.enabled=false",
            "awa.admin.enabled=true")
        .run(context -> {
          FailureAnalysis analysis = new AwaFailureAnalyzer().analyze(context.getStartupFailure());
          assertThat(analysis).isNotNull();
          assertThat(analysis.getDescription()).contains("this is a reactive application");
          assertThat(analysis.getAction()).contains("awa serve");
        });
  }
}

package dev.awa.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.client.Awa;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** The dashboard and the admin API in an application with Spring Security, over HTTP. */
final class DashboardTest {
  /** People with a role each, and one without; the password is the name. */
  @Configuration(proxyBeanMethods = false)
  static class People {
    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          user("vera", "AWA_VIEW"),
          user("olga", "AWA_OPERATE"),
          user("anna", "AWA_ADMINISTER"),
          user("zoe", "SHOP"));
    }

    private static UserDetails user(String name, String role) {
      return User.withUsername(name).password("{noop}" + name).roles(role).build();
    }
  }

  /** As docs/spring.md has it. */
  @Configuration(proxyBeanMethods = false)
  static class Login extends People {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .formLogin(Customizer.withDefaults())
          .httpBasic(Customizer.withDefaults())
          .csrf(csrf -> csrf.ignoringRequestMatchers("/awa/**"))
          .build();
    }
  }

  /** Everybody comes as far as the dashboard, which then asks who that is. */
  @Configuration(proxyBeanMethods = false)
  static class Passing extends People {
    @Bean
    SecurityFilterChain security(HttpSecurity http) throws Exception {
      return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
          .httpBasic(Customizer.withDefaults())
          .build();
    }
  }

  @SuppressWarnings("NullAway.Init") // each test starts one
  private Shop shop;

  @AfterEach
  void stop() {
    shop.close();
  }

  private Awa awa() {
    return shop.context.getBean(Awa.class);
  }

  private HttpRequest.Builder pause(String user, String reason) {
    return shop.as(user, "/awa/api/queues/mail/pause")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"reason\":\"" + reason + "\"}"));
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void aPersonLogsInAtTheApplicationAndWorksWithThePages() {
    shop = new Shop(Login.class, "awa.admin.instance=shop", "awa.admin.color=plum");
    assertThat(header(shop.send(shop.asked("/awa/").header("Accept", "text/html")), "Location"))
        .endsWith("/login");
    assertThat(header(shop.login("", "olga"), "Location")).contains("/awa/");

    HttpResponse<String> page = shop.get("/awa/queues");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("olga", "data-instance=\"plum\"", "shop");
    for (String once :
        new String[] {"Cache-Control", "X-Frame-Options", "X-Content-Type-Options"}) {
      assertThat(page.headers().allValues(once)).as(once).hasSize(1);
    }
    Matcher style = Pattern.compile("href=\"([^\"]*/awa\\.css)\"").matcher(page.body());
    assertThat(style.find()).isTrue();
    HttpResponse<String> file = shop.get("/awa/" + style.group(1));
    assertThat(header(file, "Content-Type")).startsWith("text/css");
    assertThat(header(file, "Cache-Control")).contains("immutable");

    HttpResponse<String> paused =
        shop.send(
            shop.form(shop.asked("/awa/queues/mail"), "do", "pause", "pause_reason", "outage"));
    assertThat(paused.statusCode()).as(paused.body()).isEqualTo(303);
    assertThat(awa().queues().show("mail").pause())
        .satisfies(pause -> assertThat(pause.by()).isEqualTo("olga"));
    assertThat(shop.get("/awa/queues/" + header(paused, "Location")).body())
        .contains("The queue is paused");
    assertThat(header(shop.get("/awa"), "Location")).endsWith("awa/");
  }

  @Test
  void rolesOfTheApplicationSayWhoMayDoWhat() {
    shop = new Shop(Login.class);
    long id = awa().enqueue(Job.of("note", Map.of("text", "hello")).withQueue("mail")).id();
    assertThat(shop.send(shop.as("vera", "/awa/api/jobs/" + id)).body()).contains("\"note\"");
    assertThat(shop.send(shop.as("vera", "/awa/api/capabilities")).body())
        .contains("\"role\" : \"view\"", "\"login\" : true");
    assertThat(shop.send(pause("vera", "x")).statusCode()).isEqualTo(403);
    assertThat(shop.send(pause("olga", "x")).statusCode()).isEqualTo(200);
    HttpResponse<String> delete =
        shop.send(shop.as("olga", "/awa/api/jobs/" + id).method("DELETE", BodyPublishers.noBody()));
    assertThat(delete.statusCode()).isEqualTo(403);
    assertThat(delete.body()).contains("needs the role administer");

    HttpResponse<String> api = shop.send(shop.as("zoe", "/awa/api/queues"));
    assertThat(api.statusCode()).isEqualTo(403);
    assertThat(api.body())
        .contains("zoe has none of the roles AWA_VIEW, AWA_OPERATE, AWA_ADMINISTER");
    HttpResponse<String> page = shop.send(shop.as("zoe", "/awa/"));
    assertThat(page.statusCode()).isEqualTo(403);
    assertThat(page.body()).contains("Zoe has none of the roles");
  }

  @Test
  void aPageOfAnotherSiteCanNotSendAChange() {
    shop = new Shop(Login.class);
    HttpRequest.Builder foreign = pause("olga", "x").header("Origin", "https://evil.example");
    assertThat(shop.send(foreign).statusCode()).isEqualTo(403);
    HttpRequest.Builder form =
        shop.as("olga", "/awa/queues/mail").POST(BodyPublishers.ofString("do=pause"));
    assertThat(shop.send(form).statusCode()).as("from nowhere").isEqualTo(403);
    assertThat(awa().queues().show("mail").pause()).isNull();
  }

  @Test
  void nobodyIsLetInWhoHasNotLoggedInAlsoWhereTheApplicationLetsThemPass() {
    shop = new Shop(Passing.class);
    HttpResponse<String> api = shop.get("/awa/api/queues");
    assertThat(api.statusCode()).isEqualTo(401);
    assertThat(api.body()).contains("nobody is logged in to the application");
    HttpResponse<String> page = shop.get("/awa/");
    assertThat(page.statusCode()).isEqualTo(401);
    assertThat(page.body()).contains("Log in to the application").doesNotContain("<form class=");
    assertThat(shop.send(shop.as("vera", "/awa/")).statusCode()).isEqualTo(200);
    assertThat(shop.send(pause("olga", "x")).statusCode())
        .as("Spring's check of its own token is before ours, unless it ignores the path")
        .isEqualTo(403);
    assertThat(awa().queues().show("mail").pause()).isNull();
  }

  @Test
  void theContextPathIsBeforeThePath() {
    shop =
        new Shop(
            Login.class,
            "server.servlet.context-path=/shop",
            "awa.admin.path=/ops/awa",
            "awa.admin.roles.view=SHOP",
            "awa.admin.queues=mail,letters",
            "awa.admin.read-only=true");
    assertThat(header(shop.login("/shop", "zoe"), "Location")).contains("/shop");
    HttpResponse<String> page = shop.get("/shop/ops/awa/queues");
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    assertThat(page.body()).contains("Read-only");
    assertThat(shop.get("/shop/ops/awa/api/capabilities").body())
        .contains("\"zoe\"", "\"letters\", \"mail\"", "\"read_only\" : true");
    assertThat(shop.get("/shop/awa/").statusCode()).isEqualTo(404);
  }

  @Test
  void behindAProxyTheHostOfTheProxyCounts() {
    shop =
        new Shop(
            Login.class,
            "server.forward-headers-strategy=native",
            "server.tomcat.remoteip.host-header=X-Forwarded-Host",
            "awa.admin.hosts=ops.example.org");
    assertProxied();
  }

  @Test
  void behindAProxyTheHostOfTheProxyCountsWithTheFilterOfSpring() {
    shop =
        new Shop(
            Login.class,
            "server.forward-headers-strategy=framework",
            "awa.admin.hosts=ops.example.org");
    assertProxied();
  }

  private void assertProxied() {
    HttpRequest.Builder proxied =
        pause("olga", "x")
            .header("X-Forwarded-Host", "ops.example.org")
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-Port", "443")
            .header("X-Forwarded-For", "203.0.113.7");
    HttpRequest.Builder plain = proxied.copy().header("Origin", "http://ops.example.org");
    assertThat(shop.send(plain).statusCode()).isEqualTo(403);
    HttpResponse<String> paused =
        shop.send(proxied.copy().header("Origin", "https://ops.example.org"));
    assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
    assertThat(shop.send(shop.as("anna", "/awa/api/audit")).statusCode())
        .as("by another name")
        .isEqualTo(421);
    HttpRequest.Builder audit =
        shop.as("anna", "/awa/api/audit").header("X-Forwarded-Host", "ops.example.org");
    assertThat(shop.send(audit).body()).contains("\"203.0.113.7\"", "\"queue-pause\"");
  }

  @Test
  void actuatorOnAnotherPortIsAsItWas() {
    shop =
        new Shop(
            Login.class,
            "management.server.port=0",
            "management.endpoints.web.exposure.include=health,awa");
    String management = "http://localhost:" + shop.port("local.management.port");
    assertThat(management).isNotEqualTo(shop.origin());
    HttpRequest.Builder health =
        shop.as("vera", "").uri(URI.create(management + "/actuator/health"));
    assertThat(shop.send(health).body()).contains("UP");
    HttpRequest.Builder dashboard = shop.as("vera", "").uri(URI.create(management + "/awa/"));
    assertThat(shop.send(dashboard).statusCode()).isEqualTo(404);
    assertThat(shop.send(shop.as("vera", "/awa/")).statusCode()).isEqualTo(200);
  }
}

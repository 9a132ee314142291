package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.admin.http.AdminConfig;
import dev.awa.admin.http.Passwords;
import dev.awa.admin.http.Role;
import dev.awa.admin.http.Sessions;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How people log in and out, and where they are led. */
final class LoginPageTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  @Test
  void somebodyLogsInAndOut() {
    HttpResponse<String> shown =
        site.send(HttpRequest.newBuilder(URI.create(site.mount() + "/queues/mail?x=1")));
    assertThat(shown.statusCode()).isEqualTo(401);
    assertThat(shown.body()).contains("action=\"../login\"").contains("value=\"queues/mail?x=1\"");

    HttpResponse<String> in = login("password", Site.VIEW, "to", "queues/mail?x=1");
    assertThat(in.statusCode()).isEqualTo(303);
    assertThat(in.headers().firstValue("Location")).hasValue("queues/mail?x=1");
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly").contains("SameSite=");
    assertThat(withCookie("/queues/mail", cookie).statusCode()).isEqualTo(200);
    assertThat(withCookie("/queues/mail", cookie).body()).contains("vera", "Log out");

    HttpResponse<String> out =
        site.send(
            HttpRequest.newBuilder(URI.create(site.mount() + "/logout"))
                .header("Cookie", cookie.replaceAll(";.*", ""))
                .header("Origin", site.origin())
                .POST(Site.form()));
    assertThat(out.statusCode()).isEqualTo(303);
    assertThat(withCookie("/queues/mail", cookie).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> withCookie(String path, String cookie) {
    return site.send(
        HttpRequest.newBuilder(URI.create(site.mount() + path))
            .header("Cookie", cookie.replaceAll(";.*", "")));
  }

  private HttpResponse<String> login(String... fields) {
    return site.send(
        HttpRequest.newBuilder(URI.create(site.mount() + "/login"))
            .header("Origin", site.origin())
            .POST(Site.form(fields)));
  }

  /** Whoever paused a queue after their login had ended must not believe that it is paused. */
  @Test
  void aFormThatIsSentAfterTheLoginHasEndedIsSaidToBeLost() {
    HttpResponse<String> sent =
        site.send(
            HttpRequest.newBuilder(URI.create(site.mount() + "/queues/mail?range=6h"))
                .header("Origin", site.origin())
                .POST(Site.form("do", "pause")));
    assertThat(sent.statusCode()).isEqualTo(401);
    assertThat(sent.body()).contains("What you sent was not done", "name=\"lost\" value=\"true\"");
    HttpResponse<String> wrong =
        login("password", "guess-guess-guess", "to", "queues/mail?range=6h", "lost", "true");
    assertThat(wrong.body()).contains("name=\"lost\" value=\"true\"");
    HttpResponse<String> in =
        login("password", Site.VIEW, "to", "queues/mail?range=6h", "lost", "true");
    String to = in.headers().firstValue("Location").orElseThrow();
    assertThat(to).isEqualTo("queues/mail?range=6h&done=lost");
    assertThat(site.page("/" + to, Site.VIEW))
        .contains("<h2>Not done</h2>", "What you sent before you logged in was not done");
    assertThat(site.awa().queues().show("mail").pause()).isNull();
    HttpResponse<String> looked =
        site.send(HttpRequest.newBuilder(URI.create(site.mount() + "/queues/mail")));
    assertThat(looked.body()).doesNotContain("was not done", "name=\"lost\"");
  }

  @Test
  void aWrongPasswordIsTypedAnewAndLeadsToTheSamePlace() {
    HttpResponse<String> wrong = login("password", "guess-guess-guess", "to", "queues/mail?x=1");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("name=\"to\" value=\"queues/mail?x=1\"");
    assertThat(login("password", "guess-guess-guess", "to", "//evil.example").body())
        .contains("name=\"to\" value=\"\"");
  }

  @Test
  void aPasswordIsTakenAsItWasTyped() {
    String password = " two spaces around ";
    String line = Passwords.line("paul", Role.VIEW, List.of(), password);
    AdminConfig config = AdminConfig.defaults();
    try (Site other = new Site(site.queue, Sessions.of(Passwords.parse(line)), config)) {
      for (String typed : List.of(password, password.strip())) {
        HttpResponse<String> answer =
            other.send(
                HttpRequest.newBuilder(URI.create(other.mount() + "/login"))
                    .header("Origin", other.origin())
                    .POST(Site.form("name", "paul", "password", typed)));
        assertThat(answer.statusCode()).isEqualTo(typed.equals(password) ? 303 : 401);
      }
    }
  }

  @Test
  void aLoginLeadsNowhereElse() {
    for (String to :
        List.of(
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "../../x",
            "javascript:alert(1)")) {
      assertThat(login("password", Site.VIEW, "to", to).headers().firstValue("Location"))
          .as(to)
          .hasValue("./");
    }
    HttpResponse<String> wrong = login("name", "vera", "password", "guess-guess-guess-guess");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
  }

  /** Anybody may send a login. */
  @Test
  void aLoginThatIsTooLargeIsNotRead() {
    assertThat(login("password", "x".repeat(40_000)).statusCode()).isEqualTo(413);
  }
}

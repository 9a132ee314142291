package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.client.Awa;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** People log in by a password, and are known by a cookie from then on. */
final class SessionsTest {
  private static final String PASSWORD = "correct horse";
  private static final String FILE =
      "# name:role[:queues]:hash\n"
          + Passwords.line("anna", Role.ADMINISTER, List.of(), PASSWORD)
          + "\n"
          + Passwords.line("mia", Role.VIEW, List.of("mail", "letters"), "staple battery");

  private static final Passwords PEOPLE = Passwords.parse(FILE);

  /** Checks no slow hash. */
  private static final Login QUICK =
      (name, secret) ->
          secret.equals(PASSWORD) ? Optional.of(Principal.of(name, Role.VIEW)) : Optional.empty();

  private static final Asked TOKEN =
      Asked.of("POST", "/login").json("{\"password\":\"view-view-view-view-view\"}");

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private final AtomicLong now = new AtomicLong();
  private final Sessions sessions = new Sessions(PEOPLE, null, now::get);
  private final Admin admin =
      Admin.of(
          new Api().queue.dataSource(),
          Awa::of,
          sessions,
          AdminConfig.defaults()
              .withHosts(Set.of("localhost", "awa.example.org"))
              .withProxies(List.of("10.0.0.1")));

  private static Asked login(String name, String password) {
    return Asked.of("POST", "/login")
        .json("{\"name\":\"" + name + "\",\"password\":\"" + password + "\"}");
  }

  private static Asked overHttps(Asked request) {
    return request
        .from("10.0.0.1")
        .with("X-Forwarded-Proto", "https")
        .with("X-Forwarded-Host", "awa.example.org");
  }

  private static String cookie(Answer answer) {
    return answer.headers().getOrDefault("Set-Cookie", "").split(";", 2)[0];
  }

  private int status(String cookie, Asked request) {
    return admin.answer(request.with("Cookie", "theme=dark; " + cookie)).status();
  }

  @Test
  void aCookieIsAsGoodAsTheLoginUntilTheLogout() {
    Answer in = admin.answer(login("anna", PASSWORD));
    assertThat(in.status()).as(in.body()).isEqualTo(200);
    assertThat(in.body()).contains("\"role\" : \"administer\"");
    String cookie = cookie(in);

    assertThat(status(cookie, Asked.get("/queues"))).isEqualTo(200);
    assertThat(status(cookie, Asked.of("POST", "/queues/mail/pause"))).isEqualTo(200);
    assertThat(status(cookie + "x", Asked.get("/queues"))).isEqualTo(401);
    Answer out = admin.answer(Asked.of("POST", "/logout").with("Cookie", cookie));
    assertThat(out.headers().get("Set-Cookie")).startsWith("awa-session=;").contains("Max-Age=0");
    assertThat(status(cookie, Asked.get("/queues"))).isEqualTo(401);
  }

  @Test
  void theCookieIsOutOfReachOfScriptsAndOtherSites() {
    String plain = admin.answer(login("anna", PASSWORD)).headers().get("Set-Cookie");
    assertThat(plain).startsWith("awa-session=").contains("; HttpOnly; SameSite=Lax; Max-Age=");
    String secure = admin.answer(overHttps(login("anna", PASSWORD))).headers().get("Set-Cookie");
    assertThat(secure).startsWith("__Host-awa=").contains("; Path=/; HttpOnly; SameSite=Lax; Sec");
  }

  /**
   * A page of a host beside this one could have set the other cookie: of somebody else's session.
   */
  @Test
  void overHttpsOnlyTheCookieOfHttpsCounts() {
    String plain = cookie(admin.answer(login("anna", PASSWORD)));
    assertThat(status(plain, Asked.get("/queues"))).isEqualTo(200);
    assertThat(status(plain, overHttps(Asked.get("/queues")))).isEqualTo(401);
    String secure = cookie(admin.answer(overHttps(login("anna", PASSWORD))));
    assertThat(status(secure + "; " + plain, overHttps(Asked.get("/queues")))).isEqualTo(200);
    assertThat(status(plain + "; " + secure, overHttps(Asked.get("/queues")))).isEqualTo(200);
  }

  @Test
  void aPasswordDoesNotGoOverPlainHttp() {
    Asked plain = login("anna", PASSWORD).with("Host", "awa.example.org");
    Api.problem(403, admin.answer(plain));
  }

  @Test
  void anotherSiteLogsNobodyInAndChangesNothing() {
    Asked foreign = login("anna", PASSWORD).with("Origin", "https://evil.example");
    Api.problem(403, admin.answer(foreign));
    String cookie = cookie(admin.answer(login("anna", PASSWORD)));
    Asked pause = Asked.of("POST", "/queues/mail/pause").with("Sec-Fetch-Site", "cross-site");
    assertThat(status(cookie, pause)).isEqualTo(403);
  }

  /**
   * The login is a quick one: 20 slow hashes may take longer than the minute in which they count.
   */
  @Test
  void guessingIsRefusedAfterSomeTries() {
    Admin guarded =
        Admin.of(
            new Api().queue.dataSource(),
            Awa::of,
            Sessions.of(QUICK),
            AdminConfig.defaults().withHosts(Set.of("localhost")));
    for (int i = 0; i < FailedLogins.MOST; i++) {
      Api.problem(401, guarded.answer(login(i % 2 == 0 ? "anna" : "nobody", "wrong-" + i)));
    }
    Api.problem(429, guarded.answer(login("anna", PASSWORD)));
    Asked other = login("anna", PASSWORD).from("192.0.2.8");
    assertThat(guarded.answer(other).status()).isEqualTo(200);
  }

  /** A proxy that adds a header of its own hides no cookie, and fails no login. */
  @Test
  void anotherHeaderThanATokenSaysNothingOfTheLogin() {
    Asked basic = Asked.get("/queues").with("Authorization", "Basic YW5uYTp4");
    for (int i = 0; i <= FailedLogins.MOST; i++) {
      Api.problem(401, admin.answer(basic));
    }
    String cookie = cookie(admin.answer(login("anna", PASSWORD)));
    assertThat(status(cookie, basic)).isEqualTo(200);
    Asked token = Asked.get("/queues").with("Authorization", Api.VIEW);
    assertThat(status(cookie, token)).as("this server knows no tokens").isEqualTo(200);
  }

  @Test
  void wrongTokensKeepNobodyOutWhoHasARightOneOrACookie() {
    Admin both =
        Admin.of(
            new Api().queue.dataSource(),
            Awa::of,
            Sessions.of(QUICK).or(Tokens.parse(Api.TOKENS)),
            AdminConfig.defaults().withHosts(Set.of("localhost")));
    Asked look = Asked.get("/queues");
    String cookie = cookie(both.answer(login("anna", PASSWORD)));
    for (int i = 0; i < FailedLogins.MOST; i++) {
      Api.problem(401, both.answer(look.with("Authorization", "Bearer wrong-wrong-wrong-" + i)));
      Api.problem(401, both.answer(login("anna", "wrong-" + i)));
    }
    Api.problem(429, both.answer(look.with("Authorization", "Bearer wrong-wrong-wrong-wrong")));
    Api.problem(429, both.answer(login("anna", PASSWORD)));
    assertThat(both.answer(look.with("Authorization", Api.VIEW)).status()).isEqualTo(200);
    assertThat(both.answer(look.with("Cookie", cookie)).status()).isEqualTo(200);
    assertThat(both.answer(TOKEN).status()).isEqualTo(200);
  }

  /** While two passwords are checked the others wait for their turn, and tokens need none. */
  @Test
  void aLoginWaitsForItsTurn() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    Login slow =
        (name, secret) -> {
          begun.countDown();
          awaited(end);
          return QUICK.login(name, secret);
        };
    Admin busy =
        Admin.of(
            new Api().queue.dataSource(),
            Awa::of,
            Sessions.of((name, secret) -> (name.equals("mia") ? slow : QUICK).login(name, secret))
                .or(Tokens.parse(Api.TOKENS)),
            AdminConfig.defaults().withHosts(Set.of("localhost")));
    List<CompletableFuture<Answer>> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(CompletableFuture.supplyAsync(() -> busy.answer(login("mia", "wrong")), THREADS));
    }
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(busy.answer(TOKEN).status()).isEqualTo(200);
    Api.problem(429, busy.answer(login("anna", PASSWORD)));
    CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS).execute(end::countDown);
    assertThat(busy.answer(login("anna", PASSWORD)).status()).isEqualTo(200);
    others.forEach(other -> Api.problem(401, other.join()));
  }

  private static void awaited(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSessionEndsWhenItIsIdleAndWhenItIsOld() {
    Principal anna = PEOPLE.login("anna", PASSWORD).orElseThrow();
    Asked idle = Asked.get("/queues").with("Cookie", "awa-session=" + sessions.begin(anna));
    now.addAndGet(Sessions.IDLE.toNanos());
    assertThat(sessions.of(idle)).isEmpty();

    Asked used = Asked.get("/queues").with("Cookie", "awa-session=" + sessions.begin(anna));
    for (int i = 1; i < 24; i++) {
      now.addAndGet(Sessions.LONGEST.toNanos() / 24);
      assertThat(sessions.of(used)).as("" + i).contains(anna);
    }
    now.addAndGet(Sessions.LONGEST.toNanos() / 24);
    assertThat(sessions.of(used)).isEmpty();
  }

  @Test
  void ofOneNameTheNewestSessionsCount() {
    Principal anna = Principal.of("anna", Role.VIEW);
    Principal mia = Principal.of("mia", Role.VIEW);
    Asked mias = Asked.get("/").with("Cookie", "awa-session=" + sessions.begin(mia));
    Asked first = Asked.get("/").with("Cookie", "awa-session=" + sessions.begin(anna));
    Asked second = first;
    for (int i = 0; i < Sessions.OF_ONE_NAME; i++) {
      now.incrementAndGet();
      Asked next = Asked.get("/").with("Cookie", "awa-session=" + sessions.begin(anna));
      second = i == 0 ? next : second;
    }
    assertThat(sessions.of(first)).isEmpty();
    assertThat(sessions.of(second)).isPresent();
    assertThat(sessions.of(mias)).isPresent();
  }

  @Test
  void aTokenLogsAPersonInToo() {
    Sessions both = Sessions.of(PEOPLE).or(Tokens.parse(Api.TOKENS));

    String token = "view-view-view-view-view";
    assertThat(both.checkToken("", token).orElseThrow().name()).isEqualTo("vera");
    assertThat(both.checkPassword("", token)).isEmpty();
    assertThat(both.checkToken("anna", token)).isEmpty();
    assertThat(both.checkPassword("anna", token)).isEmpty();
    assertThat(both.checkPassword("anna", PASSWORD).orElseThrow().name()).isEqualTo("anna");
    assertThat(both.of(Asked.get("/").with("Authorization", Api.VIEW)).orElseThrow().name())
        .isEqualTo("vera");
  }

  @Test
  void somebodyIsLetIntoTheQueuesOfTheLine() {
    Principal mia = PEOPLE.login("mia", "staple battery").orElseThrow();
    assertThat(mia.queues()).containsExactlyInAnyOrder("mail", "letters");
    assertThat(FILE).doesNotContain("horse").doesNotContain("battery");
  }

  @Test
  void withoutSessionsNobodyLogsIn() {
    Api tokens = new Api();
    Api.problem(404, tokens.answer(login("anna", PASSWORD)));
  }

  @Test
  void aBadFileOfPasswordsIsRefusedByItsLine() {
    String hash = PasswordHash.of(PASSWORD).toString();
    for (String bad :
        List.of(
            "",
            "# nothing",
            "anna:view",
            "anna:boss:" + hash,
            ":view:" + hash,
            "anna:view:mail,mail:" + hash,
            "anna:view::" + hash,
            "anna:view:" + PASSWORD,
            "anna:view:" + hash.replace("$600000$", "$1000$"),
            "anna:view:" + hash.replace("$600000$", "$99999999$"),
            "anna:view:" + hash + "A",
            "anna:view:" + hash + "\nanna:operate:" + hash)) {
      assertThatThrownBy(() -> Passwords.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("passwords")
          .hasMessageNotContaining(PASSWORD);
    }
    assertThatThrownBy(() -> Passwords.line("an:na", Role.VIEW, List.of(), PASSWORD))
        .hasMessageStartingWith("name, queues");
    assertThatThrownBy(() -> Passwords.line("anna", Role.VIEW, List.of(), "short"))
        .hasMessageStartingWith("password: must be 10 to 1000 characters, got 5");
  }
}

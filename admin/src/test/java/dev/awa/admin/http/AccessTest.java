package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.client.Awa;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may do what, and from where. */
final class AccessTest {
  private static final AdminConfig CONFIG =
      AdminConfig.defaults().withHosts(Set.of("localhost", "awa.example.org"));

  private final Api api = new Api(CONFIG);

  private static List<Route> routes() {
    return Api.routes().list();
  }

  private static Asked request(Route route) {
    String path =
        route
            .path()
            .replace("{id}", "7")
            .replaceAll("\\{queue\\}|\\{schedule\\}|\\{owner\\}", "mail");
    return Asked.of(route.method(), path);
  }

  /** Every role asks every route: what is refused is refused by the role alone. */
  @Test
  void eachRoleMayDoWhatItsRoutesSay() {
    Map<Role, String> tokens = new LinkedHashMap<>();
    tokens.put(Role.VIEW, Api.VIEW);
    tokens.put(Role.OPERATE, Api.OPERATE);
    tokens.put(Role.ADMINISTER, Api.ADMINISTER);
    List<String> wrong = new ArrayList<>();
    tokens.forEach((role, token) -> {
      for (Route route : routes()) {
        int status = api.as(token, request(route)).status();
        boolean isRefused = status == 403;
        if (isRefused == role.includes(route.role()) || status >= 500) {
          wrong.add(role + " " + route.name() + ": " + status);
        }
      }
    });
    assertThat(wrong).isEmpty();
  }

  @Test
  void nobodyGetsAnywhereWithoutALogin() {
    for (Route route : routes().stream().filter(Route::isClosed).toList()) {
      Answer answer = api.answer(request(route));
      Api.problem(401, answer);
      assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"awa\"");
    }
    Api.problem(401, api.as("Bearer wrong-wrong-wrong-wrong", Asked.get("/queues")));
    Api.problem(401, api.as("Basic dmVyYTp2aWV3", Asked.get("/queues")));
    Api.problem(401, api.answer(Asked.get("/nowhere")));
  }

  @Test
  void aReadOnlyServerChangesNothing() {
    Api readOnly = new Api(CONFIG.withReadOnly(true));
    for (Route route : routes()) {
      int status = readOnly.as(Api.ADMINISTER, request(route)).status();
      assertThat(status == 403).as(route.name() + " " + status).isEqualTo(route.changes());
    }
    assertThat(readOnly.get("/capabilities").get("operations").toString())
        .contains("job-list")
        .doesNotContain("job-cancel");
  }

  @Test
  void whoIsLetIntoSomeQueuesStaysThere() {
    long mine = api.awa().enqueue(Job.of("weigh", 1).withQueue("mail")).id();
    long other = api.awa().enqueue(Job.of("weigh", 1).withQueue("secret")).id();
    String token = Api.MAIL_ONLY;

    assertThat(api.as(token, Asked.get("/jobs/" + mine)).status()).isEqualTo(200);
    assertThat(api.as(token, Asked.get("/jobs?queue=mail")).status()).isEqualTo(200);
    assertThat(api.as(token, Asked.get("/timings?queue=mail")).status()).isEqualTo(200);
    for (String place : List.of("/queues", "/stats", "/dead-letters/depth")) {
      assertThat(api.as(token, Asked.get(place)).body()).contains("mail").doesNotContain("secret");
    }
    assertThat(api.as(token, Asked.get("/stats?limit=1")).body())
        .contains("\"next\" : \"letters\"");
    assertThat(api.as(token, Asked.get("/stats?after=letters")).body())
        .contains("mail")
        .doesNotContain("\"letters\"");
    for (Asked request :
        List.of(
            Asked.get("/jobs/" + other),
            Asked.get("/jobs?queue=secret"),
            Asked.get("/jobs"),
            Asked.get("/storage"),
            Asked.get("/storage/history"),
            Asked.get("/schedule-owners"),
            Asked.of("POST", "/schedule-owners/shop/retire"),
            Asked.get("/queues/secret/purges"),
            Asked.get("/queues/secret"),
            Asked.get("/kinds"),
            Asked.get("/kinds/weigh/history"),
            Asked.get("/timings"),
            Asked.get("/timings?kind=weigh&by=5m"),
            Asked.get("/timings?queue=secret"),
            Asked.of("PATCH", "/kinds/weigh/settings").json("{\"keep_failed\":\"0s\"}"),
            Asked.of("POST", "/jobs/" + other + "/cancel"),
            Asked.of("PATCH", "/jobs/" + mine).json("{\"queue\":\"secret\"}"),
            Asked.of("POST", "/dead-letters/purge").json("{\"all\":true}"),
            Asked.of("POST", "/dead-letters/purge").json("{\"filter\":\"queue:secret\"}"),
            Asked.of("POST", "/queues/secret/pause"))) {
      Api.problem(403, api.as(token, request));
      assertThat(api.as(Api.ADMINISTER, request).status()).as(request.path()).isNotEqualTo(403);
    }
  }

  /** It may ask a directory, for each guess. */
  @Test
  void theLoginOfAnApplicationIsNotAskedAboutGuessesWithoutEnd() {
    List<String> asked = new ArrayList<>();
    Access slow =
        request -> {
          String login = String.valueOf(request.header("Authorization"));
          asked.add(login);
          return login.startsWith("Basic good")
              ? Optional.of(Principal.of("vera", Role.VIEW))
              : Optional.empty();
        };
    Admin admin = Admin.of(api.queue.dataSource(), Awa::of, slow, AdminConfig.defaults());
    Asked look = Asked.get("/capabilities");
    assertThat(admin.answer(look.with("Authorization", "Basic good")).status()).isEqualTo(200);
    for (int i = 0; i < FailedLogins.MOST; i++) {
      Api.problem(401, admin.answer(look.with("Authorization", "Basic wrong" + i)));
    }
    asked.clear();
    Api.problem(429, admin.answer(look.with("Authorization", "Basic wrong")));
    Api.problem(429, admin.answer(look.with("Authorization", "Basic good too")));
    assertThat(asked).as("it is not asked").isEmpty();
    assertThat(admin.answer(look.with("Authorization", "Basic good")).status())
        .as("whom it has let in before")
        .isEqualTo(200);
    assertThat(
            admin.answer(look.with("Authorization", "Basic good too").from("192.0.2.9")).status())
        .as("from elsewhere")
        .isEqualTo(200);
    Api.problem(
        401, admin.answer(look)); // without such a header it is asked, a cookie may be there
    assertThat(asked).containsExactly("Basic good", "Basic good too", "null");
  }

  /** Ids are numbers that anybody can count up. */
  @Test
  void aRefusalNamesNoQueueThatTheAskerHasNotNamed() {
    long other = api.awa().enqueue(Job.of("weigh", 1).withQueue("secret")).id();
    for (Asked request :
        List.of(
            Asked.get("/jobs/" + other),
            Asked.get("/jobs/" + other + "/attempts"),
            Asked.get("/dead-letters/" + other),
            Asked.of("POST", "/jobs/" + other + "/cancel"),
            Asked.of("PATCH", "/jobs/" + other).json("{\"priority\":1}"))) {
      Answer answer = api.as(Api.MAIL_ONLY, request);
      Api.problem(403, answer);
      assertThat(answer.body()).as(request.path()).doesNotContain("secret");
    }
  }

  /** A worker works on queues that its operators may not see. */
  @Test
  void theWorkersOfAQueueTellNothingOfOtherQueues() {
    try (Worker worker =
        Worker.of(api.queue.dataSource())
            .config(WorkerConfig.defaults().withName("both"))
            .queue("mail", 1)
            .queue("secret", 1)
            .handler(
                "hidden",
                String.class,
                (args, context) -> Outcome.complete(),
                Backoff.fixed(Duration.ofHours(1)))
            .start()) {
      Asked mail = Asked.get("/queues/mail");
      assertThat(api.as(Api.VIEW, mail).body()).contains("both", "\"secret\"", "hidden");
      assertThat(api.as(Api.MAIL_ONLY, mail).body())
          .contains("both", "\"mail\"")
          .doesNotContain("secret")
          .doesNotContain("hidden");
    }
  }

  @Test
  void whatIsForbiddenIsNotDone() {
    long mine = api.awa().enqueue(Job.of("weigh", 1).withQueue("mail")).id();
    long other = api.awa().enqueue(Job.of("weigh", 1).withQueue("secret")).id();
    for (Asked request :
        List.of(
            Asked.of("POST", "/jobs/" + other + "/cancel"),
            Asked.of("PATCH", "/jobs/" + other).json("{\"queue\":\"mail\"}"),
            Asked.of("PATCH", "/jobs/" + mine).json("{\"queue\":\"secret\"}"),
            Asked.of("POST", "/queues/secret/drain"))) {
      Api.problem(403, api.as(Api.MAIL_ONLY, request));
    }
    assertThat(api.awa().jobs().find(mine).orElseThrow().queue()).isEqualTo("mail");
    assertThat(api.awa().jobs().find(other).orElseThrow().queue()).isEqualTo("secret");
    assertThat(api.awa().queues().stats("secret").available()).isEqualTo(1);
  }

  @Test
  void argumentsAreRevealedToAdministratorsOnly() {
    long id =
        api.awa().enqueue(Job.of("weigh", Map.of("pin", 4711, "kg", 2)).withMasked("pin")).id();
    Asked reveal = Asked.get("/jobs/" + id + "?reveal=true");

    assertThat(api.as(Api.ADMINISTER, reveal).body()).contains("4711");
    Api.problem(403, api.as(Api.OPERATE, reveal));
    for (String shown : List.of("/jobs", "/jobs/" + id)) {
      assertThat(api.as(Api.ADMINISTER, Asked.get(shown)).body())
          .contains("\"pin\" : \"***\"", "\"kg\" : 2")
          .doesNotContain("4711");
    }
  }

  @Test
  void whatTheServerMasksIsRevealedToAdministratorsOnly() {
    Api masking =
        new Api(CONFIG.withMasks(List.of("args.customer.email", "args.lines.iban", "metadata.of")));
    long id =
        masking
            .awa()
            .enqueue(
                Job.of(
                        "weigh",
                        Map.of(
                            "customer", Map.of("email", "jo@example.org", "id", 7),
                            "lines", List.of(Map.of("iban", "DE89"), Map.of("no", 2))))
                    .withQueue("mail")
                    .withMetadata(Map.of("of", "tenant-1", "at", "night")))
            .id();
    for (String target :
        List.of("/jobs", "/jobs/" + id, "/operations/preview?action=cancel&filter=queue:mail")) {
      assertThat(masking.as(Api.ADMINISTER, Asked.get(target)).body())
          .as(target)
          .contains("\"id\" : 7", "\"no\" : 2", "night", "\"email\" : \"***\"")
          .doesNotContain("jo@example", "DE89", "tenant-1");
    }
    assertThat(masking.as(Api.ADMINISTER, Asked.get("/jobs/" + id + "?reveal=true")).body())
        .contains("jo@example.org", "DE89", "tenant-1");
    for (String bad : List.of("email", "args", "args.", "args..x", "queue.x", "args.a b")) {
      assertThatThrownBy(() -> CONFIG.withMasks(List.of(bad)))
          .as(bad)
          .hasMessageStartingWith("masks: must be paths like");
    }
  }

  /** Who may ask whether an argument is 1, 2, 3 needs no unmasked one. */
  @Test
  void maskedArgumentsCantBeGuessed() {
    api.awa().enqueue(Job.of("weigh", Map.of("pin", 4711)).withMasked("pin"));
    String filter = "{\"filter\":\"args.pin:4711\"}";
    for (Asked request :
        List.of(
            Asked.get("/jobs?filter=args.pin:4711"),
            Asked.get("/dead-letters?filter=args.pin:4711"),
            Asked.of("POST", "/dead-letters/retry").json(filter))) {
      Api.problem(403, api.as(Api.OPERATE, request));
      assertThat(api.as(Api.ADMINISTER, request).status()).isEqualTo(200);
    }
  }

  @Test
  void anotherNameOfTheHostIsRefused() {
    Api.problem(421, api.as(Api.VIEW, Asked.get("/queues").with("Host", "evil.example")));
    Api.problem(421, api.as(Api.VIEW, Asked.get("/queues").with("Host", "")));
    assertThat(api.as(Api.VIEW, Asked.get("/queues").with("Host", "LOCALHOST:1")).status())
        .isEqualTo(200);
  }

  @Test
  void aChangeFromAnotherSiteIsRefused() {
    Asked change = Asked.of("POST", "/queues/mail/resume");

    Api.problem(403, api.as(Api.OPERATE, change.with("Origin", "https://evil.example")));
    Api.problem(403, api.as(Api.OPERATE, change.with("Origin", "null")));
    Api.problem(403, api.as(Api.OPERATE, change.with("Sec-Fetch-Site", "cross-site")));
    Api.problem(403, api.as(Api.OPERATE, change.with("Origin", "https://localhost:8080")));
    assertThat(api.as(Api.OPERATE, change.with("Origin", "http://localhost:8080")).status())
        .isEqualTo(200);
  }

  @Test
  void onlyATrustedProxySpeaksForOthers() {
    Api behind = new Api(CONFIG.withProxies(List.of("10.0.0.0/8", "::1")));
    Asked change =
        Asked.of("POST", "/queues/mail/resume")
            .with("X-Forwarded-Host", "awa.example.org")
            .with("X-Forwarded-Proto", "https")
            .with("Origin", "https://awa.example.org");

    assertThat(behind.as(Api.OPERATE, change.from("10.1.2.3")).status()).isEqualTo(200);
    for (String same : List.of("::1", "[::1]", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1%lo]")) {
      assertThat(behind.as(Api.OPERATE, change.from(same)).status()).as(same).isEqualTo(200);
    }
    Api.problem(403, behind.as(Api.OPERATE, change.from("192.0.2.1")));
    Asked chain = change.with("X-Forwarded-For", "6.6.6.6, 198.51.100.7, 10.9.9.9");
    assertThat(Outside.of(chain.from("10.1.2.3"), List.of(Network.of("10.0.0.0/8"))).address())
        .isEqualTo("198.51.100.7");
    assertThat(Outside.of(chain.from("192.0.2.1"), List.of(Network.of("10.0.0.0/8"))).address())
        .isEqualTo("192.0.2.1");
  }

  @Test
  void failedLoginsAreCountedByAddress() {
    Asked wrong = Asked.get("/queues").with("Authorization", "Bearer nobody-nobody-nobody");
    for (int i = 0; i < FailedLogins.MOST; i++) {
      Api.problem(401, api.answer(wrong.from("192.0.2.9")));
    }
    Answer limited = api.answer(wrong.from("192.0.2.9"));
    Api.problem(429, limited);
    assertThat(Integer.parseInt(limited.headers().getOrDefault("Retry-After", "0")))
        .isBetween(1, 61);
    assertThat(api.as(Api.VIEW, Asked.get("/queues").from("192.0.2.8")).status()).isEqualTo(200);
  }

  @Test
  void aMinuteLaterAnAddressMayTryAgain() {
    AtomicLong now = new AtomicLong();
    FailedLogins logins = new FailedLogins(now::get);
    for (int i = 0; i < FailedLogins.MOST; i++) {
      logins.count("192.0.2.9");
    }
    assertThatThrownBy(() -> logins.require("192.0.2.9")).isInstanceOf(Problem.class);
    now.set(60_000_000_001L);
    logins.require("192.0.2.9");
  }

  /** A client of IPv6 has 2^64 addresses to try from. */
  @Test
  void addressesOfOneClientCountTogether() {
    FailedLogins logins = new FailedLogins(() -> 0);
    for (int i = 0; i < FailedLogins.MOST; i++) {
      logins.count("2001:db8:1:2::" + i);
      logins.count("::ffff:192.0.2.9");
    }
    assertThatThrownBy(() -> logins.require("2001:db8:1:2:ffff::1")).isInstanceOf(Problem.class);
    logins.require("2001:db8:1:3::1");
    logins.require("192.0.2.8");
  }

  @Test
  void everyAnswerHasHeadersThatKeepItSafe() {
    for (Answer answer :
        List.of(api.answer(Asked.get("/queues")), api.as(Api.VIEW, Asked.get("/queues")))) {
      assertThat(answer.headers())
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("Cache-Control", "no-store")
          .containsEntry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    }
  }

  @Test
  void withoutALoginEveryAnswerSaysSo() throws Exception {
    Admin open =
        Admin.of(
            api.queue.dataSource(),
            Awa::of,
            new NoLogin(Principal.of("me", Role.VIEW)),
            AdminConfig.defaults());
    assertThat(open.answer(Asked.get("/queues")).headers()).containsEntry("Awa-Login", "none");
    assertThat(open.answer(Asked.get("/capabilities")).body()).contains("\"login\" : false");
    assertThat(open.answer(Asked.of("POST", "/queues/mail/pause")).status()).isEqualTo(403);
  }

  @Test
  void everyChangeThatIsTriedIsTold() throws Exception {
    List<TriedChange> told = new ArrayList<>();
    Admin admin =
        api.admin.telling(change -> {
          told.add(change);
          throw new IllegalStateException("a listener that fails");
        });
    Asked pause = Asked.of("POST", "/queues/mail/pause").from("192.0.2.7");

    assertThat(admin.answer(pause.with("Authorization", Api.OPERATE)).status()).isEqualTo(200);
    assertThat(admin.answer(pause.with("Authorization", Api.VIEW)).status()).isEqualTo(403);
    assertThat(admin.answer(pause).status()).isEqualTo(401);
    Asked look = Asked.get("/queues").with("Authorization", Api.VIEW);
    assertThat(admin.answer(look).status()).isEqualTo(200);
    assertThat(told)
        .extracting(change ->
            change.note().by() + " " + change.note().action() + " " + change.note().target())
        .containsExactly("olga queue-pause mail", "vera queue-pause mail");
    assertThat(told).extracting(TriedChange::status).containsExactly(200, 403);
    assertThat(told).extracting(change -> change.note().from()).containsOnly("192.0.2.7");
  }

  @Test
  void aBadFileOfTokensIsRefusedByItsLine() {
    assertThat(Tokens.parse("a view sha256:" + "0".repeat(64))).isNotNull();
    for (String bad :
        List.of(
            "",
            "# nothing",
            "a view",
            "a boss long-enough-long-enough",
            "a view short",
            "a view sha256:12",
            "a view long-enough-long-enough mail more",
            "a view long-enough-long-enough\nb view long-enough-long-enough",
            "a view long-enough-long-enough\na view other-enough-long-enough",
            "a view long-enough-long-enough mail,mail",
            "a view long-enough-long-enough mail,",
            "x".repeat(201) + " view long-enough-long-enough")) {
      assertThatThrownBy(() -> Tokens.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("tokens")
          .hasMessageNotContaining("enough");
    }
  }

  @Test
  void networksAreAddressesAndNeverNames() {
    assertThat(Network.of("10.0.0.0/8").contains("10.255.0.1")).isTrue();
    assertThat(Network.of("10.0.0.0/8").contains("11.0.0.1")).isFalse();
    assertThat(Network.of("fd00::/9").contains("fd7f::1")).isTrue();
    assertThat(Network.of("fd00::/9").contains("10.0.0.1")).isFalse();
    assertThat(Network.isAddress("::ffff:255.255.255.255")).isTrue();
    assertThat(Network.isAddress("0:0:0:0:0:0:0:" + "0".repeat(40) + "1")).isFalse();
    for (String bad :
        List.of(
            "localhost",
            "10.0.0.0/33",
            "10.0.0.0/-1",
            "",
            "1.2.3",
            "::/x",
            "999.1.1.1",
            "256.0.0.1",
            "01.2.3.4",
            "fe80::1%lo",
            "[::1]")) {
      assertThatThrownBy(() -> Network.of(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}

package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.admin.Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests that no client of good will sends: each is refused in words, and nothing breaks. */
final class HostileRequestsTest {
  private static final String LONG = "x".repeat(300);

  private final Api api = new Api();

  private static List<Asked> looks() {
    List<Asked> all = new ArrayList<>();
    for (String target :
        List.of(
            "",
            "/",
            "//",
            "/..",
            "/../jobs",
            "/jobs/",
            "/jobs//",
            "/jobs/7/",
            "/JOBS",
            "/jobs/7/8",
            "/jobs/%",
            "/jobs/%0",
            "/jobs/%zz",
            "/jobs/%00",
            "/jobs/%ff",
            "/jobs/-1",
            "/jobs/0",
            "/jobs/9223372036854775808",
            "/jobs/1e3",
            "/jobs/0x10",
            "/jobs/7%0d%0aX:%20y",
            "/jobs/%C0%AF",
            "/jobs/~",
            "/jobs/~!!",
            "/jobs/\u00e9",
            "/queues/%00/stats",
            "/queues/%ED%A0%80/stats",
            "/queues/" + LONG + "/stats",
            "/queues/~gA/stats",
            "/schedules/%00",
            "/jobs?limit=0",
            "/jobs?limit=201",
            "/jobs?limit=1.5",
            "/jobs?limit=",
            "/jobs?limit=1&limit=1",
            "/jobs?Limit=1",
            "/jobs?limit[]=1",
            "/jobs?before=x",
            "/jobs?before=-5",
            "/jobs?before=1&after=1",
            "/jobs?before=2026-11-29T03:12:00Z/1",
            "/jobs?filter=%00",
            "/jobs?filter=nonsense:1",
            "/jobs?filter=error:%22",
            "/jobs?state=FAILED",
            "/jobs?%00=1",
            "/jobs?=",
            "/jobs?&&",
            "/jobs?queue=%ff",
            "/jobs?by_end=yes",
            "/jobs?by_end=true",
            "/jobs?filter=state:failed+by_end:1",
            "/storage?lanes=-1",
            "/stats?after=%00",
            "/doctor?within=5m",
            "/audit?after=-",
            "/audit?target=mail",
            "/audit?target=:",
            "/audit?target=queue:%00",
            "/depths",
            "/depths?queues=,",
            "/depths?queues=~!",
            "/depths?queues=q&by=1s&since=1d",
            "/depths?queues=q&by=PT2562047788015215H",
            "/timings?since=PT2562047788015215H",
            "/audit?after=-PT99999999999999999H",
            "/audit?before=2h2h",
            "/stats?limit=99999999999",
            "/queues/mail/history?limit=0",
            "/queues/mail/purges?limit=0",
            "/storage/history?limit=1001",
            "/schedules/none/preview?next=1001",
            "/jobs?x=" + "y".repeat(9000))) {
      all.add(Asked.get(target));
    }
    return all;
  }

  private static List<Asked> changes() {
    List<Asked> all = new ArrayList<>();
    for (String body :
        List.of(
            "",
            "[]",
            "null",
            "1",
            "\"x\"",
            "{",
            "{}",
            "{\"ids\":[]}",
            "{\"ids\":null}",
            "{\"ids\":7}",
            "{\"ids\":[0]}",
            "{\"ids\":[-1]}",
            "{\"ids\":[1.5]}",
            "{\"ids\":[1e2]}",
            "{\"ids\":[true]}",
            "{\"ids\":[\"x\"]}",
            "{\"ids\":[9223372036854775808]}",
            "{\"ids\":[" + "9".repeat(2000) + "]}",
            "{\"ids\":[1],\"ids\":[2]}",
            "{\"ids\":[1],\"reason\":\"\"}",
            "{\"ids\":[1],\"reason\":\"\\u0000\"}",
            "{\"ids\":[1],\"reason\":\"\\ud800\"}",
            "{\"ids\":[1],\"reason\":7}",
            "{\"ids\":[1],\"more\":1}",
            "{\"ids\":[1]} x",
            "{'ids':[1]}",
            "{\"ids\":[1],}",
            "{\"ids\":[NaN]}",
            "{\"ids\":" + "[".repeat(600) + "]".repeat(600) + "}",
            "[".repeat(100_000),
            "{\"ids\":[1],\"reason\":\"" + "x".repeat(1001) + "\"}",
            "x".repeat(3 * 1024 * 1024),
            "{\"ids\":[1" + ",1".repeat(1000) + "]}")) {
      all.add(Asked.of("POST", "/jobs/cancel").json(body));
    }
    all.add(Asked.of("PATCH", "/jobs/7").json("{}"));
    all.add(
        Asked.of("PATCH", "/jobs/7")
            .json("{\"delay\":\"1s\",\"run_at\":\"2026-11-29T00:00:00Z\"}"));
    all.add(Asked.of("PATCH", "/jobs/7").json("{\"run_at\":\"tomorrow\"}"));
    all.add(Asked.of("PATCH", "/queues/mail/settings").json("{\"concurrency\":\"many\"}"));
    all.add(Asked.of("PATCH", "/queues/mail/settings").json("{\"poll\":\"P99999999999D\"}"));
    all.add(
        Asked.of("POST", "/queues/mail/pause").json("{\"until\":\"+999999999-12-31T00:00:00Z\"}"));
    all.add(Asked.of("POST", "/jobs/cancel").with("Content-Type", "text/plain").json("{}"));
    all.add(Asked.of("GET", "/jobs").json("{\"limit\":1}"));
    return all;
  }

  @Test
  void aHostileRequestIsRefusedInWords() {
    List<Asked> all = new ArrayList<>(looks());
    all.addAll(changes());
    List<String> wrong = new ArrayList<>();
    for (Asked request : all) {
      Answer answer = api.as(Api.ADMINISTER, request);
      if (answer.status() < 400 || answer.status() >= 500) {
        wrong.add(answer.status() + " " + request.path() + "?" + request.query());
      } else {
        assertThat(Documents.JSON.readTree(answer.body()).get("detail").asString().length())
            .as(request.toString())
            .isBetween(1, 600);
      }
    }
    assertThat(all).hasSizeGreaterThan(60);
    assertThat(wrong).isEmpty();
  }

  @Test
  void theMethodAndTheTypeOfTheAnswerAreChecked() {
    assertThat(api.as(Api.VIEW, Asked.of("PUT", "/jobs/7")).headers())
        .containsEntry("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH");
    api.refused(405, Asked.of("GET", "/jobs/cancel"));
    api.refused(405, Asked.of("TRACE", "/jobs"));
    api.refused(405, Asked.of("get", "/jobs"));
    Answer options = api.as(Api.VIEW, Asked.of("OPTIONS", "/queues"));
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.headers()).containsEntry("Allow", "GET, HEAD, OPTIONS");
    api.refused(404, Asked.of("OPTIONS", "/nowhere"));
    api.refused(406, Asked.get("/queues").with("Accept", "text/html"));
    api.refused(406, Asked.get("/queues").with("Accept", "application/json;q=0"));
    assertThat(api.ok(Asked.get("/queues").with("Accept", "text/html, */*;q=0.1")).isArray())
        .isTrue();
    api.refused(415, Asked.of("POST", "/jobs/cancel").json("{}").with("Content-Type", "text/xml"));
    api.refused(414, Asked.get("/jobs?filter=" + "x".repeat(8200)));
    Asked login = Asked.of("POST", "/login").json(" ".repeat(Call.OPEN_BODY_BYTES + 1));
    Api.problem(413, api.answer(login));
    api.refused(413, Asked.of("POST", "/jobs/cancel").json(" ".repeat(2 * 1024 * 1024 + 1)));
  }

  @Test
  void aFailureTellsTheSqlState() throws Exception {
    Api none = new Api(AdminConfig.defaults().withHosts(Set.of("localhost")));
    none.queue.sql("DROP SCHEMA awa CASCADE");

    var problem = Api.problem(503, none.as(Api.VIEW, Asked.get("/queues")));
    assertThat(problem.get("sqlstate").asString()).isIn("3F000", "42P01", "42883");
    assertThat(problem.get("type").asString()).isEqualTo("urn:awa:problem:unavailable");
  }
}

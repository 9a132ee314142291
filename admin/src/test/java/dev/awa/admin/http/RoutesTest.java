package dev.awa.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Action;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.admin.Documents;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Schedule;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What each route answers and does, on a real queue. */
final class RoutesTest {
  private final Api api = new Api();

  private long enqueue(String queue) {
    return api.awa().enqueue(Job.of("weigh", new RawJson("{\"kg\":1}")).withQueue(queue)).id();
  }

  private long failed(String queue) {
    long id = enqueue(queue);
    try (InlineWorker inline =
        Worker.of(api.queue.dataSource())
            .handler(
                "weigh",
                RawJson.class,
                (args, context) -> Outcome.fail("too heavy"),
                Backoff.exponential())
            .inline()) {
      inline.runNext(queue);
    }
    return id;
  }

  @Test
  void jobsAreListedPageByPage() {
    long first = enqueue("mail");
    long second = enqueue("mail");
    enqueue("other");

    JsonNode page = api.get("/jobs?queue=mail&limit=1");
    assertThat(page.get("jobs").get(0).get("id").asLong()).isEqualTo(second);
    JsonNode next = api.get("/jobs?queue=mail&limit=1&before=" + page.get("older").asString());
    assertThat(next.get("jobs").get(0).get("id").asLong()).isEqualTo(first);
    assertThat(api.get("/jobs?filter=queue:mail+state:failed").get("jobs").size()).isZero();
    api.refused(400, Asked.get("/jobs?queue=mail&filter=queue:mail"));
  }

  @Test
  void oneJobIsShownWithItsErrorsAndLog() {
    long id = failed("mail");

    JsonNode job = api.get("/jobs/" + id);
    assertThat(job.get("state").asString()).isEqualTo("failed");
    assertThat(job.get("dead_letter").asBoolean()).isTrue();
    assertThat(api.get("/jobs?queue=mail").get("jobs").get(0).get("dead_letter").asBoolean())
        .isTrue();
    assertThat(job.get("errors").get(0).get("error").asString()).contains("too heavy");
    assertThat(job.get("log").isArray()).isTrue();
    assertThat(api.get("/dead-letters/" + id).get("id").asLong()).isEqualTo(id);
    assertThat(api.refused(404, Asked.get("/jobs/999999")).get("detail").asString())
        .startsWith("job 999999: there is none");
  }

  @Test
  void aJobIsEditedCancelledAndDeleted() {
    long id = enqueue("mail");

    assertThat(
            api.ok(Asked.of("PATCH", "/jobs/" + id).json("{\"priority\":1,\"args\":{\"kg\":2}}"))
                .get("verdict")
                .asString())
        .isEqualTo("edited");
    assertThat(api.get("/jobs/" + id).get("args").get("kg").asInt()).isEqualTo(2);
    assertThat(api.post("/jobs/" + id + "/cancel", "{}").get("verdict").asString())
        .isEqualTo("cancelled");
    api.refused(409, Asked.of("POST", "/jobs/" + id + "/cancel"));
    assertThat(api.ok(Asked.of("DELETE", "/jobs/" + id)).get("verdict").asString())
        .isEqualTo("deleted");
    api.refused(404, Asked.of("DELETE", "/jobs/" + id));
  }

  @Test
  void aFailedJobRunsAgain() {
    long id = failed("mail");

    assertThat(api.post("/jobs/" + id + "/retry", "{\"queue\":\"slow\"}").get("verdict").asString())
        .isEqualTo("retried");
    assertThat(api.awa().jobs().find(id).orElseThrow().queue()).isEqualTo("slow");
    assertThat(
            api.refused(409, Asked.of("POST", "/jobs/" + id + "/retry")).get("detail").asString())
        .isEqualTo("job " + id + ": not finished");
  }

  @Test
  void manyJobsAreCancelledRetriedAndDeletedByTheirIds() {
    long one = enqueue("mail");
    long other = failed("letters");

    JsonNode verdicts = api.post("/jobs/cancel", "{\"ids\":[" + one + ",\"" + other + "\",77777]}");
    assertThat(verdicts.get(0).get("verdict").asString()).isEqualTo("cancelled");
    assertThat(verdicts.get(1).get("verdict").asString()).isEqualTo("finished");
    assertThat(verdicts.get(2).get("verdict").asString()).isEqualTo("unknown");
    assertThat(
            api.post("/jobs/retry", "{\"ids\":[" + other + "]}").get(0).get("verdict").asString())
        .isEqualTo("retried");
    assertThat(api.post("/jobs/delete", "{\"ids\":[" + one + "]}").get(0).get("verdict").asString())
        .isEqualTo("deleted");
  }

  @Test
  void deadLettersAreListedCountedRetriedAndPurged() {
    long one = failed("mail");
    long other = failed("mail");

    assertThat(api.get("/dead-letters?queue=mail").get("jobs").get(0).get("id").asLong())
        .isEqualTo(other);
    assertThat(api.get("/dead-letters/depth").get("queues").get(0).get("dead_letters").asLong())
        .isEqualTo(2);
    assertThat(
            api.post("/dead-letters/retry", "{\"filter\":\"id:" + one + "\"}")
                .get("retried")
                .asLong())
        .isEqualTo(1);
    assertThat(api.post("/dead-letters/purge", "{\"all\":true}").get("purged").asLong())
        .isEqualTo(1);
    api.refused(400, Asked.of("POST", "/dead-letters/purge").json("{}"));
    api.awa().queues().set("plain", change -> change.deadLetters(false), "test");
    long none = failed("plain");
    JsonNode moved = api.post("/dead-letters/move", "{\"ids\":[" + none + ",77777]}");
    assertThat(moved.get(0).get("verdict").asString()).isEqualTo("moved");
    assertThat(moved.get(1).get("verdict").asString()).isEqualTo("not_failed");
  }

  @Test
  void anOperationIsPreviewedSubmittedShownAndStopped() {
    long id = enqueue("mail");

    JsonNode preview = api.get("/operations/preview?action=cancel&filter=queue:mail");
    assertThat(preview.get("jobs").asLong()).isEqualTo(1);
    assertThat(preview.get("sample").get(0).get("id").asLong()).isEqualTo(id);
    String edit = "/operations/preview?action=edit&filter=queue:mail&to_queue=";
    assertThat(api.get(edit + "mial").get("warnings").valueStream().map(JsonNode::asString))
        .anySatisfy(warning ->
            assertThat(warning)
                .startsWith("no job was ever in queue \"mial\", to which the jobs go"))
        .anySatisfy(warning ->
            assertThat(warning).contains("no living worker takes jobs from queue \"mial\""));
    assertThat(api.get(edit + "mail").get("warnings").toString()).doesNotContain("no job was ever");
    Api.problem(403, api.as(Api.MAIL_ONLY, Asked.get(edit + "billing")));
    Asked submit = Asked.of("POST", "/operations");
    JsonNode submitted =
        api.ok(
            submit.json(
                "{\"action\":\"edit\",\"filter\":\"queue:mail\",\"priority\":1,\"reason\":\"now\"}"));
    long operation = submitted.get("id").asLong();
    assertThat(submitted.get("jobs").asLong()).isEqualTo(1);
    JsonNode shown = api.get("/operations/" + operation);
    assertThat(shown.get("submitted_by").asString()).isEqualTo("anna");
    assertThat(shown.get("change").get("priority").asInt()).isEqualTo(1);
    assertThat(api.get("/operations?limit=1").get(0).get("id").asLong()).isEqualTo(operation);
    assertThat(api.get("/operations?before=" + operation).size()).isZero();
    String stop = "/operations/" + operation + "/stop";
    assertThat(api.ok(Asked.of("POST", stop)).get("verdict").asString()).isEqualTo("stopped");
    api.refused(409, Asked.of("POST", stop));
    api.refused(404, Asked.of("POST", "/operations/77777/stop"));
    for (String bad :
        List.of(
            "{\"action\":\"cancel\",\"reason\":\"x\"}",
            "{\"action\":\"cancel\",\"all\":true,\"filter\":\"queue:mail\",\"reason\":\"x\"}",
            "{\"action\":\"edit\",\"filter\":\"queue:mail\",\"reason\":\"x\"}")) {
      api.refused(400, submit.json(bad));
    }
    api.refused(
        409, submit.json("{\"action\":\"retry\",\"filter\":\"queue:none\",\"reason\":\"x\"}"));
  }

  @Test
  void anOperationStaysInTheQueuesOfWhoSubmitsIt() {
    enqueue("mail");
    enqueue("secret");
    Asked submit = Asked.of("POST", "/operations");
    String reason = "\"reason\":\"x\"}";

    long own =
        Documents.JSON
            .readTree(
                api.as(
                        Api.MAIL_ONLY,
                        submit.json("{\"action\":\"cancel\",\"filter\":\"queue:mail\"," + reason))
                    .body())
            .get("id")
            .asLong();
    long other =
        api.ok(submit.json("{\"action\":\"cancel\",\"all\":true," + reason)).get("id").asLong();
    for (Asked request :
        List.of(
            Asked.get("/operations/preview?action=cancel"),
            Asked.get("/operations/" + other),
            Asked.of("POST", "/operations/" + other + "/stop"),
            submit.json("{\"action\":\"cancel\",\"all\":true," + reason),
            submit.json(
                "{\"action\":\"edit\",\"filter\":\"queue:mail\",\"queue\":\"secret\"," + reason))) {
      Api.problem(403, api.as(Api.MAIL_ONLY, request));
    }
    assertThat(api.as(Api.MAIL_ONLY, Asked.get("/operations")).body())
        .contains("" + own)
        .doesNotContain("\"id\" : " + other);
    Api.problem(
        403,
        api.as(
            Api.OPERATE,
            submit.json("{\"action\":\"delete\",\"filter\":\"queue:mail\"," + reason)));
  }

  @Test
  void operationsOfOthersTakeNoPlaceInAPage() {
    enqueue("mail");
    enqueue("secret");
    submit("queue:mail");
    submit("queue:mail");
    for (int i = 0; i < 101; i++) {
      submit("queue:secret");
    }
    assertThat(own("/operations?limit=1").size()).isEqualTo(1);
    assertThat(own("/operations?limit=50").size()).isEqualTo(2);
    String last = own("/operations").get(1).get("id").asString();
    assertThat(own("/operations?before=" + last).isEmpty()).isTrue();
  }

  private void submit(String filter) {
    api.awa()
        .operations()
        .preview(JobFilter.parse(filter, JobFilter.MAX_LIMIT), Action.cancel())
        .submit("anna", "x");
  }

  private JsonNode own(String target) {
    return Documents.JSON.readTree(api.as(Api.MAIL_ONLY, Asked.get(target)).body());
  }

  @Test
  void theAttemptsOfAJobAreListed() {
    long id = failed("mail");
    JsonNode attempts = api.get("/jobs/" + id + "/attempts");
    assertThat(attempts.get(0).get("error").asString()).contains("too heavy");
    api.refused(404, Asked.get("/jobs/77777/attempts"));
  }

  @Test
  void aQueueIsSplit() {
    assertThat(api.post("/queues/mail/split", "{\"stripes\":4}").get("stripes").asInt())
        .isEqualTo(4);
    JsonNode last = api.get("/queues/mail/history").get(0);
    assertThat(last.get("setting").asString()).isEqualTo("stripes");
    assertThat(last.get("by").asString()).isEqualTo("anna");
    api.refused(400, Asked.of("POST", "/queues/mail/split").json("{\"stripes\":65}"));
  }

  @Test
  void whoHasPurgedAQueueAndChangedTheStorageIsShown() {
    enqueue("mail");
    api.ok(Asked.of("POST", "/queues/mail/purge"));
    JsonNode purge = api.get("/queues/mail/purges").get(0);
    assertThat(purge.get("by").asString()).isEqualTo("anna");
    assertThat(purge.get("available").asLong()).isEqualTo(1);
    api.awa().storage().change(settings -> settings.withKeepBytes(1 << 30), "jo");
    JsonNode change = api.get("/storage/history?limit=1").get(0);
    assertThat(change.get("by").asString()).isEqualTo("jo");
    assertThat(change.get("setting").asString()).isEqualTo("keep_bytes");
  }

  @Test
  void whoOwnsSchedulesIsShown() {
    api.awa()
        .schedules()
        .declare("shop", "7", Schedule.cron("a", "@daily", Job.of("k", new RawJson("1"))));
    JsonNode shop = api.get("/schedule-owners").get(0);
    assertThat(shop.get("owner").asString()).isEqualTo("shop");
    assertThat(shop.get("revisions").get(0).get("names").get(0).asString()).isEqualTo("a");
    assertThat(shop.get("revisions").get(0).get("ends_at").isNull()).isTrue();
    JsonNode retired = api.ok(Asked.of("POST", "/schedule-owners/shop/retire"));
    assertThat(retired.get("schedules").get(0).asString()).isEqualTo("a");
    assertThat(api.get("/schedules/a").get("retired_by").asString()).isEqualTo("anna");
    assertThat(api.ok(Asked.of("POST", "/schedule-owners/shop/retire")).get("schedules").size())
        .isZero();
    JsonNode restored = api.ok(Asked.of("POST", "/schedule-owners/shop/restore"));
    assertThat(restored.get("owner").asString()).isEqualTo("shop");
    assertThat(api.get("/schedules/a").get("state").asString()).isEqualTo("active");
    api.refused(404, Asked.of("POST", "/schedule-owners/shpo/retire"));
  }

  @Test
  void aQueueIsShownPausedAndResumed() {
    enqueue("mail");

    assertThat(api.get("/queues").get(0).get("queue").asString()).isEqualTo("mail");
    assertThat(api.post("/queues/mail/pause", "{\"reason\":\"deploy\"}").get("known").asBoolean())
        .isTrue();
    assertThat(api.get("/queues/mail").get("pause").get("by").asString()).isEqualTo("anna");
    assertThat(api.get("/queues/mail/history").get(0).get("by").asString()).isEqualTo("anna");
    assertThat(api.ok(Asked.of("POST", "/queues/mail/resume")).get("paused").asBoolean()).isFalse();
    assertThat(api.get("/queues/mail/stats").get("available").asLong()).isEqualTo(1);
    assertThat(api.get("/stats").get("queues").get(0).get("stats").get("available").asLong())
        .isEqualTo(1);
  }

  @Test
  void aPageOfQueuesSaysWhetherOthersFollow() {
    List.of("a", "b", "c").forEach(this::enqueue);
    for (String place : List.of("/stats", "/dead-letters/depth")) {
      JsonNode first = api.get(place + "?limit=2");
      assertThat(first.get("queues").size()).isEqualTo(2);
      assertThat(first.get("next").asString()).isEqualTo("b");
      JsonNode last = api.get(place + "?limit=2&after=b");
      assertThat(last.get("queues").size()).isEqualTo(1);
      assertThat(last.get("next").isNull()).isTrue();
      assertThat(api.get(place + "?limit=3").get("next").isNull()).isTrue();
    }
  }

  @Test
  void settingsAreChangedAndTakenBack() {
    Asked patch = Asked.of("PATCH", "/queues/mail/settings");

    JsonNode changed = api.ok(patch.json("{\"concurrency\":7,\"poll\":\"2s\"}"));
    assertThat(changed.get("changed").size()).isEqualTo(2);
    assertThat(api.get("/queues/mail/settings").get("concurrency").asInt()).isEqualTo(7);
    api.ok(patch.json("{\"concurrency\":null}"));
    assertThat(api.get("/queues/mail/settings").has("concurrency")).isFalse();
    assertThat(api.refused(400, patch.json("{\"poll\":\"9d\"}")).get("detail").asString())
        .contains("poll");
  }

  @Test
  void forHowLongAKindIsKeptIsChangedAndTakenBack() {
    Asked patch = Asked.of("PATCH", "/kinds/receipt/settings");

    JsonNode answer = api.ok(patch.json("{\"keep_dead_letters\":\"90d\"}"));
    assertThat(answer.get("known").asBoolean()).isFalse();
    JsonNode changed = answer.get("changed").get(0);
    assertThat(changed.get("setting").asString()).isEqualTo("keep_dead_letters");
    assertThat(changed.get("before").isNull()).isTrue();
    JsonNode listed = api.get("/kinds").get("kinds").get(0);
    assertThat(listed.get("kind").asString()).isEqualTo("receipt");
    assertThat(listed.get("settings").get("keep_dead_letters").asString()).isEqualTo("PT2160H");
    assertThat(api.get("/kinds/receipt").get("changes").get(0).get("by").asString())
        .isEqualTo("anna");
    api.ok(patch.json("{\"keep_dead_letters\":null}"));
    assertThat(api.get("/kinds").get("kinds").isEmpty()).isTrue();
    assertThat(api.get("/kinds/receipt/history?limit=5").size()).isEqualTo(2);
    assertThat(api.refused(400, patch.json("{\"poll\":\"1s\"}")).get("detail").asString())
        .contains("poll");
    api.refused(400, patch.json("{}"));
    api.refused(400, patch.json("{\"keep_failed\":\"4000d\"}"));
  }

  @Test
  void aQueueIsDrainedAndPurged() {
    enqueue("mail");
    assertThat(api.post("/queues/mail/drain", "{}").get("cancelled").asLong()).isEqualTo(1);
    enqueue("mail");
    assertThat(api.ok(Asked.of("POST", "/queues/mail/purge")).get("available").asLong())
        .isEqualTo(1);
  }

  @Test
  void aNameThatNoPathCanHoldGoesInBase64() {
    String name = "a/b;c%d\\e";
    enqueue(name);
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(name.getBytes(StandardCharsets.UTF_8));

    assertThat(api.get("/queues/~" + encoded + "/stats").get("queue").asString()).isEqualTo(name);
    assertThat(api.get("/queues/a%2Fb;c%25d%5Ce/stats").get("queue").asString()).isEqualTo(name);
  }

  @Test
  void aScheduleIsLookedAtAndSteered() {
    Schedule hourly = Schedule.every("hourly", Duration.ofHours(1), Job.of("weigh", 1));
    api.awa().schedules().add("people", hourly, "test");

    assertThat(api.get("/schedules").get("schedules").get(0).get("name").asString())
        .isEqualTo("hourly");
    assertThat(api.get("/schedules/hourly").get("fires").isArray()).isTrue();
    assertThat(api.get("/schedules/hourly").get("when").asString()).startsWith("every hour");
    assertThat(api.get("/schedules/hourly/preview?next=3").size()).isEqualTo(3);
    assertThat(api.ok(Asked.of("POST", "/schedules/hourly/trigger")).get("job_id").asLong())
        .isPositive();
    JsonNode paused = api.post("/schedules/hourly/pause", "{\"reason\":\"deploy\"}");
    assertThat(paused.get("paused_by").asString()).isEqualTo("anna");
    for (String verb : List.of("resume", "retire", "restore")) {
      String state = verb.equals("retire") ? "retired" : "active";
      assertThat(api.ok(Asked.of("POST", "/schedules/hourly/" + verb)).get("state").asString())
          .as(verb)
          .isEqualTo(state);
    }
    assertThat(api.post("/schedules/hourly/adopt", "{\"owner\":\"shop\"}").get("before").asString())
        .isEqualTo("people");
    api.ok(Asked.of("DELETE", "/schedules/hourly"));
    JsonNode history = api.get("/schedules/hourly/history?limit=2");
    assertThat(history.get(0).get("setting").asString()).isEqualTo("deleted");
    assertThat(history.get(0).get("by").asString()).isEqualTo("anna");
    assertThat(history.get(1).get("after").asString()).isEqualTo("shop");
    assertThat(api.as(Api.MAIL_ONLY, Asked.get("/schedules/hourly/history")).status())
        .isEqualTo(404);
    api.refused(404, Asked.get("/schedules/hourly"));
    api.refused(404, Asked.of("POST", "/schedules/hourly/resume"));
  }

  /** Page by page each is seen once, and the last page has no next one. */
  @Test
  void schedulesKindsAndWorkersAreListedInPages() {
    List<String> names = List.of("a", "b", "c", "d", "e");
    for (String name : names) {
      Schedule daily = Schedule.cron(name, "0 3 * * *", Job.of("weigh", 1).withQueue(queue(name)));
      api.awa().schedules().add("people", daily, "test");
      api.awa().kinds().set(name, kind -> kind.keepFailed(Duration.ofDays(1)), "test");
    }
    assertThat(pages("/schedules?limit=2", "schedules", "name")).isEqualTo(names);
    assertThat(pages("/kinds?limit=2", "kinds", "kind")).isEqualTo(names);
    assertThat(api.get("/schedules?limit=5").get("next").isNull()).isTrue();
    assertThat(api.get("/schedules?limit=4").get("next").asString()).isEqualTo("d");
    assertThat(api.get("/workers?limit=1").get("next").isNull()).isTrue();
    api.refused(400, Asked.get("/schedules?limit=1001"));
    api.refused(400, Asked.get("/workers?after=x"));
  }

  private static String queue(String schedule) {
    return schedule.equals("b") ? "letters" : "mail";
  }

  private List<String> pages(String first, String list, String name) {
    List<String> all = new ArrayList<>();
    JsonNode page = api.get(first);
    while (!page.get("next").isNull()) {
      page.get(list).forEach(one -> all.add(one.get(name).asString()));
      page = api.get(first + "&after=" + page.get("next").asString());
    }
    page.get(list).forEach(one -> all.add(one.get(name).asString()));
    return all;
  }

  @Test
  void whatBelongsToNoQueueIsLookedAt() {
    assertThat(api.get("/health").get("checks").size()).isGreaterThan(3);
    assertThat(api.get("/workers").get("workers").isArray()).isTrue();
    assertThat(api.refused(404, Asked.get("/workers/17")).get("detail").asString())
        .contains("no worker 17");
    assertThat(api.get("/kinds").get("kinds").isArray()).isTrue();
    assertThat(api.get("/storage?lanes=0").get("segments").size()).isPositive();
    JsonNode capabilities = api.get("/capabilities");
    assertThat(capabilities.get("name").asString()).isEqualTo("anna");
    assertThat(capabilities.get("login").asBoolean()).isTrue();
    assertThat(capabilities.get("operations").size()).isGreaterThan(30);
  }

  @Test
  void numbersThatABrowserWouldRoundAreText() {
    assertThat(Wire.JSON.writeValueAsString(List.of(Wire.EXACT, Wire.EXACT + 1, Long.MIN_VALUE)))
        .isEqualToIgnoringWhitespace(
            "[9007199254740991,\"9007199254740992\",\"-9223372036854775808\"]");
  }

  @Test
  void theStateOfAJobIsAWordOfItsOwn() {
    enqueue("mail");
    assertThat(api.get("/jobs?state=" + JobState.AVAILABLE.word()).get("jobs").size()).isOne();
    api.refused(400, Asked.get("/jobs?state=asleep"));
  }

  @Test
  void timingsTellHowLongJobsWaitedAndRan() {
    for (int i = 0; i < 3; i++) {
      enqueue("mail");
    }
    enqueue("letters");
    CountDownLatch ran = new CountDownLatch(4);
    Worker worker =
        Worker.of(api.queue.dataSource())
            .queue("mail", 1)
            .queue("letters", 1)
            .handler(
                "weigh",
                RawJson.class,
                (args, context) -> {
                  ran.countDown();
                  return Outcome.complete();
                },
                Backoff.exponential())
            .start();
    Eventually.holds("all have run", () -> ran.getCount() == 0);
    worker.close();

    JsonNode all = api.get("/timings");
    assertThat(all.get("total").get("completed").asLong()).isEqualTo(4);
    assertThat(all.get("total").get("queue").asString()).isEmpty();
    assertThat(all.get("total").get("kind").asString()).isEqualTo("weigh");
    assertThat(all.get("rows").size()).isEqualTo(2);
    JsonNode asked = api.get("/timings?percentile=1").get("total").get("ran");
    assertThat(asked.get("asked")).isEqualTo(asked.get("max"));
    JsonNode most = api.get("/timings?limit=1");
    assertThat(most.get("rows").get(0).get("queue").asString()).isEqualTo("mail");
    assertThat(most.get("left_out").asInt()).isEqualTo(1);
    assertThat(most.get("total").get("completed").asLong()).isEqualTo(4);
    JsonNode steps = api.get("/timings?queue=mail&kind=weigh&since=2h&by=1h");
    assertThat(steps.get("rows").get(0).get("ran").get("count").asLong()).isEqualTo(3);
    assertThat(Duration.parse(steps.get("total").get("waited").get("p99").asString())).isPositive();
    assertThat(api.get("/timings?kind=other").get("total").isNull()).isTrue();
    for (String wrong :
        List.of(
            "since=0s", "since=91d", "since=1d&by=1s", "by=0s", "by=91d", "limit=0", "queue=")) {
      api.refused(400, Asked.get("/timings?" + wrong));
    }
  }

  @Test
  void depthsTellWhatSomeQueuesHeld() throws SQLException {
    enqueue("mail");
    api.queue.sql(
        "INSERT INTO awa.depths (at, available, running, scheduled, retryable, lag_us, slot, queue)"
            + " SELECT d, 3, 2, 1, 0, 0, awa.depth_slot(d), q FROM date_trunc('minute', now()) AS"
            + " d, unnest(ARRAY['mail', 'a,b', 'other']) AS q");
    JsonNode some = api.get("/depths?queues=mail,~YSxi,unused");
    assertThat(some.size()).isEqualTo(2);
    assertThat(some.get(0).get("queue").asString()).isEqualTo("a,b");
    assertThat(some.get(1).get("depth").get(0).get("available").asLong()).isEqualTo(3);
    String hours = "/timings?since=2h&by=1h";
    assertThat(api.get(hours).get("depth").get(0).get("available").asLong()).isEqualTo(9);
    assertThat(api.get(hours + "&queue=mail&kind=weigh").get("depth").size()).isEqualTo(1);
    assertThat(api.get(hours + "&kind=weigh").get("depth").size())
        .as("it is not counted by kind")
        .isZero();
    for (String wrong : List.of("", "?queues=", "?queues=mail,,x", "?queues=mail&since=3d&by=1s")) {
      api.refused(400, Asked.get("/depths" + wrong));
    }
  }

  /** Of several jobs at once an entry has as many ids as fit, and no part of one. */
  @Test
  void theAuditIsAskedForByAJobAmongMany() {
    String ids =
        LongStream.range(1_000_000_000_000L, 1_000_000_000_100L)
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(","));
    api.post("/jobs/cancel", "{\"ids\":[" + ids + "]}");
    JsonNode entry = api.get("/audit?target=job:1000000000007").get(0);
    assertThat(entry.get("action").asString()).isEqualTo("job-cancel-many");
    assertThat(entry.get("target").asString()).hasSizeLessThanOrEqualTo(1000).endsWith("70");
    assertThat(api.get("/audit?target=queue:1000000000007").size()).isZero();
    api.refused(400, Asked.get("/audit?target=mail"));
  }

  /** A name may be mistyped. */
  @Test
  void aPauseSaysWhetherTheQueueWasKnown() {
    String pause = "/queues/mial/pause";
    assertThat(api.post(pause, "{}").get("known").asBoolean()).isFalse();
    assertThat(api.post(pause, "{}").get("known").asBoolean()).isTrue();
  }

  /** The look comes before the pause, and keeps nobody from it. */
  @Test
  void aQueueIsPausedAlsoWhereNobodyCanLookWhetherItIsKnown() throws Exception {
    try (Connection holder = api.queue.begin()) {
      TestQueue.sql(holder, "LOCK TABLE awa.lanes IN ACCESS EXCLUSIVE MODE");
      assertThat(api.post("/queues/mail/pause", "{}").get("known").isNull()).isTrue();
    }
  }

  /** As the command takes them: 2h is from now on, -2h was two hours ago. */
  @Test
  void aTimeMayBeASpan() {
    enqueue("mail");
    api.post("/queues/mail/pause", "{\"until\":\"2h\"}");
    assertThat(between(api.get("/queues/mail").get("pause").get("until"))).isEqualTo("PT2H");
    long id = enqueue("other");
    api.ok(Asked.of("PATCH", "/jobs/" + id).json("{\"run_at\":\"PT30M\"}"));
    assertThat(between(api.get("/jobs/" + id).get("run_at"))).isEqualTo("PT30M");
    api.ok(Asked.of("PATCH", "/jobs/" + id).json("{\"run_at\":\"2031-01-01T00:00:00+01:00\"}"));
    assertThat(api.get("/jobs/" + id).get("run_at").asString()).isEqualTo("2030-12-31T23:00:00Z");
    assertThat(api.get("/audit?after=-2h").size()).isEqualTo(3);
    assertThat(api.get("/audit?before=-2h").size()).isZero();
    assertThat(api.get("/audit?after=2h").size()).isZero();
  }

  /** From now until a time, in whole minutes. */
  private static String between(JsonNode time) {
    Duration away = Duration.between(Instant.now(), Instant.parse(time.asString()));
    return Duration.ofMinutes(Math.round(away.toSeconds() / 60.0)).toString();
  }

  @Test
  void whatIsNoTimeSaysHowTimesAreWritten() {
    for (String wrong : List.of("", "2", "2 h", "--2h", "+2h", "tomorrow", "PT9999999999999999H")) {
      JsonNode problem =
          api.refused(
              400, Asked.of("POST", "/queues/mail/pause").json("{\"until\":\"" + wrong + "\"}"));
      assertThat(problem.get("detail").asString())
          .startsWith("until: must be a time like 2026-11-29T18:00:00Z, or from now on (2h)");
    }
    api.refused(400, Asked.of("POST", "/queues/mail/pause").json("{\"until\":\"-2h\"}"));
    api.refused(400, Asked.of("POST", "/queues/mail/pause").json("{\"until\":\"999999999d\"}"));
  }

  @Test
  void aTickDoesWhatIsDueUnlessAWorkerLeads() {
    long id =
        api.awa()
            .enqueue(
                Job.of("weigh", new RawJson("{}"))
                    .withQueue("mail")
                    .withRunAt(Instant.now().plusMillis(1)))
            .id();
    JsonNode done = api.post("/tick", "{\"within\":\"30s\"}");
    assertThat(done.get("led").asBoolean()).isTrue();
    assertThat(done.get("finished").asBoolean()).isTrue();
    assertThat(done.get("failed").size()).isZero();
    assertThat(api.get("/jobs/" + id).get("state").asString()).isEqualTo("available");

    try (Worker leader = Worker.of(api.queue.dataSource()).maintenanceOnly().start()) {
      Eventually.holds("it leads", () -> leader.health().leads());
      assertThat(api.post("/tick", "{}").get("led").asBoolean()).isFalse();
    }
    api.refused(400, Asked.of("POST", "/tick").json("{\"within\":\"4s\"}"));
    api.refused(400, Asked.of("POST", "/tick").json("{\"within\":\"6m\"}"));
    Api.problem(403, api.as(Api.VIEW, Asked.of("POST", "/tick").json("{}")));
    Api.problem(403, api.as(Api.MAIL_ONLY, Asked.of("POST", "/tick").json("{}")));
  }
}

package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Descriptor;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.QueueSetting;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.lab.Eventually;
import dev.awa.schedule.Overlap;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.StoredSchedule;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the pages of a job, a schedule, a kind and the queues let people do. */
final class DeedsTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private StoredJob job(long id) {
    return site.awa().jobs().find(id).orElseThrow();
  }

  private long cancelled(Job<?> job) {
    long id = site.awa().enqueue(job).id();
    site.awa().jobs().cancel(id, "not now");
    return id;
  }

  /** Jobs of kind {@code bad} fail; their queue keeps no dead letters unless it is {@code mail}. */
  private void fail(Job<?>... jobs) {
    site.awa().queues().set("letters", change -> change.deadLetters(false), "test");
    for (Job<?> job : jobs) {
      site.awa().enqueue(job);
    }
    try (Worker worker =
        Worker.of(site.queue.dataSource())
            .queue("mail", 2)
            .queue("letters", 2)
            .describeQueue(
                "mail",
                Descriptor.empty()
                    .withDisplayName("Letters out")
                    .withTags("vip")
                    .withLink("runbook", "https://example.org/mail"))
            .describeKind("bad", Descriptor.empty().withOwner("shop").withTags("night"))
            .handler(
                "bad",
                RawJson.class,
                (args, context) -> Outcome.fail("no such mailbox: " + args.text()),
                Backoff.fixed(Duration.ofHours(1)))
            .start()) {
      Eventually.holds(
          "all have failed",
          () -> site.awa().jobs().list(JobFilter.parse("state:failed", 100)).size() == jobs.length);
      Eventually.holds(
          "the worker has said what it runs with",
          () ->
              site.awa().workers().list().stream()
                  .anyMatch(one -> one.runsWith().containsKey("mail")));
      assertThat(site.page("/queues/mail")).contains("<td class=\"w-md small soft\">concurrency 2");
    }
  }

  @Test
  void aJobIsRetriedWithChangesAndCorrectedArguments() {
    long id = cancelled(Job.of("note", Map.of("n", 1)).withQueue("mail"));
    String page = site.page("/jobs/" + id, Site.OPERATE);
    assertThat(page).contains("With changes", "name=\"shown_args\"").contains("name=\"run_at\"");
    site.done(
        "/jobs/" + id,
        Site.OPERATE,
        "do",
        "retry",
        "queue",
        "letters",
        "priority",
        "1",
        "max_attempts",
        "3",
        "run_at",
        "2h",
        "args",
        "{\"n\": 2}",
        "shown_args",
        "{\"n\": 1}");
    StoredJob retried = job(id);
    assertThat(retried.state()).isEqualTo(JobState.SCHEDULED);
    assertThat(retried.queue()).isEqualTo("letters");
    assertThat(retried.priority()).isEqualTo(1);
    assertThat(retried.maxAttempts()).isEqualTo(3);
    assertThat(retried.args()).contains("2");
    assertThat(retried.runAt()).isAfter(Instant.now().plusSeconds(3600));
  }

  /** A mask is no value: it is neither filled in nor sent back. */
  @Test
  void maskedArgumentsStayAsTheyAreUnlessSomethingIsTyped() {
    long id = cancelled(Job.of("note", Map.of("pin", 4711)).withQueue("mail").withMasked("pin"));
    assertThat(site.page("/jobs/" + id, Site.OPERATE))
        .contains("Some of them can’t be shown here")
        .doesNotContain("name=\"shown_args\"");
    site.done("/jobs/" + id, Site.OPERATE, "do", "retry", "args", "", "priority", "1");
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    site.awa().jobs().cancel(id, "again");
    assertThat(site.page("/jobs/" + id + "?reveal=true")).contains("name=\"shown_args\"", "4711");
  }

  /** Line ends of a form are no change, and arguments that stay are not written anew. */
  @Test
  void argumentsThatAreShownAndSentBackAreNoChange() {
    long id = site.awa().enqueue(Job.of("note", Map.of("n", 1)).withQueue("mail")).id();
    String shown = "{\r\n  \"n\" : 1\r\n}";
    HttpResponse<String> nothing =
        site.post(
            "/jobs/" + id, Site.OPERATE, "do", "edit", "args", shown, "shown_args", "{\"n\":1}");
    assertThat(nothing.statusCode()).isEqualTo(400);
    assertThat(Site.shown(nothing)).contains("name what to change");
    HttpResponse<String> refused =
        site.post(
            "/jobs/" + id, Site.OPERATE, "do", "edit", "args", "{\"n\": <", "shown_args", "{}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Site.shown(refused)).contains("What you typed", "{\"n\": &lt;", "no JSON");
  }

  @Test
  void aFailedJobBecomesADeadLetter() {
    fail(
        Job.of("bad", Map.of("n", 1)).withQueue("letters"),
        Job.of("bad", Map.of("n", 2)).withQueue("letters"));
    long id = site.awa().jobs().list(JobFilter.parse("state:failed", 1)).getFirst().id();
    assertThat(site.page("/dead-letters")).contains("No dead letter");
    assertThat(site.page("/jobs/" + id, Site.VIEW)).doesNotContain("id=\"move\"");
    String to = site.done("/jobs/" + id, Site.OPERATE, "do", "move");
    assertThat(to).isEqualTo(id + "?done=moved");
    assertThat(site.page("/dead-letters")).contains("jobs/" + id);
    assertThat(site.done("/jobs/" + id, Site.OPERATE, "do", "move"))
        .isEqualTo(id + "?done=not-moved");

    assertThat(site.page("/jobs?q=state%3Afailed")).contains("value=\"move\"");
    assertThat(site.page("/dead-letters")).doesNotContain("value=\"move\"");
    String all =
        site.done("/jobs", Site.OPERATE, "do", "move", "every", "x", "every_of", "queue:letters");
    assertThat(site.page("/" + all, Site.OPERATE)).contains("Make dead letters of");
    long other =
        site.awa().jobs().list(JobFilter.parse("state:failed", 2)).stream()
            .map(StoredJob::id)
            .filter(one -> one != id)
            .findFirst()
            .orElseThrow();
    assertThat(Site.shown(site.post("/jobs", Site.OPERATE, "do", "move", "id", "" + other)))
        .contains("1 job moved");
  }

  @Test
  void aGroupOfDeadLettersIsNarrowedToItsError() {
    fail(
        Job.of("bad", Map.of("n", 1)).withQueue("mail"),
        Job.of("bad", Map.of("n", 2)).withQueue("mail"),
        Job.of("bad", Map.of("n", 2)).withQueue("mail"));
    String page = site.page("/dead-letters").replace("&amp;", "&");
    assertThat(page).contains("3 in all", "kept for 30 d", "their kind or queue says otherwise");
    String link =
        "dead-letters?q="
            + Words.query("kind:bad error:" + FilterWords.quoted("no such mailbox: {\"n\":1}"));
    assertThat(page).contains("href=\"" + link + "\"");
    assertThat(site.page("/" + link)).contains("1 dead letter<").doesNotContain("in all");

    site.awa().kinds().set("bad", change -> change.keepDeadLetters(Duration.ofDays(7)), "test");
    assertThat(site.page("/" + link)).contains("kept for 7 d, as is set of their kind");
    site.awa().queues().set("mail", change -> change.keepDeadLetters(Duration.ofDays(9)), "test");
    assertThat(site.page("/dead-letters?q=queue%3Amail", Site.MAIL_ONLY))
        .contains("3 in all", "kept for 9 d, as is set of their queue");

    assertThat(site.page("/queues/mail"))
        .contains("Letters out", "https://example.org/mail", ">vip</span>", "Said by");
    assertThat(site.page("/kinds/bad")).contains("Owner shop", ">night</span>");
  }

  @Test
  void settingsOfAKindAreChangedAndItsChangesAreShown() {
    assertThat(site.page("/kinds/note", Site.OPERATE)).contains("does not include this");
    String[] typed = {"do", "set", "shown.keep_failed", "", "set.keep_failed", "3d"};
    assertThat(site.post("/kinds/note", Site.OPERATE, typed).statusCode()).isEqualTo(403);
    assertThat(site.done("/kinds/note", Site.ADMINISTER, typed)).isEqualTo("note?done=kind-set");
    assertThat(site.awa().kinds().show("note").settings().time(QueueSetting.KEEP_FAILED))
        .isEqualTo(Duration.ofDays(3));
    assertThat(site.page("/kinds/note"))
        .contains("name=\"shown.keep_failed\" value=\"3d\"")
        .contains("<code>keep_failed</code></th>", "<td>anna</td>", ">not set</td>");

    String[] late = {"do", "set", "shown.keep_failed", "", "set.keep_failed", "5d"};
    assertThat(Site.shown(site.post("/kinds/note", Site.ADMINISTER, late)))
        .contains("What was overwritten", "<td>3d</td>", "To the kind", "../kinds");
    HttpResponse<String> wrong =
        site.post("/kinds/note", Site.ADMINISTER, "do", "set", "set.keep_failed", "long");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(Site.shown(wrong)).contains("keep_failed", "<code>long</code>");
  }

  @Test
  void aQueueIsPausedAndResumedInTheList() {
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail"));
    assertThat(site.page("/queues", Site.OPERATE)).contains("Pause queue mail?");
    assertThat(site.page("/queues", Site.VIEW))
        .contains("does not include this")
        .doesNotContain("Pause queue mail?");
    String to =
        site.done(
            "/queues?after=a", Site.OPERATE, "do", "pause", "queue", "mail", "pause_reason", "bad");
    assertThat(to).isEqualTo("queues?done=paused&after=a");
    assertThat(site.awa().queues().show("mail").pause())
        .satisfies(pause -> assertThat(pause.reason()).isEqualTo("bad"));
    Eventually.holds(
        "the list says so, from a sample of two seconds",
        () -> site.page("/jobs?q=queue%3Amail").contains("is paused by olga"));
    assertThat(site.page("/jobs?q=queue%3Amail")).contains("“bad”");
    assertThat(site.page("/jobs")).doesNotContain("is paused by");
    site.done("/queues", Site.OPERATE, "do", "resume", "queue", "mail");
    assertThat(site.awa().queues().show("mail").pause()).isNull();
    assertThat(site.post("/queues", Site.OPERATE, "do", "pause").statusCode()).isEqualTo(400);
    assertThat(site.post("/queues", Site.MAIL_ONLY, "do", "pause", "queue", "billing").statusCode())
        .isEqualTo(403);
  }

  private StoredSchedule nightly() {
    return site.awa().schedules().find("nightly").orElseThrow();
  }

  @Test
  void aScheduleIsRetiredRestoredAdoptedAndDeleted() {
    Job<?> job = Job.of("note", Map.of()).withQueue("mail").withMaxAttempts(7).withTags("night");
    site.awa()
        .schedules()
        .declare(
            "shop",
            "1",
            Schedule.cron("nightly", "0 3 * * *", job)
                .withJitter(Duration.ofMinutes(5))
                .withOverlap(Overlap.SKIP)
                .withEnd(Instant.parse("2040-01-01T00:00:00Z")));
    assertThat(site.page("/schedules/nightly", Site.OPERATE))
        .contains("7 at most", "put off by up to 5 min", "2040-01-01", "skip: it does not fire")
        .contains("once: one job for all times that were missed", "night")
        .doesNotContain("id=\"retire\"", "id=\"adopt\"", "id=\"delete\"");
    String path = "/schedules/nightly";
    assertThat(site.post(path, Site.OPERATE, "do", "retire").statusCode()).isEqualTo(403);
    assertThat(site.done(path, Site.ADMINISTER, "do", "retire")).isEqualTo("nightly?done=retired");
    assertThat(nightly().retiredBy()).isEqualTo("anna");
    assertThat(site.page(path)).contains("by anna").doesNotContain("id=\"retire\"");
    site.done(path, Site.ADMINISTER, "do", "restore");
    assertThat(nightly().retiredAt()).isNull();

    assertThat(site.page(path)).contains("name=\"shown_from\" value=\"shop\"");
    String[] stale = {"do", "adopt", "owner", "people", "shown_from", "another"};
    assertThat(site.post(path, Site.ADMINISTER, stale).statusCode()).isEqualTo(409);
    site.done(path, Site.ADMINISTER, "do", "adopt", "owner", "people", "shown_from", "shop");
    assertThat(nightly().owner()).isEqualTo("people");

    assertThat(site.post(path, Site.OPERATE, "do", "delete").statusCode()).isEqualTo(403);
    assertThat(site.done(path, Site.ADMINISTER, "do", "delete"))
        .isEqualTo("../schedules?done=deleted");
    assertThat(site.awa().schedules().find("nightly")).isEmpty();
  }

  @Test
  void theSchedulesOfAnOwnerAreRetiredAndRestored() {
    Job<?> job = Job.of("note", Map.of()).withQueue("mail");
    site.awa().schedules().declare("shop", "1", Schedule.cron("nightly", "0 3 * * *", job));
    site.awa().schedules().add("people", Schedule.cron("other", "0 3 * * *", job), "jo");
    assertThat(site.page("/schedules"))
        .contains("href=\"schedules?owner=shop\"", "other")
        .doesNotContain("id=\"retire\"");
    String path = "/schedules?owner=shop";
    assertThat(site.page(path))
        .contains("1 schedule of shop", "id=\"retire\"")
        .doesNotContain("other", "id=\"restore\"");
    assertThat(site.post("/schedules", Site.OPERATE, "do", "retire", "owner", "shop").statusCode())
        .isEqualTo(403);
    assertThat(site.done("/schedules", Site.ADMINISTER, "do", "retire", "owner", "shop"))
        .isEqualTo("schedules?owner=shop&done=owner-retired");
    assertThat(nightly().retiredBy()).isEqualTo("anna");
    assertThat(site.page(path)).contains("id=\"restore\"").doesNotContain("id=\"retire\"");
    site.done("/schedules", Site.ADMINISTER, "do", "restore", "owner", "shop");
    assertThat(nightly().retiredAt()).isNull();
    assertThat(site.page("/schedules/nightly")).contains("id=\"history\"", "by hand");
  }

  @Test
  void aJobIsEnqueuedAtATimeAndOnce() {
    Instant at = Instant.now().plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS);
    String[] typed = {
      "kind",
      "note",
      "queue",
      "mail",
      "args",
      "{\"to\": 1, \"n\": 2}",
      "run_at",
      at.toString(),
      "unique_by",
      "fields",
      "unique_fields",
      "to",
      "unique_queue",
      "true"
    };
    String first = site.done("/new-job", Site.OPERATE, typed);
    long id = Long.parseLong(first.replaceAll("\\D", ""));
    assertThat(job(id).runAt()).isEqualTo(at);
    typed[5] = "{\"to\": 1, \"n\": 3}";
    assertThat(site.done("/new-job", Site.OPERATE, typed))
        .isEqualTo("jobs/" + id + "?done=duplicate");
    assertThat(site.page("/jobs/" + id + "?done=duplicate")).contains("Nothing was enqueued");
    typed[5] = "{\"to\": 2}";
    assertThat(site.done("/new-job", Site.OPERATE, typed)).endsWith("done=enqueued");

    HttpResponse<String> refused =
        site.post(
            "/new-job", Site.OPERATE, "kind", "note", "unique_by", "kind", "unique_period", "soon");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Site.shown(refused))
        .contains("once per must be", "value=\"soon\"")
        .contains("<option value=\"kind\" selected>");
    assertThat(site.post("/new-job", Site.OPERATE, "kind", "note", "unique_key", "k").statusCode())
        .isEqualTo(400);
  }

  /** In the order of the database, whatever the names. */
  @Test
  void schedulesAreListedInPages() {
    List<Schedule> all = new ArrayList<>();
    for (int i = 0; i < 103; i++) {
      String name = String.format(Locale.ROOT, "%s%03d", i % 2 == 0 ? "a" : "\uFF21", i);
      all.add(Schedule.cron(name, "0 3 * * *", Job.of("note", Map.of()).withQueue("mail")));
    }
    String last = "\uD83D\uDE00 late";
    all.add(Schedule.cron(last, "0 3 * * *", Job.of("note", Map.of()).withQueue("mail")));
    site.awa().schedules().declare("shop", "1", all.toArray(Schedule[]::new));
    String first = site.page("/schedules");
    assertThat(first).contains("A page of 100 schedules", "rel=\"next\"").doesNotContain(last);
    Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(first);
    assertThat(next.find()).isTrue();
    assertThat(site.page("/" + next.group(1)))
        .contains("The last 4 schedules", last, "href=\"schedules\">First")
        .doesNotContain("rel=\"next\"");
    assertThat(site.page("/schedules", Site.MAIL_ONLY)).contains("A page of 100 schedules");
  }

  /** Who is let into some queues replaces no job: the one that holds the key may be in any. */
  @Test
  void onlyWhoMayReachAllQueuesReplacesAJob() {
    Job<?> job = Job.of("note", Map.of("n", 1)).withQueue("billing").withUnique(Unique.byKind());
    long id = site.awa().enqueue(job.withDelay(Duration.ofHours(1))).id();
    String body =
        """
        {"kind": "note", "queue": "mail", "delay": "1h", "unique": {"on_conflict": "replace"}}\
        """;
    assertThat(sent(Site.MAIL_ONLY, body).statusCode()).isEqualTo(403);
    assertThat(job(id).queue()).isEqualTo("billing");
    assertThat(sent(Site.OPERATE, body).statusCode()).isEqualTo(200);
    assertThat(job(id).queue()).isEqualTo("mail");
    HttpResponse<String> wrong =
        sent(Site.OPERATE, "{\"kind\": \"note\", \"unique\": {\"colour\": 1}}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body())
        .contains("unique: must have no parts but queue, args")
        .contains("colour");
  }

  private HttpResponse<String> sent(String token, String json) {
    return site.send(
        site.asked("/api/jobs", token)
            .setHeader("Accept", "application/json")
            .header("Content-Type", "application/json")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(json)));
  }
}

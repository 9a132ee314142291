package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.StoredOperation;
import dev.awa.Unique;
import dev.awa.schedule.Schedule;
import dev.awa.schedule.StoredSchedule;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What forms do. */
final class FormsTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private long waiting() {
    return site.awa().enqueue(Job.of("note", Map.of("n", 1)).withQueue("mail")).id();
  }

  private StoredJob job(long id) {
    return site.awa().jobs().find(id).orElseThrow();
  }

  @Test
  void aQueueIsPausedAndResumed() {
    String to =
        site.done(
            "/queues/mail", Site.OPERATE, "do", "pause", "pause_reason", "bad day", "for", "1h");
    assertThat(to).isEqualTo("mail?done=paused");
    assertThat(site.awa().queues().show("mail").pause())
        .satisfies(pause -> {
          assertThat(pause.by()).isEqualTo("olga");
          assertThat(pause.reason()).isEqualTo("bad day");
          assertThat(pause.until()).isAfter(pause.since().plusSeconds(3500));
        });
    assertThat(site.page("/queues/" + to)).contains("The queue is paused").contains("bad day");

    site.done("/queues/mail", Site.OPERATE, "do", "resume");
    assertThat(site.awa().queues().show("mail").pause()).isNull();
  }

  @Test
  void settingsAreChangedAndTakenBack() {
    site.done(
        "/queues/mail",
        Site.ADMINISTER,
        "do",
        "set",
        "set.concurrency",
        "7",
        "set.deadline",
        "2m",
        "set.dead_letters",
        "false");
    assertThat(site.awa().queues().show("mail").settings().toString())
        .contains("concurrency=7", "deadline=PT2M", "dead_letters=false");
    assertThat(site.page("/queues/mail")).contains("name=\"shown.concurrency\" value=\"7\"");
    site.done(
        "/queues/mail",
        Site.ADMINISTER,
        "do",
        "set",
        "shown.concurrency",
        "7",
        "set.concurrency",
        "",
        "shown.deadline",
        "2m",
        "set.deadline",
        "2m");
    assertThat(site.awa().queues().show("mail").settings().toString())
        .doesNotContain("concurrency")
        .contains("deadline=PT2M");
    HttpResponse<String> wrong =
        site.post("/queues/mail", Site.ADMINISTER, "do", "set", "set.concurrency", "many");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(Site.shown(wrong))
        .contains("concurrency", "What you typed", "<code>many</code>", "Back to the page")
        .doesNotContain("openapi");
  }

  @Test
  void whoPausesAPausedQueueIsToldSo() {
    site.done("/queues/mail", Site.OPERATE, "do", "pause", "pause_reason", "bad day");
    String to = site.done("/queues/mail", Site.OPERATE, "do", "pause", "pause_reason", "worse");
    assertThat(to).isEqualTo("mail?done=paused-again");
    assertThat(site.page("/queues/" + to)).contains("was paused already", "worse");
  }

  @Test
  void aJobThatIsRefusedLeavesTheFormAsItWasTyped() {
    HttpResponse<String> refused =
        site.post(
            "/new-job",
            Site.OPERATE,
            "kind",
            "note",
            "queue",
            "mail",
            "args",
            "{\"n\":\n <",
            "delay",
            "5m",
            "tags",
            "a, b");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Site.shown(refused))
        .contains("The job is not enqueued", "args: what was typed is no JSON: line 2, column 2")
        .contains("value=\"note\"", "value=\"5m\"", "value=\"a, b\"", "{\"n\":\n &lt;");
    assertThat(site.awa().queues().stats("mail").available()).isZero();

    HttpResponse<String> none = site.post("/new-job", Site.OPERATE, "kind", "", "delay", "soon");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(Site.shown(none)).contains("value=\"soon\"");
  }

  @Test
  void aQueueThatWasNeverUsedSaysSo() {
    waiting();
    assertThat(site.page("/queues/mial")).contains("No job was ever enqueued into this queue");
    assertThat(site.page("/queues/mail")).doesNotContain("No job was ever enqueued");
  }

  @Test
  void whatSomebodyElseHasSetSinceStaysSet() {
    site.awa().queues().set("mail", change -> change.concurrency(3), "jo");
    site.done(
        "/queues/mail",
        Site.ADMINISTER,
        "do",
        "set",
        "shown.concurrency",
        "",
        "set.concurrency",
        "",
        "shown.poll",
        "",
        "set.poll",
        "2s");
    assertThat(site.awa().queues().show("mail").settings().toString())
        .contains("concurrency=3", "poll=PT2S");
  }

  /** Of two who change one setting the later one wins, and is told what it was. */
  @Test
  void whoOverwritesWhatSomebodyElseHasSetSinceIsToldSo() {
    site.awa()
        .queues()
        .set("mail", change -> change.concurrency(3).poll(Duration.ofSeconds(2)), "jo");
    HttpResponse<String> answer =
        site.post(
            "/queues/mail",
            Site.ADMINISTER,
            "do",
            "set",
            "shown.concurrency",
            "5",
            "set.concurrency",
            "9",
            "shown.poll",
            "2s",
            "set.poll",
            "3s");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Site.shown(answer))
        .contains("What was overwritten", "<code>concurrency</code>", "<td>5</td><td>3</td>", "jo")
        .contains("<td>9</td>")
        .doesNotContain("<code>poll</code>");
    assertThat(site.awa().queues().show("mail").settings().toString())
        .contains("concurrency=9", "poll=PT3S");
  }

  @Test
  void aSettingThatSomebodyHasTakenBackSinceIsToldToo() {
    HttpResponse<String> answer =
        site.post(
            "/queues/mail",
            Site.ADMINISTER,
            "do",
            "set",
            "shown.concurrency",
            "5",
            "set.concurrency",
            "9");
    assertThat(Site.shown(answer)).contains("<td>5</td><td>not set</td>", "no longer known");
  }

  /** A browser would take what is before the colon for a scheme, and go to another server. */
  @Test
  void theNameOfAQueueIsNoScheme() {
    assertThat(site.done("/queues/http:evil.example", Site.OPERATE, "do", "pause"))
        .isEqualTo("./http:evil.example?done=paused");
    assertThat(site.awa().queues().show("http:evil.example").pause()).isNotNull();
  }

  @Test
  void aQueueIsDrained() {
    long id = waiting();
    assertThat(
            Site.shown(
                site.post("/queues/mail", Site.OPERATE, "do", "drain", "drain_reason", "gone")))
        .contains("1 job cancelled")
        .contains("../jobs?q=queue%3Amail%20state%3Acancelled");
    assertThat(job(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(job(id).reason()).isEqualTo("gone");
  }

  @Test
  void aQueueIsPurgedByAnAdministratorAlone() {
    long id = waiting();
    String page = site.page("/queues/mail");
    assertThat(page)
        .contains("taken away in one step, 1 job:")
        .contains("Type 1 to confirm")
        .contains("1 available, 0 scheduled, 0 retryable");
    assertThat(site.page("/queues/mail", Site.OPERATE)).doesNotContain("id=\"purge\"");
    String[] typed = {"do", "purge", "shown", "1", "typed", "1"};
    assertThat(site.post("/queues/mail", Site.OPERATE, typed).statusCode()).isEqualTo(403);
    assertThat(
            site.post("/queues/mail", Site.ADMINISTER, "do", "purge", "shown", "1", "typed", "7")
                .statusCode())
        .isEqualTo(400);
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);

    assertThat(Site.shown(site.post("/queues/mail", Site.ADMINISTER, typed)))
        .contains("1 job taken away")
        .contains("1 were available");
    assertThat(site.awa().jobs().find(id)).isEmpty();
  }

  @Test
  void selectedJobsAreEditedByAnOperation() {
    long one = waiting();
    long other = waiting();
    String to =
        site.done("/jobs", Site.OPERATE, "do", "edit", "every_of", "queue:mail", "id", "" + one);
    assertThat(to).isEqualTo("operations/new?action=edit&q=queue%3Amail%20id%3A" + one);
    assertThat(site.page("/" + to, Site.OPERATE))
        .contains("Edit 1 job")
        .contains("name=\"priority\"")
        .contains("name=\"run_at\"");
    String[] nothing = {"action", "edit", "q", "id:" + one, "reason", "r"};
    assertThat(site.post("/operations/new", Site.OPERATE, nothing).statusCode()).isEqualTo(400);
    site.done(
        "/operations/new",
        Site.OPERATE,
        "action",
        "edit",
        "q",
        "queue:mail id:" + one,
        "reason",
        "first",
        "queue",
        "letters",
        "warned",
        "letters",
        "priority",
        "1",
        "run_at",
        "2h");
    StoredOperation operation = site.awa().operations().list(1).getFirst();
    assertThat(operation.expected()).isEqualTo(1);
    assertThat(operation.verb().word()).isEqualTo("edit");
    assertThat(operation.change()).contains("letters");
    assertThat(job(other).queue()).isEqualTo("mail");
  }

  /** A name that is misspelt: what is moved there waits for ever. */
  @Test
  void whoMovesJobsToAQueueThatNobodyWorksOnIsWarnedOnce() {
    waiting();
    String[] move = {
      "action", "edit", "q", "queue:mail", "reason", "to the others", "queue", "leters"
    };
    HttpResponse<String> warned = site.post("/operations/new", Site.OPERATE, move);
    assertThat(warned.statusCode()).isEqualTo(200);
    assertThat(Site.shown(warned))
        .contains("No living worker takes jobs from queue")
        .contains("name=\"queue\" value=\"leters\"", "name=\"reason\" value=\"to the others\"")
        .contains("name=\"warned\" value=\"leters\"");
    assertThat(site.awa().operations().list(1)).isEmpty();
    String[] anyway = Arrays.copyOf(move, move.length + 2);
    anyway[move.length] = "warned";
    anyway[move.length + 1] = "leters";
    assertThat(site.done("/operations/new", Site.OPERATE, anyway)).endsWith("?done=submitted");
    assertThat(site.post("/operations/new", Site.MAIL_ONLY, move).statusCode()).isEqualTo(403);
  }

  @Test
  void settingsHaveTheirUnitsBesideThem() {
    site.done(
        "/queues/mail",
        Site.ADMINISTER,
        "do",
        "set",
        "set.poll",
        "500",
        "unit.poll",
        "ms",
        "set.keep_failed",
        "2h",
        "unit.keep_failed",
        "d",
        "set.claim_size",
        "9");
    assertThat(site.awa().queues().show("mail").settings().toString())
        .contains("poll=PT0.5S", "keep_failed=PT2H", "claim_size=9");
    assertThat(site.page("/queues/mail"))
        .contains("jobs at once, each worker", "aria-label=\"Unit of poll\"")
        .containsPattern("name=\"set.keep_failed\" value=\"2\"")
        .containsPattern("<option value=\"h\" selected>hours</option>");
    HttpResponse<String> wrong =
        site.post("/queues/mail", Site.ADMINISTER, "do", "set", "set.poll", "9", "unit.poll", "d");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(Site.shown(wrong)).contains("<code>9d</code>").doesNotContain("unit.poll");
  }

  @Test
  void allThatMatchAreEditedAndTheNumberIsTypedAboveAThousand() {
    waiting();
    String to =
        site.done(
            "/jobs", Site.OPERATE, "do", "edit", "every", "x", "every_of", "queue:mail", "id", "1");
    assertThat(to).isEqualTo("operations/new?action=edit&q=queue%3Amail");
    HttpResponse<String> refused =
        site.post(
            "/operations/new",
            Site.OPERATE,
            "action",
            "edit",
            "q",
            "queue:mail",
            "priority",
            "1",
            "reason",
            "r",
            "shown",
            "1234",
            "typed",
            "1");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(site.awa().operations().list(1)).isEmpty();
    assertThat(site.page("/jobs?q=state%3Acompleted")).doesNotContain("value=\"edit\"");
  }

  @Test
  void aLargeNumberMustBeTyped() {
    long id = waiting();
    HttpResponse<String> refused =
        site.post("/queues/mail", Site.OPERATE, "do", "drain", "shown", "1234", "typed", "123");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("Nothing was done").contains("1234");
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    site.post("/queues/mail", Site.OPERATE, "do", "drain", "shown", "1234", "typed", "1,234");
    assertThat(job(id).state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  void aJobIsEditedCancelledRetriedAndDeleted() {
    long id = waiting();
    String path = "/jobs/" + id;
    assertThat(
            site.done(
                path,
                Site.OPERATE,
                "do",
                "edit",
                "priority",
                "1",
                "queue",
                "letters",
                "args",
                "{\"n\":2}"))
        .isEqualTo(id + "?done=edited");
    assertThat(job(id).priority()).isEqualTo(1);
    assertThat(job(id).queue()).isEqualTo("letters");
    assertThat(job(id).args()).contains("2");

    site.done(path, Site.OPERATE, "do", "cancel", "cancel_reason", "not wanted");
    assertThat(job(id).reason()).isEqualTo("not wanted");
    assertThat(site.page(path)).contains("not wanted").contains("What a retry would do");

    site.done(path, Site.OPERATE, "do", "retry");
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);

    site.done(path, Site.OPERATE, "do", "cancel");
    assertThat(site.done(path, Site.ADMINISTER, "do", "delete")).isEqualTo("../jobs?done=deleted");
    assertThat(site.awa().jobs().find(id)).isEmpty();
  }

  @Test
  void whatCanNotBeDoneSaysWhy() {
    long id = waiting();
    for (String deed : List.of("retry", "delete")) {
      HttpResponse<String> refused = site.post("/jobs/" + id, Site.ADMINISTER, "do", deed);
      assertThat(refused.statusCode()).as(deed).isEqualTo(409);
      assertThat(refused.body()).contains("role=\"alert\"");
    }
    assertThat(site.post("/jobs/" + id, Site.ADMINISTER, "do", "dance").statusCode())
        .isEqualTo(400);
    assertThat(site.post("/jobs/" + id, Site.ADMINISTER, "do", "edit").statusCode()).isEqualTo(400);
    assertThat(site.post("/jobs/" + id, Site.ADMINISTER, "do", "edit", "args", "{").statusCode())
        .isEqualTo(400);
    assertThat(site.post("/workers", Site.ADMINISTER, "do", "edit").statusCode()).isEqualTo(405);
    assertThat(site.page("/jobs/" + id))
        .contains("The job is available. For this it must be failed or cancelled.")
        .doesNotContain("<dt>can</dt>");
  }

  @Test
  void selectedJobsAreCancelled() {
    long one = waiting();
    long two = waiting();
    HttpResponse<String> answer =
        site.post(
            "/jobs",
            Site.OPERATE,
            "do",
            "cancel",
            "cancel_reason",
            "all",
            "id",
            "" + one,
            "id",
            "" + two,
            "id",
            "99999999");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("2 jobs cancelled").contains("1 job unknown");
    assertThat(job(one).reason()).isEqualTo("all");
    assertThat(job(two).state()).isEqualTo(JobState.CANCELLED);
    assertThat(site.post("/jobs", Site.OPERATE, "do", "cancel").body()).contains("Select a job");
  }

  @Test
  void aVerdictNamesTheJobThatHoldsTheKey() {
    Job<?> unique = Job.of("once", Map.of()).withQueue("mail").withUnique(Unique.byText("k"));
    long first = site.awa().enqueue(unique).id();
    site.awa().jobs().cancel(first, "not now");
    long holder = site.awa().enqueue(unique).id();
    long other = waiting();
    site.awa().jobs().cancel(other, "not now");
    String page =
        Site.shown(
            site.post("/jobs", Site.OPERATE, "do", "retry", "id", "" + first, "id", "" + other));
    assertThat(page)
        .contains("1 job duplicate")
        .contains("<a class=\"mono\" href=\"jobs/" + holder + "\">")
        .contains("1 job retried");
  }

  @Test
  void allThatMatchBecomeAnOperation() {
    long one = waiting();
    waiting();
    String to =
        site.done(
            "/jobs",
            Site.OPERATE,
            "do",
            "cancel",
            "every",
            "x",
            "every_of",
            "queue:mail",
            "id",
            "" + one);
    assertThat(to).isEqualTo("operations/new?action=cancel&q=queue%3Amail");
    assertThat(site.page("/" + to)).contains("Cancel 2 jobs").contains("queue:mail");
    assertThat(job(one).state()).isEqualTo(JobState.AVAILABLE);

    assertThat(
            site.post("/operations/new", Site.OPERATE, "action", "cancel", "q", "queue:mail")
                .body())
        .contains("Say why");
    String done =
        site.done(
            "/operations/new",
            Site.OPERATE,
            "action",
            "cancel",
            "q",
            "queue:mail",
            "reason",
            "old");
    StoredOperation operation = site.awa().operations().list(1).getFirst();
    assertThat(done).isEqualTo(operation.id() + "?done=submitted");
    assertThat(operation.reason()).isEqualTo("old");
    assertThat(operation.submittedBy()).isEqualTo("olga");
    assertThat(operation.expected()).isEqualTo(2);

    assertThat(site.page("/operations")).contains("operations/" + operation.id());
    assertThat(site.page("/operations/" + operation.id())).contains("old").contains("Stop");
    site.done("/operations/" + operation.id(), Site.OPERATE, "do", "stop");
    assertThat(site.awa().operations().find(operation.id()).orElseThrow().state())
        .isEqualTo(StoredOperation.State.STOPPED);
  }

  @Test
  void anOperationThatDeletesNeedsAnAdministrator() {
    assertThat(site.page("/operations/new?action=delete&q=queue%3Amail", Site.OPERATE))
        .contains("does not include deleting");
    assertThat(
            site.post(
                    "/operations/new",
                    Site.OPERATE,
                    "action",
                    "delete",
                    "q",
                    "queue:mail",
                    "reason",
                    "x")
                .statusCode())
        .isEqualTo(403);
    assertThat(site.get("/operations/new?action=dance", Site.ADMINISTER).statusCode())
        .isEqualTo(400);
  }

  @Test
  void aJobIsEnqueuedByHandAndCloned() {
    String to =
        site.done(
            "/new-job",
            Site.OPERATE,
            "kind",
            "note",
            "queue",
            "mail",
            "args",
            "{\"n\": 7}",
            "priority",
            "1",
            "max_attempts",
            "3",
            "delay",
            "1h",
            "tags",
            "a, b");
    long id = Long.parseLong(to.replaceAll("jobs/(\\d+)\\?done=enqueued", "$1"));
    StoredJob job = job(id);
    assertThat(job.state()).isEqualTo(JobState.SCHEDULED);
    assertThat(job.priority()).isEqualTo(1);
    assertThat(job.maxAttempts()).isEqualTo(3);
    assertThat(job.args()).contains("7");
    assertThat(job.ext()).contains("\"a\"").contains("\"b\"");
    assertThat(site.page("/new-job?of=" + id))
        .contains("value=\"note\"")
        .contains("value=\"a, b\"");

    assertThat(site.done("/new-job", Site.OPERATE, "kind", "note")).startsWith("jobs/");
    assertThat(site.post("/new-job", Site.OPERATE, "queue", "mail").statusCode()).isEqualTo(400);
    assertThat(site.post("/new-job", Site.VIEW, "kind", "note").statusCode()).isEqualTo(403);
    assertThat(
            site.post("/new-job", Site.MAIL_ONLY, "kind", "note", "queue", "billing").statusCode())
        .isEqualTo(403);
    assertThat(site.page("/new-job", Site.VIEW)).contains("does not include this");
  }

  @Test
  void aCloneHasAllThatItsPageShows() {
    Job<?> job =
        Job.of("note", Map.of("n", 1, "pin", 4711))
            .withQueue("mail")
            .withVersion(3)
            .withMasked("pin")
            .withDeadline(Duration.ofMinutes(2))
            .withOrderingKey("customer, 7")
            .withTags("a", "b")
            .withMetadata(Map.of("tenant", "x", "share", new BigDecimal("2.50"), "on", true));
    long id = site.awa().enqueue(job).id();
    String page = site.page("/new-job?of=" + id);
    assertThat(page).contains("unique key").contains("Some values are masked");
    List<String> fields = new ArrayList<>();
    Pattern.compile("name=\"(\\w+)\" value=\"([^\"]*)\"|name=\"(\\w+)\"[^>]*>([^<]*)</textarea>")
        .matcher(page)
        .results()
        .forEach(found -> {
          fields.add(found.group(1) == null ? found.group(3) : found.group(1));
          String value = found.group(1) == null ? found.group(4) : found.group(2);
          fields.add(value.replace("&#34;", "\"").replace("\"***\"", "4711"));
        });
    String to = site.done("/new-job", Site.OPERATE, fields.toArray(String[]::new));
    StoredJob clone = job(Long.parseLong(to.replaceAll("\\D", "")));
    assertThat(clone.ext()).isEqualTo(job(id).ext());
    assertThat(clone.args()).isEqualTo(job(id).args());
    for (String[] wrong :
        new String[][] {{"metadata", "[1]"}, {"deadline", "9d"}, {"version", "0"}}) {
      assertThat(
              site.post("/new-job", Site.OPERATE, "kind", "note", wrong[0], wrong[1]).statusCode())
          .as(wrong[0])
          .isEqualTo(400);
    }
  }

  @Test
  void aScheduleIsPausedResumedAndFired() {
    site.awa()
        .schedules()
        .declare(
            "shop",
            "1",
            Schedule.cron("nightly", "0 3 * * *", Job.of("note", Map.of()).withQueue("mail")));
    assertThat(site.page("/schedules/nightly"))
        .containsPattern("name=\"pause_reason\"[^>]* required>");
    assertThat(site.page("/queues/mail")).containsPattern("name=\"pause_reason\"[^>]*\"off\">");
    assertThat(site.post("/schedules/nightly", Site.OPERATE, "do", "pause").statusCode())
        .isEqualTo(400);
    site.done("/schedules/nightly", Site.OPERATE, "do", "pause", "pause_reason", "audit");
    StoredSchedule paused = site.awa().schedules().find("nightly").orElseThrow();
    assertThat(paused.pausedReason()).isEqualTo("audit");
    assertThat(paused.pausedBy()).isEqualTo("olga");
    site.done("/schedules/nightly", Site.OPERATE, "do", "resume");
    assertThat(site.awa().schedules().find("nightly").orElseThrow().pausedAt()).isNull();
    site.done("/schedules/nightly", Site.OPERATE, "do", "trigger");
    assertThat(site.awa().queues().stats("mail").available()).isEqualTo(1);
  }
}

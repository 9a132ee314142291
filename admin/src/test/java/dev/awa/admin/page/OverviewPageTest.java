package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the overview says beside what needs attention. */
final class OverviewPageTest {
  private static final Pattern FAILURES =
      Pattern.compile("<section class=\"panel\" id=\"failures\".*?</section>", Pattern.DOTALL);

  private static final Pattern JOB = Pattern.compile("href=\"jobs/(\\d+)\"");

  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private String failures(String token) {
    Matcher found = FAILURES.matcher(site.page("/", token));
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private static List<Long> ids(String panel) {
    return JOB.matcher(panel).results().map(found -> Long.valueOf(found.group(1))).toList();
  }

  @Test
  void nothingHasFailedIsSaidInWords() {
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail"));
    assertThat(failures(Site.VIEW)).contains("No dead letter, and no job that waits for another");
  }

  @Test
  void whatFailedLastIsShownWithItsErrorAndLeadsToTheJob() {
    World world = new World(site.queue);
    String panel = failures(Site.VIEW);
    assertThat(ids(panel)).hasSize(3).contains(world.dead);
    assertThat(panel)
        .contains("&lt;script&gt;alert(1)")
        .contains("IllegalStateException")
        .contains("dead letter")
        .contains("retryable")
        .doesNotContain("s3cret");
  }

  /** Rates are known from the second look on. */
  @Test
  void howManyComeInAndHowLongTheyWaitedIsShown() {
    World world = new World(site.queue);
    assertThat(site.page("/", Site.VIEW)).contains("Waited p95", "p50 ", ", last 1 h</small>");
    Eventually.holds("a second look", () -> site.page("/").contains("<dt>Jobs in</dt>"));
    assertThat(site.page("/"))
        .containsPattern(
            "<a href=\"jobs\\?q=state%3Acompleted\">[0-9.]+</a><span class=\"unit\">/s");
    assertThat(site.page("/", Site.MAIL_ONLY)).doesNotContain("Waited p95", "<dt>Jobs in</dt>");
    assertThat(world.dead).isPositive();
  }

  @Test
  void theNewestComesFirst() throws SQLException {
    long before = 0;
    for (long id = 1; id <= 12; id++) {
      before = failed(id, "12 minutes");
    }
    long newest = failed(100, "1 second");
    List<Long> shown = ids(failures(Site.VIEW));
    assertThat(shown).hasSize(8);
    assertThat(shown.getFirst()).isEqualTo(newest);
    assertThat(shown).contains(before);
  }

  /** A dead letter that failed so long ago, as the engine stores it; its id. */
  private long failed(long number, String ago) throws SQLException {
    long id = site.awa().enqueue(Job.of("sum", Map.of("n", number)).withQueue("mail")).id();
    site.awa().jobs().cancel(id, "to be moved");
    site.queue.sql(
        "WITH gone AS (DELETE FROM awa.finished_jobs f WHERE f.job_id = "
            + id
            + " RETURNING f.*) INSERT INTO awa.dead_letters (job_id, finished_at, created_at, lane,"
            + " run_no, attempt, max_attempts, kind, args, ext, reason) SELECT job_id, now() -"
            + " interval '"
            + ago
            + "', created_at, lane, run_no, attempt, max_attempts, kind, args, ext, reason FROM"
            + " gone");
    return id;
  }

  /** As leaders write it down, each minute. */
  private void waited(String queue, long available, String ago) throws SQLException {
    site.queue.sql(
        "INSERT INTO awa.depths (at, available, running, scheduled, retryable, lag_us, slot, queue)"
            + " SELECT d, "
            + available
            + ", 0, 0, 0, 0, awa.depth_slot(d), ? FROM (SELECT date_trunc('minute', now()) -"
            + " interval '"
            + ago
            + "' AS d) AS x",
        queue);
  }

  @Test
  void howManyWaitedIsAChartWithTheSameInWords() throws SQLException {
    String odd = "a,b ~" + World.HOSTILE;
    for (String queue : List.of("mail", "billing", odd)) {
      site.awa().enqueue(Job.of("note", Map.of()).withQueue(queue));
    }
    waited("mail", 1234, "30 minutes");
    waited(odd, 77, "30 minutes");
    for (String place : List.of("/", "/queues")) {
      String page = site.page(place);
      assertThat(page)
          .contains("aria-label=\"1,234 waited at most in the last 1 h")
          .contains("aria-label=\"77 waited at most")
          .doesNotContain("<script>alert");
    }
    waited("billing", 55, "5 hours");
    assertThat(site.page("/queues")).doesNotContain("55 waited");
    assertThat(site.page("/queues?range=6h")).contains("55 waited at most in the last 6 h");
    assertThat(site.page("/queues?range=7d")).contains("55 waited at most in the last 2 d");
    assertThat(site.page("/queues", Site.MAIL_ONLY))
        .contains("1,234 waited")
        .doesNotContain("77 w");
  }

  private static String attention(String page) {
    int from = page.indexOf("id=\"attention\"");
    return page.substring(from, page.indexOf("</section>", from));
  }

  /** As the alert has it: its oldest job waits for more than five minutes. */
  @Test
  void aQueueThatIsLateNeedsAttentionAndOneThatIsPausedIsNotTheOldest() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (Worker worker =
        Worker.of(site.queue.dataSource())
            .queue("mail", 1)
            .handler(
                "note",
                RawJson.class,
                (args, context) -> {
                  over.await();
                  return Outcome.complete();
                },
                Backoff.fixed(Duration.ofHours(1)))
            .start()) {
      long first = site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail")).id();
      Eventually.holds(
          "one runs",
          () -> site.awa().jobs().find(first).orElseThrow().state() == JobState.RUNNING);
      site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail"));
      assertThat(attention(site.page("/"))).doesNotContain("is late");
      site.awa().queues().pause("letters", "jo", "still", null);
      site.awa().enqueue(Job.of("note", Map.of()).withQueue("letters"));
      site.queue.sql(
          "UPDATE awa.ready_entries SET ready_at = ready_at - CASE WHEN job_id = "
              + "(SELECT max(job_id) FROM awa.ready_entries) THEN interval '1 day'"
              + " ELSE interval '6 minutes 30 seconds' END");
      Eventually.holds(
          "a newer sample", () -> attention(site.page("/")).contains("Queue mail is late"));
      String page = site.page("/");
      assertThat(attention(page))
          .contains("Its oldest job has waited for 6 min", "1 job waits. 1 worker can")
          .doesNotContain("Queue letters is late");
      assertThat(page).containsPattern("<dt>Oldest waiting</dt><dd><a [^>]*>6 min [0-9]+ s</a>");
      over.countDown();
    }
  }

  /** Nobody takes from it, and there are no checks that say so. */
  @Test
  void whoIsLetIntoSomeQueuesSeesThatOneOfTheirsIsLate() throws SQLException {
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail"));
    site.queue.sql("UPDATE awa.ready_entries SET ready_at = ready_at - interval '6 minutes'");
    assertThat(attention(site.page("/", Site.MAIL_ONLY)))
        .contains("Queue mail is late", "No worker works on it.");
    assertThat(attention(site.page("/")))
        .contains("Jobs wait where nobody works")
        .doesNotContain("is late");
  }

  @Test
  void whereOnlyPausedQueuesWaitNoneIsTheOldest() throws SQLException {
    site.awa().queues().pause("letters", "jo", "still", null);
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("letters"));
    assertThat(site.page("/"))
        .contains("<dt>Oldest waiting</dt><dd><span class=\"zero\">–</span>")
        .contains("but for paused queues");
  }

  @Test
  void theSideCountsNoQueuesThatItDoesNotKnow() throws SQLException {
    assertThat(site.page("/instance")).doesNotContain("class=\"mark\"");
    site.awa().enqueue(Job.of("note", Map.of()).withQueue("mail"));
    Eventually.holds(
        "a newer sample",
        () -> site.page("/instance").contains("<span>Queues</span><span class=\"mark\">1</span>"));
  }

  @Test
  void whoIsLetIntoSomeQueuesSeesTheirsOnly() {
    World world = new World(site.queue);
    String panel = failures(Site.MAIL_ONLY);
    assertThat(ids(panel)).hasSize(1).doesNotContain(world.dead);
    assertThat(panel).contains("flaky").doesNotContain("billing");
  }
}

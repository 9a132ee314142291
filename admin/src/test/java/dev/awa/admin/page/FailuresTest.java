package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Why jobs of a kind fail, and what runs longest. */
final class FailuresTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  private static LastFailures.Row row(long id, String state, int attempt, String trouble) {
    return new LastFailures.Row(
        id, state, "sum", "mail", attempt, 25, trouble, NOW.minusSeconds(100 - id));
  }

  @Test
  void errorsThatDifferInNumbersOnlyAreOneCause() {
    KindFailures failures =
        KindFailures.of(
            List.of(
                row(1, "dead_letter", 25, "timeout after 5003 ms"),
                row(2, "retryable", 3, "timeout after 17 ms"),
                row(3, "retryable", 7, "no route to 10.0.0.7"),
                row(4, "retryable", 1, "timeout after 9 ms")));
    assertThat(failures.looked()).isEqualTo(4);
    assertThat(failures.causes())
        .extracting(KindFailures.Cause::message, KindFailures.Cause::jobs, KindFailures.Cause::dead)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("timeout after 9 ms", 3L, 1L),
            org.assertj.core.groups.Tuple.tuple("no route to 10.0.0.7", 1L, 0L));
    assertThat(failures.worst()).extracting(LastFailures.Row::id).containsExactly(3L, 2L, 4L);
  }

  /** A list shows the beginning of a long error, and how much of it depends on its numbers. */
  @Test
  void longErrorsThatDifferInNumbersOnlyAreOneCauseToo() {
    String rest = " timed out: " + "e".repeat(300);
    KindFailures failures =
        KindFailures.of(
            List.of(
                row(1, "retryable", 1, Words.cut("mail-7.example.org" + rest, 200)),
                row(2, "retryable", 1, Words.cut("mail-7777.example.org" + rest, 200)),
                row(3, "retryable", 1, Words.cut("mail-77.example.net" + rest, 200))));
    assertThat(failures.causes()).extracting(KindFailures.Cause::jobs).containsExactly(2L, 1L);
  }

  @Test
  void thePageOfAKindSaysWhyItsJobsFail() {
    try (Site site = new Site()) {
      World world = new World(site.queue);
      assertThat(site.page("/kinds/bad"))
          .contains("Why its jobs fail", "of 2 jobs")
          .containsPattern("href=\"\\.\\./jobs/(" + world.dead + "|" + (world.dead + 1) + ")\"")
          .contains("&lt;script&gt;alert(1)")
          .doesNotContain("Tried most often");
      assertThat(site.page("/kinds/flaky")).contains("IllegalStateException", "Tried most often");
      assertThat(site.page("/kinds/good")).contains("No job of it is a dead letter");
    }
  }

  @Test
  void thePageOfWorkersSaysWhatRunsAndWhoRunsIt() {
    try (Site site = new Site()) {
      assertThat(site.page("/workers")).contains("No job runs");
      long id = site.awa().enqueue(Job.of("slow", Map.of()).withQueue("mail")).id();
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      Worker worker =
          Worker.of(site.queue.dataSource())
              .queue("mail", 1)
              .handler(
                  "slow",
                  RawJson.class,
                  (args, context) -> {
                    begun.countDown();
                    end.await();
                    return Outcome.complete();
                  },
                  Backoff.exponential())
              .start();
      try (worker) {
        Eventually.holds("it runs", () -> begun.getCount() == 0);
        String name = site.awa().workers().list().getFirst().name();
        Eventually.holds("the page knows", () -> running(site).contains("jobs/" + id + "\""));
        assertThat(running(site)).contains(">slow<", ">" + name + "<");
        end.countDown();
      }
    }
  }

  private static String running(Site site) {
    String page = site.page("/workers");
    int from = page.indexOf("id=\"running\"");
    return page.substring(from, page.indexOf("</section>", from));
  }
}

package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page of one worker. */
final class WorkerPageTest {
  private final Site site = new Site();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void close() {
    over.countDown();
    site.close();
  }

  private Worker worker(String name, String queue) {
    return Worker.of(site.queue.dataSource())
        .config(WorkerConfig.defaults().withName(name))
        .queue(queue, 3)
        .handler(
            "note",
            RawJson.class,
            (args, context) -> {
              over.await();
              return Outcome.complete();
            },
            Backoff.fixed(Duration.ofHours(1)))
        .start();
  }

  private long running(String queue) {
    long id = site.awa().enqueue(Job.of("note", Map.of()).withQueue(queue)).id();
    Eventually.holds(
        "it runs", () -> site.awa().jobs().find(id).orElseThrow().state() == JobState.RUNNING);
    return id;
  }

  @Test
  void itSaysWhatTheWorkerRunsAndWithWhat() {
    try (Worker first = worker("first " + World.HOSTILE, "mail");
        Worker other = worker("other", "billing")) {
      long its = running("mail");
      long others = running("billing");
      Eventually.holds(
          "the worker has said what it runs with",
          () ->
              site.awa().workers().list().stream()
                  .anyMatch(one -> one.runsWith().containsKey("mail")));
      long id =
          site.awa().workers().list().stream()
              .filter(one -> one.queues().contains("mail"))
              .findFirst()
              .orElseThrow()
              .id();
      Eventually.holds(
          "the list links to it",
          () -> site.page("/workers").contains("href=\"workers/" + id + "\""));
      assertThat(site.page("/queues/mail")).contains("href=\"../workers/" + id + "\"");
      String page = site.page("/workers/" + id);
      assertThat(page)
          .contains("first x", "&lt;script&gt;alert(1)", "href=\"../queues/mail\"", "concurrency 3")
          .contains("href=\"../kinds/note\"", "href=\"../jobs/" + its + "\"")
          .doesNotContain("href=\"../jobs/" + others + "\"", "<script>alert");
      assertThat(site.get("/workers/" + id, Site.MAIL_ONLY).statusCode()).isEqualTo(403);
      over.countDown();
    }
  }

  @Test
  void aWorkerThatIsGoneSaysSo() {
    assertThat(site.get("/workers/17", Site.VIEW).statusCode()).isEqualTo(404);
    assertThat(site.get("/workers/17", Site.VIEW).body()).contains("There is no worker 17");
    assertThat(site.get("/workers/x", Site.VIEW).statusCode()).isEqualTo(400);
  }
}

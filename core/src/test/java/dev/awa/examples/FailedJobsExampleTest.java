package dev.awa.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.Moment;
import dev.awa.Outcome;
import dev.awa.Retried;
import dev.awa.RetriedJobs;
import dev.awa.client.Awa;
import dev.awa.support.TestQueue;
import dev.awa.worker.InlineWorker;
import dev.awa.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The calls of docs/failed-jobs.md. */
final class FailedJobsExampleTest {
  record SendReceipt(String email, long cents) {}

  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();

  @Test
  void failedJobsRunAgain() {
    awa.enqueue(Job.of(new SendReceipt("nobody", 1)).withQueue("mail"));
    try (InlineWorker worker =
        Worker.of(queue.dataSource())
            .handler(SendReceipt.class, (receipt, context) -> Outcome.fail("no address"))
            .inline()) {
      worker.runNext("mail");
    }
    Retried answer = awa.deadLetters().retry(42);
    awa.inTransaction(tx -> awa.deadLetters().retry(tx, 43));
    Map<Long, Retried> some = awa.deadLetters().retry(List.of(44L, 45L));
    RetriedJobs all = awa.deadLetters().retryAll(JobFilter.newest(10_000).withQueue("mail"));
    JobFilter late =
        JobFilter.newest(100)
            .withQueue("mail")
            .withError("timed out")
            .withCreatedAfter(Moment.ago(Duration.ofHours(2)));
    assertThat(awa.jobs().list(late)).isEmpty();
    assertThat(answer.verdict()).isEqualTo(Retried.Verdict.UNKNOWN);
    assertThat(some).containsOnlyKeys(44L, 45L);
    assertThat(all.retried()).isEqualTo(1);
    assertThat(awa.queues().stats("mail").available()).isEqualTo(1);
  }
}

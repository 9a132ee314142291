package dev.awa.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Action;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.StoredOperation;
import dev.awa.client.Awa;
import dev.awa.client.OperationPreview;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What docs/how-to/many-jobs.md shows of operations. */
final class OperationsExampleTest {
  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();

  private void workOff() {
    Worker.of(queue.dataSource()).tick(Duration.ofSeconds(20));
  }

  @Test
  void deadLettersRunAgain() throws SQLException {
    List<Long> ids = queue.enqueue("mail", 12);
    queue.sql(
        "INSERT INTO awa.dead_letters (job_id, created_at, lane, run_no, attempt, max_attempts,"
            + " reason, kind, args, ext) SELECT job_id, ready_at, lane, 25, 25, 25, 'timeout',"
            + " kind, args, ext FROM awa.ready_entries");
    awa.queues().purge("mail", "test");
    OperationPreview preview =
        awa.operations()
            .preview(JobFilter.parse("queue:mail state:dead_letter", 1), Action.retry());
    long id = preview.submit("jo", "provider is back");
    StoredOperation operation = awa.operations().find(id).orElseThrow();
    assertThat(operation.expected()).isEqualTo(12);
    workOff();
    assertThat(awa.operations().find(id).orElseThrow().counts().changed()).isEqualTo(12);
    assertThat(awa.jobs().find(ids.getFirst()).orElseThrow().state()).isEqualTo(JobState.AVAILABLE);
  }

  @Test
  void aJobIsCancelledWithTheTransaction() throws SQLException {
    long id = queue.enqueue("mail", 1).getFirst();
    try (Connection tx = queue.begin()) {
      cancel(tx, id);
      tx.commit();
    }
    workOff();
    assertThat(awa.jobs().find(id).orElseThrow().reason()).isEqualTo("customer left");
  }

  private void cancel(Connection tx, long id) {
    long operation = awa.jobs().cancel(tx, id, "customer left");
    assertThat(operation).isPositive();
  }
}

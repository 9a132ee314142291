package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobProgress;
import dev.awa.JobState;
import dev.awa.StoredJob;
import dev.awa.engine.Ring.Emptying;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rescue and a carry of one segment at the same time. */
@Tag("every-postgres")
final class RescueBesideCarryTest {
  private final TestQueue queue = TestQueue.create();
  private final TestRing ring = new TestRing(queue);

  RescueBesideCarryTest() throws SQLException {}

  private void tell(long worker, Claimed claimed) throws SQLException {
    Claimed.Batch first = claimed.batches().getFirst();
    Report report =
        new Report(
            1,
            new JobProgress(70, "almost", Instant.EPOCH),
            new Report.Checkpoint("\"kept\""),
            List.of());
    queue.with(tx ->
        queue
            .engine()
            .reports()
            .report(
                tx,
                worker,
                List.of(new Report.OfRun(first.claim(), first.runs().getFirst(), report))));
  }

  private boolean somebodyWaitsForATable() throws SQLException {
    return queue.number(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND database"
                + " = (SELECT oid FROM pg_database WHERE datname = current_database())")
        > 0;
  }

  /** A rescue has found what is open; then a carry is at work until the rescue waits for it. */
  @Test
  void theRescueTakesTheNewestReport() throws Exception {
    long worker = queue.worker();
    long id = queue.enqueue("q", 1).getFirst();
    tell(worker, queue.claim(worker, "q", 1));
    ring.rotate();
    queue.declareDead(worker);
    TestRescue rescue = new TestRescue(queue, ring.lead());
    List<Flush.Ended> open = rescue.open(worker);
    try (Connection carry = queue.begin();
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Duration patience = Duration.ofSeconds(1);
      assertThat(queue.engine().ring().carry(carry, ring.lead(), ring.oldest(), patience))
          .isEqualTo(Emptying.CARRIED);
      Future<?> rescued =
          threads.submit(() -> {
            rescue.rescue(worker, open);
            return null;
          });
      Eventually.holds("the rescue waits for the carry", this::somebodyWaitsForATable);
      carry.commit();
      rescued.get();
    }
    StoredJob job = queue.awa().jobs().find(id).orElseThrow();
    assertThat(job.state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job.ext()).contains("kept");
    assertThat(job.progress()).extracting(JobProgress::percent).isEqualTo(70.0);
  }
}

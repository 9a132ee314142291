package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Deleted;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.client.Storage;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A job that has finished goes, and leaves the evidence that counts and segments need. */
@Tag("every-postgres")
final class DeleteJobTest {
  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();
  private long flushNo;

  private static Job<RawJson> keyed() {
    return TestQueue.job("q", 1)
        .withUnique(Unique.byText("order 7").heldAfter(JobState.COMPLETED, JobState.FAILED));
  }

  private long ended(Job<?> job, Ending ending) throws SQLException {
    long id = awa.enqueue(job).id();
    long worker = queue.worker();
    queue.flush(worker, ++flushNo, TestQueue.ended(queue.claim(worker, "q", 10), ending));
    return id;
  }

  private QueueStats stats() {
    return awa.queues().stats("q");
  }

  @Test
  void nobodyFindsACompletedJobThatWasDeletedAndItStillCounts() throws SQLException {
    long id = ended(keyed(), TestQueue.completed());
    long other = ended(TestQueue.job("q", 2), TestQueue.completed());
    QueueStats before = stats();
    assertThat(before.completed()).isEqualTo(2);
    assertThat(awa.jobs().delete(id)).isEqualTo(Deleted.DELETED);
    assertThat(awa.jobs().find(id)).isEmpty();
    assertThat(awa.jobs().list(JobFilter.newest(10)))
        .singleElement()
        .returns(other, job -> job.id());
    assertThat(awa.jobs().list(JobFilter.newest(10).withState(JobState.COMPLETED))).hasSize(1);
    assertThat(queue.number("SELECT count(*) FROM awa.jobs")).isEqualTo(1);
    assertThat(stats()).isEqualTo(before);
    assertThat(awa.jobs().delete(id)).isEqualTo(Deleted.UNKNOWN);
    assertThat(awa.enqueue(keyed()).duplicate()).as("its key is free").isFalse();
    awa.storage().rebuildTerminalCounters(Duration.ofSeconds(5));
    assertThat(stats()).returns(2L, QueueStats::completed).returns(1L, QueueStats::available);
  }

  @Test
  void itsSegmentIsPrunedLikeAnyOther() throws SQLException {
    long id = ended(TestQueue.job("q", 1), TestQueue.completed());
    awa.jobs().delete(id);
    queue.sql("UPDATE awa.storage_state SET keep_history = '0'");
    queue.sql("DELETE FROM awa.workers");
    awa.storage().rotate();
    awa.storage().prune(Duration.ofSeconds(10), Storage.History.CUT);
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries")).isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.ready_tombstones")).isZero();
    assertThat(stats()).returns(1L, QueueStats::completed);
  }

  @Test
  void failedAndCancelledJobsGoAtOnce() throws SQLException {
    Ending failed = new Ending(Closure.FAILED, new Ending.Next.Failed("enough"), "no");
    long dead = ended(keyed(), failed);
    assertThat(awa.enqueue(keyed()).duplicate()).isTrue();
    assertThat(awa.jobs().delete(dead)).isEqualTo(Deleted.DELETED);
    assertThat(awa.enqueue(keyed()).duplicate()).isFalse();
    long cancelled = queue.enqueue("q", 1).getFirst();
    awa.jobs().cancel(cancelled, "not wanted");
    assertThat(awa.jobs().delete(cancelled)).isEqualTo(Deleted.DELETED);
    assertThat(stats()).returns(0L, QueueStats::deadLetters).returns(0L, QueueStats::cancelled);
  }

  @Test
  void whatLivesIsLeftAlone() throws SQLException {
    List<Long> ids = queue.enqueue("q", 2);
    long later = awa.enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1))).id();
    Claimed claimed = queue.claim(queue.worker(), "q", 1);
    assertThat(claimed.runs()).isEqualTo(1);
    for (long id : List.of(ids.get(0), ids.get(1), later)) {
      assertThat(awa.jobs().delete(id)).isEqualTo(Deleted.NOT_FINISHED);
    }
    assertThat(awa.jobs().delete(424242)).isEqualTo(Deleted.UNKNOWN);
  }

  @Test
  void inTheCallersTransactionItGoesWithIt() throws SQLException {
    long id = ended(TestQueue.job("q", 1), TestQueue.completed());
    try (Connection tx = queue.begin()) {
      assertThat(awa.jobs().delete(tx, id)).isEqualTo(Deleted.DELETED);
      tx.rollback();
      assertThat(awa.jobs().find(id)).isPresent();
      assertThat(awa.jobs().delete(tx, id)).isEqualTo(Deleted.DELETED);
      tx.commit();
    }
    assertThat(awa.jobs().find(id)).isEmpty();
  }
}

package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Edited;
import dev.awa.Encryption;
import dev.awa.InvalidJobException;
import dev.awa.Job;
import dev.awa.JobChange;
import dev.awa.JobState;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.client.Awa;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Run;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A job that waits is changed, or the call says that it is too late. */
@Tag("every-postgres")
final class JobEditTest {
  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();
  private long flushNo;

  private StoredJob job(long id) {
    return awa.jobs().find(id).orElseThrow();
  }

  private QueueStats stats(String name) {
    return awa.queues().stats(name);
  }

  @Test
  void aReadyJobIsChangedAndRunsOnce() throws SQLException {
    List<Long> ids = queue.enqueue("q", 3);
    long id = ids.getFirst();
    StoredJob before = job(id);
    assertThat(
            awa.jobs()
                .edit(
                    id,
                    change ->
                        change.priority(1).maxAttempts(7).args(new RawJson("{\"n\": \"new\"}"))))
        .isEqualTo(Edited.EDITED);
    assertThat(job(id))
        .returns(JobState.AVAILABLE, StoredJob::state)
        .returns(1, StoredJob::priority)
        .returns(7, StoredJob::maxAttempts)
        .returns(0, StoredJob::attempt)
        .returns("{\"n\": \"new\"}", StoredJob::args)
        .returns(before.createdAt(), StoredJob::createdAt)
        .returns(before.runNo() + 1, StoredJob::runNo);
    assertThat(stats("q")).returns(3L, QueueStats::available);
    assertThat(awa.jobs().edit(id, change -> change.queue("slow"))).isEqualTo(Edited.EDITED);
    assertThat(stats("q")).returns(2L, QueueStats::available);
    assertThat(stats("slow")).returns(1L, QueueStats::available);
    long worker = queue.worker();
    assertThat(queue.drain(worker, "q")).isEqualTo(ids.subList(1, 3));
    assertThat(queue.drain(worker, "slow")).containsExactly(id);
  }

  @Test
  void aJobThatRunsOrHasEndedIsLeftAlone() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    long worker = queue.worker();
    Claimed claimed = queue.claim(worker, "q", 1);
    assertThat(awa.jobs().edit(id, change -> change.priority(1))).isEqualTo(Edited.TOO_LATE);
    queue.flush(worker, ++flushNo, TestQueue.ended(claimed, TestQueue.completed()));
    assertThat(awa.jobs().edit(id, change -> change.priority(1))).isEqualTo(Edited.TOO_LATE);
    long cancelled = queue.enqueue("q", 1).getFirst();
    awa.jobs().cancel(cancelled, "not wanted");
    assertThat(awa.jobs().edit(cancelled, change -> change.maxAttempts(3)))
        .isEqualTo(Edited.TOO_LATE);
    assertThat(awa.jobs().edit(424242, change -> change.priority(1))).isEqualTo(Edited.UNKNOWN);
  }

  @Test
  void aJobThatWaitsForItsTimeIsChanged() throws SQLException {
    long id = awa.enqueue(TestQueue.job("q", 1).withDelay(Duration.ofHours(1))).id();
    Instant later = Instant.now().plus(Duration.ofDays(1));
    assertThat(awa.jobs().edit(id, change -> change.runAt(later).queue("other").maxAttempts(2)))
        .isEqualTo(Edited.EDITED);
    assertThat(job(id))
        .returns(JobState.SCHEDULED, StoredJob::state)
        .returns("other", StoredJob::queue)
        .returns(2, StoredJob::maxAttempts);
    assertThat(job(id).runAt()).isBetween(later.minusMillis(1), later.plusMillis(1));
    assertThat(stats("q")).returns(0L, QueueStats::scheduled);
    assertThat(stats("other")).returns(1L, QueueStats::scheduled);
    assertThat(awa.jobs().edit(id, change -> change.runAt(Instant.EPOCH))).isEqualTo(Edited.EDITED);
    queue.with(tx -> queue.engine().deferredJobs().promote(tx, 10, null));
    assertThat(queue.drain(queue.worker(), "other")).containsExactly(id);
  }

  @Test
  void aReadyJobIsPutOffAndKeepsItsAttemptsErrorsAndKey() throws SQLException {
    Job<RawJson> keyed =
        TestQueue.job("q", 1).withUnique(Unique.byText("order 7")).withOrderingKey("jo");
    long id = awa.enqueue(keyed).id();
    long worker = queue.worker();
    Ending again =
        new Ending(Closure.RETRIED, new Ending.Next.Again(0, JobState.RETRYABLE, 1), "no mailbox");
    queue.flush(worker, ++flushNo, TestQueue.ended(queue.claim(worker, "q", 1), again));
    assertThat(awa.jobs().edit(id, change -> change.delay(Duration.ofHours(1))))
        .isEqualTo(Edited.EDITED);
    assertThat(job(id))
        .returns(JobState.SCHEDULED, StoredJob::state)
        .returns(1, StoredJob::attempt);
    assertThat(job(id).ext()).contains("no mailbox").contains("\"jo\"");
    assertThat(awa.enqueue(keyed).id()).as("it holds its key").isEqualTo(id);
    assertThat(stats("q")).returns(0L, QueueStats::available).returns(1L, QueueStats::scheduled);
    assertThat(queue.drain(worker, "q")).isEmpty();
  }

  /** Exactly one of an edit and a claim wins, and the counts know. */
  @Test
  void editsAndClaimsAtOnceLoseAndDoubleNothing() throws Exception {
    List<Long> ids = queue.enqueue("q", 120);
    long worker = queue.worker();
    CompletableFuture<List<Long>> claims =
        CompletableFuture.supplyAsync(() -> {
          List<Long> claimed = new ArrayList<>();
          try {
            for (int i = 0; i < 400 && claimed.size() < 60; i++) {
              claimed.addAll(TestQueue.jobs(queue.claim(worker, "q", 1)));
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
          return claimed;
        });
    List<Long> late = new ArrayList<>();
    for (long id : ids) {
      Edited edited = awa.jobs().edit(id, change -> change.maxAttempts(9));
      if (edited == Edited.TOO_LATE) {
        late.add(id);
      }
    }
    List<Long> all = new ArrayList<>(claims.get());
    assertThat(all).doesNotHaveDuplicates().containsAll(late);
    all.addAll(queue.drain(worker, "q"));
    assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
    assertThat(stats("q")).returns(0L, QueueStats::available).returns(120L, QueueStats::running);
  }

  @Test
  void anEncryptedJobGetsEncryptedArguments() throws SQLException {
    Encryption encryption = Encryption.with("k1", new SecretKeySpec(new byte[32], "AES"));
    Awa secret = awa.encrypting(encryption);
    long id = secret.enqueue(TestQueue.job("q", 1).withEncrypted()).id();
    assertThat(secret.jobs().edit(id, change -> change.args(new RawJson("{\"n\": 4711}"))))
        .isEqualTo(Edited.EDITED);
    assertThat(queue.texts("SELECT args::text FROM awa.jobs WHERE id = ?", id).getFirst())
        .doesNotContain("4711");
    assertThat(secret.jobs().revealing().find(id).orElseThrow().args()).contains("4711");
    assertThatThrownBy(() -> awa.jobs().edit(id, change -> change.args(new RawJson("{}"))))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("key");
  }

  @Test
  void aChangeThatBreaksARuleIsRefusedAndNothingIsDone() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    StoredJob before = job(id);
    for (String change :
        List.of(
            "{\"priority\": 5}",
            "{\"priority\": \"high\"}",
            "{\"max_attempts\": 0}",
            "{\"queue\": \"\"}",
            "{\"delay\": \"-1 s\"}",
            "{\"run_at\": \"9999-01-01\"}",
            "{\"colour\": 1}",
            "{}",
            "[]")) {
      assertThatThrownBy(() -> queue.texts("SELECT awa.edit(?, ?::jsonb)", id, change))
          .as(change)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("AW001"));
    }
    assertThatThrownBy(() -> awa.jobs().edit(id, change -> change))
        .as("it would be the last of its lane")
        .hasMessageContaining("change: must have a queue, a priority");
    assertThatThrownBy(() -> awa.jobs().edit(id, change -> change.args(new RawJson("{"))))
        .isInstanceOf(InvalidJobException.class);
    assertThatThrownBy(() -> JobChange.NONE.runAt(Instant.EPOCH).delay(Duration.ofSeconds(1)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("delay: must not be given together with a time");
    assertThatThrownBy(() -> JobChange.NONE.delay(Duration.ofSeconds(1)).runAt(Instant.EPOCH))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("runAt: must not be given together with a delay");
    record OtherKind(int n) {}
    assertThatThrownBy(() -> awa.jobs().edit(id, change -> change.args(new OtherKind(1))))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("kind");
    assertThat(job(id)).isEqualTo(before);
    try (Connection tx = queue.begin()) {
      awa.enqueue(tx, TestQueue.job("q", 1));
      assertThatThrownBy(() -> TestQueue.texts(tx, "SELECT awa.edit(?, '{}')", id))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25001"));
    }
  }

  @Test
  void aJobIsEditedManyTimesAndNobodyWalksOverItsGraves() throws SQLException {
    long id = queue.enqueue("q", 1).getFirst();
    for (int i = 0; i < 50; i++) {
      int n = i;
      awa.jobs().edit(id, change -> change.args(new RawJson("" + n)));
    }
    assertThat(job(id)).returns("49", StoredJob::args);
    assertThat(queue.number("SELECT count(*) FROM awa.jobs WHERE id = ?", id)).isEqualTo(1);
    List<Run> runs = TestQueue.runs(queue.claim(queue.worker(), "q", 10));
    assertThat(runs).singleElement().returns(id, Run::jobId);
  }
}

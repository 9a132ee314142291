package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.StrayKeys;
import dev.awa.StrayKeys.StrayKey;
import dev.awa.Unique;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.support.TestRing;
import dev.awa.worker.Worker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stray keys: held by an id that is no job. They are found, told and let go; no other key is. */
@Tag("every-postgres")
final class UniqueKeysTest {
  private static final String STRAY = "aa".repeat(32);

  private final TestQueue queue = TestQueue.create();

  private static Job<?> unique(int n) {
    return TestQueue.job("q", n).withUnique(Unique.byArguments());
  }

  private void stray(String key, long holder) throws SQLException {
    queue.sql(
        "INSERT INTO awa.unique_keys (unique_key, job_id) VALUES (decode(?, 'hex'), ?)",
        key,
        holder);
  }

  private long keys() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.unique_keys");
  }

  /** A part at a time, before anybody waits for the segment; those of younger segments stay. */
  @Test
  void theKeysOfAGenerationAreLetGoInParts() throws SQLException {
    queue.sql(
        "INSERT INTO awa.unique_keys (unique_key, job_id, let_go_gen)"
            + " SELECT i::text::bytea, i, i % 3 FROM generate_series(1, 30) AS i");
    TestRing ring = new TestRing(queue);
    assertThat(letGo(ring, 0, 6)).isEqualTo(6);
    assertThat(letGo(ring, 0, 6)).isEqualTo(4);
    assertThat(letGo(ring, 1, 100)).isEqualTo(10);
    assertThat(queue.texts("SELECT DISTINCT let_go_gen FROM awa.unique_keys")).containsExactly("2");
  }

  private long letGo(TestRing ring, long generation, int limit) throws SQLException {
    return queue.with(
        tx -> queue.engine().uniqueKeys().letGoGeneration(tx, ring.lead(), generation, limit));
  }

  @Test
  void theKeyOfAnIdThatIsNoJobIsLetGo() throws SQLException {
    stray(STRAY, 4711);
    long id = queue.awa().enqueue(unique(1)).id();
    assertThat(queue.awa().storage().letGoStrayKeys())
        .isEqualTo(new StrayKeys(2, 1, List.of(new StrayKey(STRAY, 4711))));
    assertThat(queue.number("SELECT job_id FROM awa.unique_keys")).isEqualTo(id);
    assertThat(queue.awa().storage().letGoStrayKeys()).isEqualTo(new StrayKeys(1, 0, List.of()));
  }

  @Test
  void soIsTheKeyOfAJobThatWasDeletedByHand() throws SQLException {
    queue.awa().enqueue(unique(1).withDelay(Duration.ofHours(1)));
    queue.sql("DELETE FROM awa.deferred_jobs");
    assertThat(queue.awa().enqueue(unique(1)).duplicate()).isTrue();
    assertThat(queue.awa().storage().letGoStrayKeys().letGo()).isEqualTo(1);
    assertThat(queue.awa().enqueue(unique(1)).duplicate()).isFalse();
  }

  @Test
  void noKeyIsLetGoWhoseJobIsAnywhere() throws SQLException {
    long worker = queue.worker();
    Unique held =
        Unique.byArguments().heldAfter(JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED);
    for (int i = 0; i < 5; i++) {
      queue.awa().enqueue(TestQueue.job("ends", i).withUnique(held));
    }
    Claimed claimed = queue.claim(worker, "ends", 5);
    List<Ending> endings =
        List.of(
            TestQueue.completed(),
            new Ending(Closure.FAILED, new Ending.Next.Failed("failed_by_handler"), null),
            new Ending(Closure.CANCELLED, new Ending.Next.Cancelled("by_handler"), null),
            new Ending(
                Closure.RETRIED,
                new Ending.Next.Again(3_600_000_000L, JobState.RETRYABLE, 1),
                null));
    Claim claim = claimed.batches().getFirst().claim();
    for (int i = 0; i < endings.size(); i++) {
      Run run = TestQueue.runs(claimed).get(i);
      queue.flush(worker, i + 1, List.of(TestQueue.ended(claim, run, endings.get(i))));
    }
    queue.awa().enqueue(unique(100));
    queue.awa().enqueue(unique(101).withDelay(Duration.ofHours(1)));
    queue
        .awa()
        .enqueue(TestQueue.job("q", 1).withUnique(Unique.byKind().oncePer(Duration.ofDays(9))));
    assertThat(keys()).isEqualTo(8);
    assertThat(queue.awa().storage().letGoStrayKeys()).isEqualTo(new StrayKeys(8, 0, List.of()));
    assertThat(keys()).isEqualTo(8);
  }

  @Test
  void theKeyOfAnOpenTransactionIsLeftAlone() throws SQLException {
    try (Connection tx = queue.begin()) {
      queue.awa().enqueue(tx, unique(1));
      assertThat(queue.awa().storage().letGoStrayKeys()).isEqualTo(new StrayKeys(0, 0, List.of()));
      tx.commit();
    }
    assertThat(queue.awa().storage().letGoStrayKeys()).isEqualTo(new StrayKeys(1, 0, List.of()));
  }

  @Test
  void aSliceBeginsWhereTheLastOneEnded() throws SQLException {
    for (int i = 0; i < 25; i++) {
      stray("%064x".formatted(i), 1000 + i);
    }
    UniqueKeys uniqueKeys = queue.engine().uniqueKeys();
    UniqueKeys.Slice first = queue.with(tx -> uniqueKeys.letGoStrays(tx, null, 10));
    assertThat(first.letGo()).extracting(StrayKey::holder).startsWith(1000L).endsWith(1009L);
    assertThat(first.upTo()).isEqualTo("%064x".formatted(9));
    UniqueKeys.Slice second = queue.with(tx -> uniqueKeys.letGoStrays(tx, first.upTo(), 10));
    assertThat(second.letGo()).extracting(StrayKey::holder).startsWith(1010L).endsWith(1019L);
    UniqueKeys.Slice last = queue.with(tx -> uniqueKeys.letGoStrays(tx, second.upTo(), 10));
    assertThat(last.lookedAt()).isEqualTo(5);
  }

  @Test
  void theLeaderLetsGoOfThemAndSaysSo() throws Exception {
    for (int i = 0; i < 25; i++) {
      stray("%064x".formatted(i), 1000 + i);
    }
    try (LogLines log = new LogLines("dev.awa")) {
      Worker worker =
          Worker.of(queue.dataSource())
              .queue("q", 1)
              .handlerForAnyKind((job, context) -> Outcome.complete())
              .start();
      Eventually.holds("all are let go", () -> keys() == 0);
      Eventually.holds(
          "it is said",
          () ->
              log.all().stream()
                  .anyMatch(line -> line.contains("no jobs") && line.contains("1000")));
      worker.close();
    }
  }
}

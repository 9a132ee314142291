package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Edited;
import dev.awa.Job;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.Retried;
import dev.awa.Unique;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Lead;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Jobs are edited and retried while others purge: each job goes one way, and is counted once. */
@Tag("every-postgres")
final class ChangesBesidePurgesTest {
  private static final int JOBS = 60 * Integer.getInteger("awa.stress", 1);
  private static final Ending FAILED =
      new Ending(Closure.FAILED, new Ending.Next.Failed("enough"), "no such mailbox");

  private final TestQueue queue = TestQueue.create();
  private final Semaphore turns = new Semaphore(0);
  private long flushNo;

  /** So many jobs with a key each that have failed; answers their ids. */
  private List<Long> fail(int count) throws SQLException {
    List<Job<RawJson>> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(TestQueue.job("q", i).withUnique(Unique.byText("key " + i)));
    }
    List<Long> ids = queue.awa().enqueueAll(jobs).stream().map(answer -> answer.id()).toList();
    long worker = queue.worker();
    QueueStats stats = queue.awa().queues().stats("q");
    while (stats.available() > 0) {
      queue.flush(worker, ++flushNo, TestQueue.ended(queue.claim(worker, "q", 500), FAILED));
      stats = queue.awa().queues().stats("q");
    }
    return ids;
  }

  /** Does something again for each turn of what is done meanwhile; answers what both say. */
  private <T> Both<T> beside(Callable<Long> again, Callable<T> once) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Long> sum =
          threads.submit(() -> {
            long all = 0;
            do {
              all += again.call();
              turns.acquire();
            } while (!over.get());
            return all;
          });
      T done;
      try {
        done = once.call();
      } finally {
        over.set(true);
        turns.release();
      }
      return new Both<>(done, sum.get());
    }
  }

  private record Both<T>(T done, long again) {}

  private long purgeQueue() {
    return queue.awa().queues().purge("q", "somebody").jobs();
  }

  private Map<Retried.Verdict, Integer> retryEach(List<Long> ids) {
    Map<Retried.Verdict, Integer> verdicts = new HashMap<>();
    for (long id : ids) {
      turns.release();
      verdicts.merge(queue.awa().deadLetters().retry(id).verdict(), 1, Integer::sum);
    }
    return verdicts;
  }

  @Test
  void whatIsRetriedWaitsOrIsPurgedWithTheQueue() throws Exception {
    List<Long> ids = fail(JOBS);
    Both<Map<Retried.Verdict, Integer>> both = beside(this::purgeQueue, () -> retryEach(ids));
    assertThat(both.done()).isEqualTo(Map.of(Retried.Verdict.RETRIED, JOBS));
    List<Long> left = queue.drain(queue.worker(), "q");
    assertThat(left).doesNotHaveDuplicates();
    assertThat(both.again() + left.size()).isEqualTo(JOBS);
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isEqualTo(left.size());
    assertThat(queue.awa().queues().stats("q").deadLetters()).isZero();
  }

  @Test
  void whatIsEditedWaitsOrIsPurgedWithItsQueue() throws Exception {
    List<Long> ids = queue.enqueue("q", JOBS);
    Set<Long> edited = new HashSet<>();
    Both<Long> both =
        beside(
            this::purgeQueue,
            () -> {
              for (long id : ids) {
                turns.release();
                Edited answer = queue.awa().jobs().edit(id, change -> change.queue("r"));
                assertThat(answer).isIn(Edited.EDITED, Edited.UNKNOWN);
                if (answer == Edited.EDITED) {
                  edited.add(id);
                }
                queue.enqueue("q", 1);
              }
              return (long) edited.size();
            });
    long left = purgeQueue();
    assertThat(queue.drain(queue.worker(), "r"))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(edited);
    assertThat(both.done() + both.again() + left).isEqualTo(2L * JOBS);
    assertThat(queue.awa().queues().stats("q").available()).isZero();
  }

  @Test
  void whatIsRetriedRunsAndTheRestOfTheHistoryIsPurged() throws Exception {
    List<Long> ids = fail(JOBS);
    queue.sql("UPDATE awa.dead_letters SET finished_at = finished_at - interval '10 years'");
    Lead lead =
        queue
            .with(tx -> queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine())
            .orElseThrow();
    Both<Map<Retried.Verdict, Integer>> both =
        beside(
            () -> queue.with(tx -> queue.engine().history().purge(tx, lead, 2).jobs()),
            () -> retryEach(ids.reversed()));
    int retried = both.done().getOrDefault(Retried.Verdict.RETRIED, 0);
    assertThat(both.done().keySet()).isSubsetOf(Retried.Verdict.RETRIED, Retried.Verdict.UNKNOWN);
    assertThat(retried + both.again()).isEqualTo(JOBS);
    assertThat(queue.drain(queue.worker(), "q")).doesNotHaveDuplicates().hasSize(retried);
    assertThat(queue.number("SELECT count(*) FROM awa.unique_keys")).isEqualTo(retried);
    assertThat(queue.awa().queues().stats("q").deadLetters()).isZero();
  }
}

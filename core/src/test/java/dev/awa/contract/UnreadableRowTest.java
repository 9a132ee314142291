package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.CancelVerdict;
import dev.awa.Job;
import dev.awa.JobFilter;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.QueueStats;
import dev.awa.StoredJob;
import dev.awa.Unique;
import dev.awa.support.Damage;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A job that the server can't read any more stops nobody: it ends as a dead letter without what is
 * lost, whoever meets it, or is cancelled like any other; the others run.
 */
@Tag("every-postgres")
final class UnreadableRowTest extends WorkerCase {
  private static final String READY = "awa.ready_entries_0";
  private static final Unique RULE = Unique.byText("the only one");

  private final LogLines log = new LogLines("dev.awa");

  @AfterEach
  void stopListening() {
    log.close();
  }

  private long enqueue(Job<?> job) {
    return queue.awa().enqueue(job).id();
  }

  private void assertIsADeadLetter(long id, String lost) {
    StoredJob dead = job(id);
    assertThat(dead.state()).isEqualTo(JobState.FAILED);
    assertThat(dead.reason()).isEqualTo("unreadable");
    assertThat(dead.ext()).contains("the job could not be read: ", lost, "XX001");
  }

  private void assertLoggedOnce(long id) {
    assertThat(log.all())
        .as("an error that names job %d", id)
        .filteredOn(line -> line.startsWith("ERROR") && line.contains("job " + id + " "))
        .hasSize(1);
  }

  private QueueStats stats() {
    return queue.awa().queues().stats("q");
  }

  // --- claimed ---

  @Test
  void itsNeighboursRunAndItIsADeadLetter() throws SQLException {
    List<Long> good = new ArrayList<>(queue.enqueue("q", 3));
    List<Long> bad = new ArrayList<>();
    bad.add(enqueue(Damage.large("q", 1).withUnique(RULE)));
    bad.add(enqueue(Damage.compressed("q", 2)));
    good.addAll(queue.enqueue("q", 3));
    Damage.of(queue, READY);
    good.add(enqueue(Damage.large("q", 3)));
    good.add(enqueue(Damage.compressed("q", 4)));
    assertThatThrownBy(() -> queue.claim(queue.worker(), "q", 10))
        .as("it is damaged")
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("XX001"));
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      good.forEach(id -> awaitState(id, JobState.COMPLETED));
      bad.forEach(id -> awaitState(id, JobState.FAILED));
      assertThat(worker.keptEndings()).isZero();
    }
    bad.forEach(id -> {
      assertIsADeadLetter(id, "arguments: ");
      assertThat(job(id).args()).isEqualTo("null");
      assertThat(heardOf(id)).containsExactly("Failed 1");
      assertLoggedOnce(id);
    });
    assertThat(stats())
        .returns(2L, QueueStats::deadLetters)
        .returns(8L, QueueStats::completed)
        .returns(0L, QueueStats::running)
        .returns(0L, QueueStats::available);
    assertThat(queue.awa().enqueue(TestQueue.job("q", 9).withUnique(RULE)).duplicate())
        .as("its key was let go")
        .isFalse();
  }

  @Test
  void anotherQueueOfTheWorkerDoesNotWait() throws SQLException {
    long bad = enqueue(Damage.large("q", 1));
    Damage.of(queue, READY);
    List<Long> others = queue.enqueue("other", 5);
    try (Worker worker = worker((args, context) -> Outcome.complete()).queue("other").start()) {
      others.forEach(id -> awaitState(id, JobState.COMPLETED));
      awaitState(bad, JobState.FAILED);
      assertThat(worker.running()).isZero();
    }
  }

  @Test
  void ofOneThatLostWhatItCarriesTheKeyIsLetGoToo() throws SQLException {
    long bad =
        enqueue(
            TestQueue.job("q", 1).withMetadata(Map.of("text", Damage.noise(1))).withUnique(RULE));
    Damage.of(queue, READY);
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      awaitState(bad, JobState.FAILED);
      assertThat(worker.running()).isZero();
    }
    assertIsADeadLetter(bad, "ext: ");
    assertThat(job(bad).args()).isEqualTo("{\"n\": 1}");
    assertThat(queue.awa().enqueue(TestQueue.job("q", 9).withUnique(RULE)).duplicate()).isFalse();
  }

  // --- promoted ---

  @Test
  void oneThatWaitsForItsTimeStopsNoOtherThatIsDue() throws SQLException {
    long bad = enqueue(Damage.large("q", 1).withDelay(Duration.ofMillis(1)).withUnique(RULE));
    Damage.of(queue, "awa.deferred_jobs");
    long good = enqueue(Damage.large("q", 2).withDelay(Duration.ofMillis(1)));
    try (Worker worker = worker((args, context) -> Outcome.complete()).start()) {
      awaitState(good, JobState.COMPLETED);
      awaitState(bad, JobState.FAILED);
      assertThat(worker.running()).isZero();
    }
    assertIsADeadLetter(bad, "arguments: ");
    assertLoggedOnce(bad);
    assertThat(queue.awa().enqueue(TestQueue.job("q", 9).withUnique(RULE)).duplicate()).isFalse();
  }

  // --- ended ---

  @Test
  void oneThatIsDamagedWhileItRunsEndsBesideTheOthers() throws Exception {
    CountDownLatch begun = new CountDownLatch(3);
    CountDownLatch damaged = new CountDownLatch(1);
    long again = enqueue(Damage.large("q", 1));
    long done = enqueue(Damage.large("q", 2).withUnique(RULE));
    long good = enqueue(TestQueue.job("q", 3));
    try (Worker worker =
        worker(
                (args, context) -> {
                  if (context.job().attempt() > 1) {
                    return Outcome.complete();
                  }
                  begun.countDown();
                  damaged.await();
                  return context.job().id() == done
                      ? Outcome.complete()
                      : Outcome.retry("once more");
                })
            .start()) {
      begun.await();
      Damage.of(queue, READY);
      damaged.countDown();
      awaitState(good, JobState.COMPLETED);
      awaitState(done, JobState.COMPLETED);
      awaitState(again, JobState.FAILED);
      assertThat(worker.keptEndings()).isZero();
    }
    assertIsADeadLetter(again, "arguments: ");
    assertThat(heardOf(again)).containsExactly("Started 1", "Failed 1");
    assertThat(queue.awa().enqueue(TestQueue.job("q", 9).withUnique(RULE)).duplicate()).isFalse();
  }

  // --- cancelled ---

  private long cancelled(long id) {
    assertThat(queue.awa().jobs().cancel(id, "not wanted")).isEqualTo(CancelVerdict.CANCELLED);
    assertThat(job(id).state()).isEqualTo(JobState.CANCELLED);
    assertThat(job(id).args()).isEqualTo("null");
    return id;
  }

  @Test
  void itIsCancelledByItsIdWhereverItIs() throws SQLException {
    long running = enqueue(Damage.large("q", 1));
    queue.claim(queue.worker(), "q", 1);
    long waiting = enqueue(Damage.large("q", 2).withUnique(RULE));
    long deferred = enqueue(Damage.large("q", 3).withDelay(Duration.ofHours(1)));
    Damage.of(queue, READY);
    Damage.of(queue, "awa.deferred_jobs");
    assertThat(List.of(cancelled(running), cancelled(waiting), cancelled(deferred))).hasSize(3);
    assertThat(stats()).returns(3L, QueueStats::cancelled).returns(0L, QueueStats::running);
    assertThat(queue.awa().enqueue(TestQueue.job("q", 9).withUnique(RULE)).duplicate()).isFalse();
  }

  @Test
  void itIsCancelledWithItsQueue() throws SQLException {
    enqueue(Damage.large("q", 1));
    queue.claim(queue.worker(), "q", 1);
    enqueue(Damage.large("q", 2).withMetadata(Map.of("text", Damage.noise(2))).withUnique(RULE));
    enqueue(Damage.large("q", 3).withDelay(Duration.ofHours(1)));
    queue.enqueue("q", 3);
    Damage.of(queue, READY);
    Damage.of(queue, "awa.deferred_jobs");
    assertThat(
            queue
                .awa()
                .jobs()
                .cancelAll(JobFilter.newest(100).withQueue("q").withKind("test"), "all"))
        .isEqualTo(6);
    assertThat(stats()).returns(6L, QueueStats::cancelled);
    assertThat(queue.awa().enqueue(TestQueue.job("q", 9).withUnique(RULE)).duplicate()).isFalse();
  }
}

package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Worker;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A worker that is closed lets its handlers end, and puts back what does not. */
@Tag("every-postgres")
final class ShutdownTest extends WorkerCase {
  @Test
  void aShutdownLetsHandlersFinish() throws Exception {
    Semaphore begun = new Semaphore(0);
    CountDownLatch finish = new CountDownLatch(1);
    List<Long> ids = queue.enqueue("q", 5);
    Worker worker =
        worker(
                (args, context) -> {
                  begun.release();
                  finish.await();
                  return Outcome.complete();
                })
            .start();
    begun.acquire(5);
    Thread closing = Thread.ofVirtual().start(worker::close);
    long afterwards = enqueue();
    finish.countDown();
    closing.join();
    assertThat(ids).allSatisfy(id -> assertThat(job(id).state()).isEqualTo(JobState.COMPLETED));
    assertThat(worker.running()).isLessThanOrEqualTo(1);
    assertThat(job(afterwards).state()).isIn(JobState.AVAILABLE, JobState.COMPLETED);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.sleepers")).isZero();
  }

  @Test
  void aShutdownCancelsWhatGoesOnForTooLong() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean flagged = new AtomicBoolean();
    long id = enqueue();
    Worker worker =
        worker(config().withGrace(Duration.ZERO), untilInterrupted(begun, flagged)).start();
    Eventually.holds("the handler runs", () -> begun.getCount() == 0);
    worker.close();
    assertThat(flagged.get()).isTrue();
    assertThat(job(id).state()).as("what it said still counts").isEqualTo(JobState.COMPLETED);
  }

  @Test
  void aHandlerThatThrowsBecauseOfAShutdownIsPutBackAndNotCounted() {
    CountDownLatch begun = new CountDownLatch(1);
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withMaxAttempts(1)).id();
    Worker worker =
        worker(
                config().withGrace(Duration.ZERO),
                (args, context) -> {
                  begun.countDown();
                  new CountDownLatch(1).await();
                  return Outcome.complete();
                })
            .start();
    Eventually.holds("the handler runs", () -> begun.getCount() == 0);
    worker.close();
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job(id).attempt()).isZero();
  }

  @Test
  void aShutdownPutsBackWhatDoesNotEndAndDoesNotCountIt() throws SQLException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withMaxAttempts(1)).id();
    Worker worker =
        worker(
                config().withGrace(Duration.ZERO).withCancelGrace(Duration.ofMillis(10)),
                (args, context) -> {
                  begun.countDown();
                  while (free.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  return Outcome.fail("too late to count");
                })
            .start();
    Eventually.holds("the handler runs", () -> begun.getCount() == 0);
    worker.close();
    assertThat(job(id).state()).isEqualTo(JobState.AVAILABLE);
    assertThat(job(id).attempt()).isZero();
    free.countDown();
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
    try (Worker next = worker((args, context) -> Outcome.complete()).start()) {
      awaitState(id, JobState.COMPLETED);
    }
  }

  @Test
  void aWorkerMayBeClosedTwiceAndByItsOwnHandler() {
    AtomicReference<Worker> self = new AtomicReference<>();
    long id = enqueue();
    Worker worker =
        worker(
                (args, context) -> {
                  Eventually.holds("the worker is known", () -> self.get() != null);
                  self.get().close();
                  self.get().close();
                  return Outcome.complete();
                })
            .start();
    self.set(worker);
    awaitState(id, JobState.COMPLETED);
    Eventually.holds(
        "the worker signs off", () -> queue.number("SELECT count(*) FROM awa.workers") == 0);
    worker.close();
    worker.close();
  }

  @Test
  void aShutdownDuringLoadLosesNothingAndRunsNothingTwice() {
    int jobs = 3000;
    Map<Long, AtomicInteger> ran = new ConcurrentHashMap<>();
    Handler<RawJson> handler =
        (args, context) -> {
          ran.computeIfAbsent(context.job().id(), id -> new AtomicInteger()).incrementAndGet();
          return Outcome.complete();
        };
    queue.enqueue("q", jobs);
    for (int i = 0; i < 4; i++) {
      int some = (i + 1) * 500;
      try (Worker worker = worker(handler).start()) {
        Eventually.holds("some are done", () -> ran.size() >= some);
      }
      assertThat(queue.awa().queues().stats("q").running()).isZero();
      assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(ran.size());
    }
    try (Worker worker = worker(handler).start()) {
      Eventually.holds("all are done", () -> queue.awa().queues().stats("q").completed() == jobs);
    }
    assertThat(ran).hasSize(jobs);
    assertThat(ran.values()).allSatisfy(times -> assertThat(times.get()).isEqualTo(1));
  }
}

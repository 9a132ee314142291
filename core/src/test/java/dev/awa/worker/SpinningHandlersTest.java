package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.support.Eventually;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handlers occupy every processor that virtual threads have, and the worker lives on. */
final class SpinningHandlersTest {
  private static final int CARRIERS = Runtime.getRuntime().availableProcessors();

  private final TestQueue queue = TestQueue.create();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Semaphore spinning = new Semaphore(0);

  @AfterEach
  void end() {
    over.countDown();
  }

  private static WorkerConfig config(String name) {
    return WorkerConfig.defaults()
        .withName(name)
        .withBeat(Duration.ofMillis(100))
        .withDeathGrace(Duration.ofMillis(500))
        .withLease(Duration.ofSeconds(2));
  }

  private Worker.Builder worker(String name) {
    Handler<RawJson> spins =
        (args, context) -> {
          spinning.release();
          while (over.getCount() > 0) {
            Thread.onSpinWait();
          }
          return Outcome.complete();
        };
    return Worker.of(queue.dataSource())
        .config(config(name))
        .queue("q", 1000)
        .handler("spins", RawJson.class, spins, Backoff.exponential())
        .handler(
            "test", RawJson.class, (args, context) -> Outcome.complete(), Backoff.exponential());
  }

  private void spin() {
    for (int i = 0; i < CARRIERS; i++) {
      queue.awa().enqueue(Job.of("spins", new RawJson("{}")).withQueue("q"));
    }
    Eventually.holds("every carrier spins", () -> spinning.availablePermits() == CARRIERS);
  }

  private long dead() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.workers WHERE dead_since IS NOT NULL");
  }

  @Test
  void aWorkerWhoseConnectionsBreakMeanwhileConnectsAnewAndIsNotDeclaredDead() throws SQLException {
    try (Worker worker = worker("spins").start()) {
      spin();
      long before = queue.number("SELECT worker_id FROM awa.beats");
      queue.sql(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      queue.sql("CREATE TABLE broken AS SELECT clock_timestamp() AS at");
      Eventually.holds(
          "it beats for longer than its lease",
          () ->
              queue.number(
                      "SELECT count(*) FROM awa.beats, broken"
                          + " WHERE beat_at > at + interval '3 seconds'")
                  == 1);
      assertThat(queue.number("SELECT worker_id FROM awa.beats")).isEqualTo(before);
      assertThat(dead()).isZero();
      over.countDown();
      Eventually.holds("all end", () -> worker.running() == 0);
    }
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(CARRIERS);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  @Test
  void whatCannotBeBegunIsLeftToOthers() throws SQLException {
    try (Worker worker = worker("spins").start()) {
      spin();
      long claimed = queue.awa().enqueue(TestQueue.job("q", 0)).id();
      awaitState(claimed, JobState.RUNNING);
      long begun = System.nanoTime();
      Eventually.holds(
          "it waits to begin for longer than a second",
          () -> System.nanoTime() - begun > Duration.ofMillis(2500).toNanos());
      List<Long> others = queue.enqueue("q", 20);
      Worker.Builder builder = worker("other");
      builder.threads = Thread.ofPlatform().factory();
      try (Worker other = builder.start()) {
        others.forEach(id -> awaitState(id, JobState.COMPLETED));
        assertThat(queue.awa().jobs().find(claimed).orElseThrow().state())
            .isEqualTo(JobState.RUNNING);
      }
      over.countDown();
      awaitState(claimed, JobState.COMPLETED);
      long last = queue.awa().enqueue(TestQueue.job("q", 0)).id();
      awaitState(last, JobState.COMPLETED);
      assertThat(worker.running()).isLessThanOrEqualTo(1);
    }
  }

  private void awaitState(long id, JobState state) {
    Eventually.holds(
        () -> state + " is reached by " + queue.awa().jobs().find(id),
        () -> queue.awa().jobs().find(id).orElseThrow().state() == state);
  }
}

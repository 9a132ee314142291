package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Handler;
import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handlers occupy every processor that virtual threads have, and the worker lives on. */
final class SpinningHandlersTest {
  private static final int CARRIERS = Runtime.getRuntime().availableProcessors();

  private final TestQueue queue = TestQueue.create();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Semaphore spinning = new Semaphore(0);
  private final Map<Long, Integer> runs = new ConcurrentHashMap<>();

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
            "test",
            RawJson.class,
            (args, context) -> {
              runs.merge(context.job().id(), 1, Integer::sum);
              return Outcome.complete();
            },
            Backoff.exponential());
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
  void whatCannotBeBegunIsPutBackForOthersAndNotClaimedAgain() throws SQLException {
    try (LogLines log = new LogLines("dev.awa");
        Worker worker = worker("spins").start()) {
      spin();
      List<Long> claimed = queue.enqueue("q", 50);
      Eventually.holds("all are claimed", () -> worker.running() == CARRIERS + 50);
      Eventually.holds("they are back", () -> available() == 50);
      assertThat(worker.running()).isEqualTo(CARRIERS);
      assertThat(lane()).as("in their order").isEqualTo(claimed);
      long claims = queue.number("SELECT count(*) FROM awa.claims");
      queue.enqueue("q", 20);
      long begun = System.nanoTime();
      Eventually.holds(
          "it would have claimed again",
          () -> System.nanoTime() - begun > Duration.ofMillis(2500).toNanos());
      assertThat(queue.number("SELECT count(*) FROM awa.claims")).isEqualTo(claims);
      assertThat(warnings(log))
          .singleElement(InstanceOfAssertFactories.STRING)
          .startsWith("WARN spins: put back 50 runs that had not begun after 5 s")
          .containsPattern(
              "job \\d+ \\(spins, for \\d+ s, at dev\\.awa\\..*SpinningHandlersTest\\.java")
          .contains("platform threads");
      Worker.Builder builder = worker("other");
      builder.threads = Thread.ofPlatform().factory();
      try (Worker other = builder.start()) {
        awaitCompleted(70);
        assertThat(other.running()).isZero();
      }
      assertThat(worker.running()).as("the handlers still spin").isEqualTo(CARRIERS);
      over.countDown();
      queue.enqueue("q", 20);
      awaitCompleted(CARRIERS + 90);
      Eventually.holds("it has no run left", () -> worker.running() == 0);
      Eventually.holds(
          () -> "it says that it is over: " + log.all(),
          () -> log.all().contains("INFO spins: runs begin again"));
    }
    assertThat(runs).hasSize(90).allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
  }

  @Test
  void whoClosesAWorkerDoesNotWaitForWhatCannotBegin() throws Exception {
    try (LogLines log = new LogLines("dev.awa")) {
      Worker worker = worker("spins").start();
      spin();
      queue.enqueue("q", 50);
      Eventually.holds("all are claimed", () -> worker.running() == CARRIERS + 50);
      Thread closing = Thread.ofPlatform().start(worker::close);
      Eventually.holds("they are back", () -> available() == 50);
      assertThat(worker.running()).as("their handlers are waited for").isEqualTo(CARRIERS);
      List<String> lines =
          List.of(
              "INFO spins: shuts down; " + CARRIERS + " handlers run; 50 runs have not begun",
              "INFO spins: put back 50 runs that had not begun; " + CARRIERS + " handlers run");
      Eventually.holds(() -> "it says so: " + log.all(), () -> log.all().containsAll(lines));
      over.countDown();
      closing.join();
    }
    assertThat(queue.awa().queues().stats("q").completed()).isEqualTo(CARRIERS);
    assertThat(runs).as("what was put back has not begun").isEmpty();
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  private static List<String> warnings(LogLines log) {
    return log.all().stream().filter(line -> line.startsWith("WARN")).toList();
  }

  /** How many jobs were put back without an attempt. */
  private long available() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM awa.jobs"
            + " WHERE state = 'available' AND attempt = 0 AND run_no = 2");
  }

  /** The jobs that were put back, in the order in which they are claimed. */
  private List<Long> lane() throws SQLException {
    return queue
        .texts("SELECT job_id FROM awa.ready_entries WHERE run_no = 2 ORDER BY xid, job_id")
        .stream()
        .map(Long::valueOf)
        .toList();
  }

  private void awaitCompleted(int jobs) {
    Eventually.holds(
        jobs + " are completed", () -> queue.awa().queues().stats("q").completed() == jobs);
  }
}

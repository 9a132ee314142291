package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.Handler;
import dev.awa.InvalidJobException;
import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import dev.awa.lab.Eventually;
import dev.awa.support.LogLines;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which jobs a worker runs, when, and how many at once. */
@Tag("every-postgres")
@SuppressWarnings("ThreadPriorityCheck") // handlers do such things
final class PickUpTest extends WorkerCase {
  @Test
  void anIdleWorkerIsWokenByACommit() throws SQLException {
    WorkerConfig slow =
        config().withPoll(Duration.ofSeconds(25)).withIdlePoll(Duration.ofSeconds(25));
    try (Worker worker = worker(slow, (args, context) -> Outcome.complete()).start();
        Connection tx = queue.begin()) {
      awaitAsleep(worker);
      // it looks once more after saying so: what follows is not found by that look
      awaitState(enqueue(), JobState.COMPLETED);
      long begun = System.nanoTime();
      long id = queue.awa().enqueue(tx, TestQueue.job("q", 1)).id();
      tx.commit();
      awaitState(id, JobState.COMPLETED);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void whatOthersNotifyOnTheChannelIsNoTrouble() throws SQLException {
    WorkerConfig slow =
        config().withPoll(Duration.ofSeconds(25)).withIdlePoll(Duration.ofSeconds(25));
    try (LogLines log = new LogLines("dev.awa");
        Worker worker = worker(slow, (args, context) -> Outcome.complete()).start()) {
      awaitAsleep(worker);
      awaitState(enqueue(), JobState.COMPLETED);
      long begun = System.nanoTime();
      long id;
      try (Connection tx = queue.begin()) {
        for (String words : List.of("", "nonsense", " ", "1 no number", "9999999999999999999 1")) {
          TestQueue.texts(tx, "SELECT pg_notify(awa.channel(), '" + words + "')::text");
          TestQueue.texts(
              tx, "SELECT pg_notify(awa.channel() || '_cancel', '" + words + "')::text");
        }
        id = queue.awa().enqueue(tx, TestQueue.job("q", 1)).id();
        tx.commit();
      }
      awaitState(id, JobState.COMPLETED);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
      assertThat(log.all()).noneMatch(line -> line.contains("notifications: failed"));
    }
  }

  @Test
  void aClientOfTheSameProcessWakesTheWorkerItself() throws SQLException {
    WorkerConfig slow =
        config().withPoll(Duration.ofSeconds(25)).withIdlePoll(Duration.ofSeconds(25));
    try (Worker worker = worker(slow, (args, context) -> Outcome.complete()).start()) {
      awaitAsleep(worker);
      awaitState(enqueue(), JobState.COMPLETED);
      queue.sql("UPDATE awa.sleepers SET asleep = false"); // nobody is notified
      long begun = System.nanoTime();
      long id = queue.awa().waking(worker::wake).enqueue(TestQueue.job("q", 1)).id();
      awaitState(id, JobState.COMPLETED);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void onlyQueuesWhoseJobsAreDueAndCommittedAreWoken() throws SQLException {
    List<String> woken = new ArrayList<>();
    Awa waking = queue.awa().waking(woken::add);
    waking.enqueue(TestQueue.job("later", 0).withDelay(Duration.ofHours(1)));
    assertThatThrownBy(() -> waking.enqueue(TestQueue.job("refused", 0).withPriority(9)))
        .isInstanceOf(InvalidJobException.class);
    try (Connection tx = queue.begin()) {
      waking.enqueue(tx, TestQueue.job("theirs", 0));
      tx.commit();
    }
    assertThat(woken).isEmpty();
    waking.enqueueAll(List.of(TestQueue.job("a", 0), TestQueue.job("b", 1), TestQueue.job("a", 2)));
    assertThat(woken).containsExactly("a", "b");
  }

  private void awaitAsleep(Worker worker) {
    Eventually.holds(
        "the worker sleeps",
        () ->
            worker.isHearing()
                && queue.number("SELECT count(*) FROM awa.sleepers WHERE asleep AND queue <> ''")
                    == 1);
  }

  @Test
  void aJobWhoseTimeHasComeIsRun() {
    long id = queue.awa().enqueue(TestQueue.job("q", 0).withDelay(Duration.ofMillis(300))).id();
    Instant due = job(id).runAt();
    AtomicReference<Instant> ran = new AtomicReference<>();
    try (Worker worker =
        worker(
                (args, context) -> {
                  ran.set(Instant.now());
                  return Outcome.complete();
                })
            .start()) {
      awaitState(id, JobState.COMPLETED);
    }
    assertThat(ran.get()).isAfterOrEqualTo(due);
  }

  @Test
  void aPausedQueueIsLeftAloneUntilItIsResumed() {
    queue.awa().queues().pause("q", "test");
    long paused = enqueue();
    try (Worker worker = worker((args, context) -> Outcome.complete()).queue("other").start()) {
      long other = queue.awa().enqueue(TestQueue.job("other", 0)).id();
      awaitState(other, JobState.COMPLETED);
      assertThat(job(paused).state()).isEqualTo(JobState.AVAILABLE);
      queue.awa().queues().resume("q", "test");
      awaitState(paused, JobState.COMPLETED);
    }
  }

  @Test
  void neverMoreHandlersThanAllowedRunAtOnce() {
    Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    Map<String, Integer> most = new ConcurrentHashMap<>();
    for (String name : List.of("narrow", "wide")) {
      queue.enqueue(name, 300);
    }
    try (Worker worker =
        Worker.of(queue.dataSource())
            .config(config())
            .queue("narrow", 2)
            .queue("wide", 7)
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  String name = context.job().queue();
                  AtomicInteger now = running.computeIfAbsent(name, key -> new AtomicInteger());
                  most.merge(name, now.incrementAndGet(), Math::max);
                  Thread.yield();
                  now.decrementAndGet();
                  return Outcome.complete();
                },
                Backoff.exponential())
            .start()) {
      Eventually.holds(
          "all are done",
          () ->
              queue.awa().queues().stats("narrow").completed() == 300
                  && queue.awa().queues().stats("wide").completed() == 300);
    }
    assertThat(most.get("narrow")).isLessThanOrEqualTo(2);
    assertThat(most.get("wide")).isLessThanOrEqualTo(7);
  }

  @Test
  void severalWorkersRunEveryJobOnce() {
    int jobs = 2000;
    Map<Long, AtomicInteger> ran = new ConcurrentHashMap<>();
    Handler<RawJson> handler =
        (args, context) -> {
          ran.computeIfAbsent(context.job().id(), id -> new AtomicInteger()).incrementAndGet();
          return Outcome.complete();
        };
    try (Worker one = worker(handler).start();
        Worker two = worker(handler).start();
        Worker three = worker(handler).start()) {
      queue.enqueue("q", jobs);
      Eventually.holds(
          () -> "all are done: " + queue.awa().queues().stats("q"),
          () -> queue.awa().queues().stats("q").completed() == jobs);
    }
    assertThat(ran).hasSize(jobs);
    assertThat(ran.values()).allSatisfy(times -> assertThat(times.get()).isEqualTo(1));
  }
}

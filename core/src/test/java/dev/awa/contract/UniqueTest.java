package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Enqueued;
import dev.awa.Job;
import dev.awa.JobState;
import dev.awa.RawJson;
import dev.awa.Unique;
import dev.awa.engine.Ring;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A unique job is there once, however many want it, while it is in the states that were named. */
@Tag("every-postgres")
final class UniqueTest {
  private final TestQueue queue = TestQueue.create();

  private Enqueued enqueue(String args, Unique rule) {
    return queue.awa().enqueue(Job.of("unique", new RawJson(args)).withQueue("q").withUnique(rule));
  }

  private long sql(String args, String rule) throws SQLException {
    return queue.number(
        "SELECT job_id FROM awa.enqueue('unique', ?::json, queue => 'q', \"unique\" => ?::jsonb)",
        args,
        rule);
  }

  @Test
  void ofSixtyFourThatWantTheSameJobExactlyOneMakesIt() throws Exception {
    int threads = 64;
    for (int round = 0; round < 3; round++) {
      String args = "{\"round\": " + round + "}";
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Enqueued> answers = new ArrayList<>();
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Enqueued>> calls = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          calls.add(
              pool.submit(() -> {
                start.await();
                return enqueue(args, Unique.byArguments());
              }));
        }
        for (Future<Enqueued> call : calls) {
          answers.add(call.get());
        }
      }
      assertThat(answers).filteredOn(answer -> !answer.duplicate()).hasSize(1);
      assertThat(answers).extracting(Enqueued::id).containsOnly(answers.getFirst().id());
    }
    assertThat(queue.awa().queues().stats("q").available()).isEqualTo(3);
  }

  @Test
  void argumentsAreComparedAsJsonValuesWhoeverWroteThem() throws SQLException {
    long id = enqueue("{\"a\": 1, \"b\": [1.0, \"x\"]}", Unique.byArguments()).id();
    assertThat(enqueue("{ \"b\" :[1.0,\"\\u0078\"],\"a\":1 }", Unique.byArguments()).id())
        .isEqualTo(id);
    assertThat(sql("{\"b\": [1.0, \"x\"], \"a\": 1}", "{\"args\": true}")).isEqualTo(id);
    assertThat(enqueue("{\"a\": 2, \"b\": [1.0, \"x\"]}", Unique.byArguments()).id())
        .isNotEqualTo(id);
    assertThat(enqueue("{\"a\": \"1\", \"b\": [1.0, \"x\"]}", Unique.byArguments()).id())
        .isNotEqualTo(id);
  }

  @Test
  void numbersThatJsonbCallsEqualAreOneKey() throws SQLException {
    long one = enqueue("{\"n\": 1, \"s\": \"1.0 \\\" 2.00\"}", Unique.byArguments()).id();
    for (String same : List.of("1.0", "1.00", "1e0", "10e-1", "0.1e1")) {
      String args = "{\"n\": " + same + ", \"s\": \"1.0 \\\" 2.00\"}";
      assertThat(enqueue(args, Unique.byArguments()).id()).as(same).isEqualTo(one);
      assertThat(sql(args, "{\"args\": true}")).as(same).isEqualTo(one);
    }
    long zero = enqueue("{\"n\": 0}", Unique.byFields("n")).id();
    for (String same : List.of("-0", "0.0", "-0.0", "0e5")) {
      assertThat(enqueue("{\"n\": " + same + "}", Unique.byFields("n")).id())
          .as(same)
          .isEqualTo(zero);
    }
    for (String other : List.of("\"0.0\"", "0.05", "0.50", "10", "100.0")) {
      assertThat(enqueue("{\"n\": " + other + "}", Unique.byFields("n")).duplicate())
          .as(other)
          .isFalse();
    }
    assertThat(enqueue("{\"n\": 0.5}", Unique.byFields("n")).duplicate()).isTrue();
    assertThat(enqueue("{\"n\": \"0\"}", Unique.byFields("n")).duplicate()).isFalse();
  }

  @Test
  void namedFieldsAreComparedAndNoOthers() throws SQLException {
    Unique byUser = Unique.byFields("user", "missing");
    String none = ", \"missing\": null}";
    long id = enqueue("{\"user\": {\"id\": 1}, \"text\": \"a\"" + none, byUser).id();
    assertThat(enqueue("{\"text\": \"b\", \"user\": {\"id\": 1}" + none, byUser).id())
        .isEqualTo(id);
    assertThat(sql("{\"user\": {\"id\": 1}" + none, "{\"args\": [\"missing\", \"user\"]}"))
        .isEqualTo(id);
    assertThat(enqueue("{\"user\": {\"id\": 2}" + none, byUser).duplicate()).isFalse();
  }

  @Test
  void everyPartOfARuleMakesAnotherKey() {
    List<Unique> rules =
        List.of(
            Unique.byKind(),
            Unique.byArguments(),
            Unique.byFields("n"),
            Unique.byText("a"),
            Unique.byText("b"),
            Unique.byKind().withinQueue(),
            Unique.byText("a").withinQueue(),
            Unique.byText("a").oncePer(Duration.ofDays(1000)));
    for (Unique rule : rules) {
      assertThat(enqueue("{\"n\": 1}", rule).duplicate()).as("%s", rule).isFalse();
      assertThat(enqueue("{\"n\": 1}", rule).duplicate()).as("%s", rule).isTrue();
    }
    assertThat(
            queue
                .awa()
                .enqueue(
                    Job.of("another kind", new RawJson("{\"n\": 1}"))
                        .withUnique(Unique.byArguments()))
                .duplicate())
        .isFalse();
  }

  @Test
  void theQueueCountsOnlyWhenItIsNamed() {
    Job<RawJson> job = Job.of("unique", new RawJson("{}"));
    assertThat(dup(job.withQueue("a").withUnique(Unique.byArguments()))).isFalse();
    assertThat(dup(job.withQueue("b").withUnique(Unique.byArguments()))).isTrue();
    assertThat(dup(job.withQueue("a").withUnique(Unique.byArguments().withinQueue()))).isFalse();
    assertThat(dup(job.withQueue("b").withUnique(Unique.byArguments().withinQueue()))).isFalse();
    assertThat(dup(job.withQueue("b").withUnique(Unique.byArguments().withinQueue()))).isTrue();
  }

  private boolean dup(Job<?> job) {
    return queue.awa().enqueue(job).duplicate();
  }

  @Test
  void aJobOncePerPeriodIsOnceEvenWhenItHasFinished() throws SQLException {
    Unique yearly = Unique.byArguments().oncePer(Duration.ofDays(3650));
    long worker = queue.worker();
    long id = enqueue("{}", yearly).id();
    queue.flush(worker, 1, TestQueue.ended(queue.claim(worker, "q", 1), TestQueue.completed()));
    assertThat(enqueue("{}", yearly)).isEqualTo(new Enqueued(id, true));
    Unique everySecond = Unique.byArguments().oncePer(Duration.ofSeconds(1));
    enqueue("{}", everySecond);
    dev.awa.lab.Eventually.holds(
        "the next second begins", () -> !enqueue("{}", everySecond).duplicate());
  }

  @Test
  void aKeyThatIsHeldAfterCompletionIsLetGoOnceItsHistoryIsGone() throws SQLException {
    long worker = queue.worker();
    enqueue("{}", Unique.byArguments().heldAfter(JobState.COMPLETED));
    queue.flush(worker, 1, TestQueue.ended(queue.claim(worker, "q", 1), TestQueue.completed()));
    assertThat(enqueue("{}", Unique.byArguments()).duplicate()).isTrue();
    turnTheRing();
    assertThat(enqueue("{}", Unique.byArguments()).duplicate()).isFalse();
  }

  /** Rotates and prunes the first segment. */
  private void turnTheRing() throws SQLException {
    var lead =
        queue
            .with(tx -> queue.engine().leadership().lead(tx, 1, Duration.ofHours(1)).mine())
            .orElseThrow();
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0'");
    queue.with(tx -> queue.engine().ring().rotate(tx, lead));
    queue.transaction(queue.engine().ring()::publishHead);
    var first =
        queue.with(tx -> queue.engine().ring().generations(tx)).stream()
            .filter(generation -> generation.number() == 0)
            .findFirst()
            .orElseThrow();
    String drained = queue.with(tx -> queue.engine().ring().drained(tx, first)).orElseThrow();
    queue.sql("UPDATE awa.beats SET announced_epoch = 9000000000");
    Ring.Emptying answer =
        queue.with(tx -> queue.engine().ring().prune(tx, lead, first, drained, Duration.ZERO));
    assertThat(answer).isEqualTo(Ring.Emptying.PRUNED);
  }

  @Test
  void aJobThatWasRolledBackHoldsNothing() throws SQLException {
    try (Connection tx = queue.begin()) {
      queue.awa().enqueue(tx, TestQueue.job("q", 1).withUnique(Unique.byArguments()));
      tx.rollback();
    }
    assertThat(dup(TestQueue.job("q", 1).withUnique(Unique.byArguments()))).isFalse();
  }

  @Test
  void whoCollidesWithAnOpenTransactionWaitsForItsEndAndNoLonger() throws Exception {
    Job<?> job = TestQueue.job("q", 1).withUnique(Unique.byArguments());
    for (boolean commits : List.of(false, true)) {
      try (ExecutorService thread = Executors.newSingleThreadExecutor();
          Connection tx = queue.begin()) {
        long first = queue.awa().enqueue(tx, job).id();
        Future<Enqueued> second = thread.submit(() -> queue.awa().enqueue(job));
        dev.awa.lab.Eventually.holds("the second waits", () -> waiting() == 1);
        if (commits) {
          tx.commit();
        } else {
          tx.rollback();
        }
        assertThat(second.get().duplicate()).isEqualTo(commits || second.get().id() == first);
        if (!commits) {
          assertThat(second.get().duplicate()).isFalse();
          queue.sql("TRUNCATE awa.unique_keys");
        }
      }
    }
  }

  private long waiting() throws SQLException {
    return queue.number(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE wait_event_type = 'Lock' AND datname = current_database()");
  }

  @Test
  void aStrictTransactionThatCanNotSeeTheHolderFailsToSerialize() throws SQLException {
    Job<?> job = TestQueue.job("q", 1).withUnique(Unique.byArguments());
    try (Connection tx = queue.begin()) {
      tx.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      TestQueue.number(tx, "SELECT count(*) FROM awa.unique_keys");
      queue.awa().enqueue(job);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> queue.awa().enqueue(tx, job))
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
      tx.rollback();
      assertThat(queue.awa().enqueue(tx, job).duplicate()).isTrue();
    }
  }

  @Test
  void theSameKeysInAnyOrderOfManyBatchesNeverDeadlock() throws Exception {
    List<Job<?>> jobs =
        Stream.iterate(0, i -> i < 50, i -> i + 1)
            .<Job<?>>map(i -> TestQueue.job("q", i).withUnique(Unique.byArguments()))
            .toList();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Enqueued>>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        List<Job<?>> shuffled = new ArrayList<>(jobs);
        java.util.Collections.shuffle(shuffled);
        calls.add(pool.submit(() -> queue.awa().enqueueAll(shuffled)));
      }
      int made = 0;
      for (Future<List<Enqueued>> call : calls) {
        made += (int) call.get().stream().filter(answer -> !answer.duplicate()).count();
      }
      assertThat(made).isEqualTo(50);
    }
  }
}

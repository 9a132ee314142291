package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.awa.Enqueued;
import dev.awa.engine.Claimed.Status;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * An open transaction delays its own jobs and nobody else's. Everything here runs on one thread: if
 * anybody waited for anybody, the test would not come to its end (a lock timeout says so).
 */
final class OpenTransactionTest {
  private final TestQueue queue = TestQueue.create();

  private Connection begin() throws SQLException {
    Connection tx = queue.begin();
    TestQueue.sql(tx, "SET lock_timeout = '2s'");
    tx.commit();
    return tx;
  }

  private long enqueue(Connection tx, String name) {
    return queue.awa().enqueue(tx, TestQueue.job(name, 0)).id();
  }

  @Test
  void anOpenTransactionDelaysOnlyItsOwnJobs() throws SQLException {
    long worker = queue.worker();
    try (Connection open = begin()) {
      List<Long> before = queue.enqueue("q", 3);
      List<Long> own = List.of(enqueue(open, "q"), enqueue(open, "q"));
      List<Long> after = queue.enqueue("q", 3);

      assertThat(queue.drain(worker, "q")).containsExactlyElementsOf(concat(before, after));
      List<Long> later = queue.enqueue("q", 2);
      assertThat(queue.drain(worker, "q")).containsExactlyElementsOf(later);

      open.commit();
      assertThat(queue.drain(worker, "q")).containsExactlyElementsOf(own);
      assertThat(queue.claim(worker, "q", 1).status()).isEqualTo(Status.EMPTY);
    }
  }

  @Test
  void whatWasRolledBackIsNeverClaimed() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 1);
    try (Connection open = begin()) {
      enqueue(open, "q");
      List<Long> others = queue.enqueue("q", 2);
      assertThat(queue.drain(worker, "q")).endsWith(others.getLast());
      open.rollback();
      assertThat(queue.drain(worker, "q")).isEmpty();
      List<Long> later = queue.enqueue("q", 1);
      assertThat(queue.drain(worker, "q")).isEqualTo(later);
    }
  }

  @Test
  void transactionsThatCommitBetweenTwoClaimsComeInTheOrderInWhichTheyBegan() throws SQLException {
    long worker = queue.worker();
    queue.enqueue("q", 1);
    queue.drain(worker, "q");
    try (Connection first = begin();
        Connection second = begin();
        Connection third = begin()) {
      long one = enqueue(first, "q");
      long two = enqueue(second, "q");
      long three = enqueue(third, "q");
      long again = enqueue(first, "q");
      queue.drain(worker, "q");
      third.commit();
      first.commit();
      second.commit();
      assertThat(queue.drain(worker, "q")).containsExactly(one, again, two, three);
    }
  }

  @Test
  void aTransactionThatCommitsInTheMiddleOfAWindowWaitsForTheNext() throws SQLException {
    long worker = queue.worker();
    try (Connection open = begin()) {
      queue.enqueue("q", 1);
      long late = enqueue(open, "q");
      List<Long> waiting = queue.enqueue("q", 10);
      assertThat(TestQueue.jobs(queue.claim(worker, "q", 4))).hasSize(4).doesNotContain(late);
      open.commit();
      List<Long> young = queue.enqueue("q", 1);
      assertThat(queue.drain(worker, "q"))
          .containsExactlyElementsOf(
              concat(waiting.subList(3, 10), List.of(late, young.getFirst())));
    }
  }

  @Test
  void manyOpenTransactionsThatEndInAnyOrderLoseNothing() throws SQLException {
    long seed = Long.getLong("awa.seed", System.nanoTime());
    System.out.println("seed: -Dawa.seed=" + seed);
    Random random = new Random(seed);
    long worker = queue.worker();
    List<Connection> open = new ArrayList<>();
    List<Long> expected = new ArrayList<>();
    List<Long> claimed = new ArrayList<>();
    try {
      List<Integer> order = new ArrayList<>(IntStream.range(0, 60).boxed().toList());
      List<Long> ids = new ArrayList<>();
      for (int i : order) {
        open.add(begin());
        ids.add(enqueue(open.get(i), "q"));
      }
      Collections.shuffle(order, random);
      for (int i : order) {
        if (random.nextInt(4) == 0) {
          open.get(i).rollback();
        } else {
          open.get(i).commit();
          expected.add(ids.get(i));
        }
        if (random.nextInt(3) == 0) {
          claimed.addAll(TestQueue.jobs(queue.claim(worker, "q", 1 + random.nextInt(4))));
        }
      }
      claimed.addAll(queue.drain(worker, "q"));
    } finally {
      for (Connection one : open) {
        one.close();
      }
    }
    assertThat(claimed).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void aPreparedTransactionDelaysOnlyItsOwnJobs() throws SQLException {
    assumeTrue(
        queue.number("SELECT setting FROM pg_settings WHERE name = 'max_prepared_transactions'")
            > 0,
        "max_prepared_transactions is 0");
    long worker = queue.worker();
    try (Connection first = begin();
        Connection second = begin()) {
      long committed = enqueue(first, "q");
      TestQueue.sql(first, "PREPARE TRANSACTION 'awa 1'");
      enqueue(second, "q");
      TestQueue.sql(second, "PREPARE TRANSACTION 'awa 2'");
      List<Long> others = queue.enqueue("q", 2);
      assertThat(queue.drain(worker, "q")).isEqualTo(others);
      queue.sql("COMMIT PREPARED 'awa 1'");
      queue.sql("ROLLBACK PREPARED 'awa 2'");
      assertThat(queue.drain(worker, "q")).containsExactly(committed);
    }
  }

  @Test
  void twoTransactionsThatUseTwoQueuesInOppositeOrdersNeverWait() throws SQLException {
    for (String place : List.of("first use ", "first use ", "another ")) {
      // the second round meets lanes that are there already
      crossOver(place + "left", place + "right");
    }
  }

  private void crossOver(String left, String right) throws SQLException {
    long worker = queue.worker();
    List<Long> ids = new ArrayList<>();
    try (Connection one = begin();
        Connection other = begin()) {
      ids.add(enqueue(one, left));
      ids.add(enqueue(other, right));
      ids.add(enqueue(one, right));
      ids.add(enqueue(other, left));
      queue.awa().copy(one, List.of(TestQueue.job(right, 1)).iterator(), a -> ids.add(a.id()));
      queue.awa().copy(other, List.of(TestQueue.job(left, 1)).iterator(), a -> ids.add(a.id()));
      one.commit();
      other.commit();
    }
    assertThat(concat(queue.drain(worker, left), queue.drain(worker, right)))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void twinsOfALaneAreAllDrainedAndLaterProducersUseTheFirst() throws SQLException {
    long worker = queue.worker();
    List<Connection> producers = new ArrayList<>();
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      producers.add(begin());
      ids.add(enqueue(producers.get(i), "q"));
    }
    for (Connection producer : producers) {
      producer.commit();
      producer.close();
    }
    assertThat(queue.number("SELECT count(*) FROM awa.lanes")).isEqualTo(8);
    queue.enqueue("q", 5).forEach(ids::add);
    assertThat(queue.number("SELECT count(*) FROM awa.lanes")).isEqualTo(8);
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries WHERE lane = 1")).isEqualTo(6);
    assertThat(queue.drain(worker, "q")).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(queue.awa().queues().stats("q").available()).isZero();
  }

  @Test
  void anOpenTransactionHoldsNoLockThatAClaimOrAPromotionWaitsFor() throws SQLException {
    long worker = queue.worker();
    try (Connection open = begin();
        Connection consumer = begin()) {
      enqueue(open, "q");
      Enqueued scheduled =
          queue.awa().enqueue(TestQueue.job("q", 1).withDelay(java.time.Duration.ofNanos(1_000)));
      assertThat(queue.engine().deferredJobs().promote(consumer, 10, null).promoted()).isEqualTo(1);
      consumer.commit();
      assertThat(queue.drain(worker, "q")).containsExactly(scheduled.id());
    }
  }

  private static <T> List<T> concat(List<T> one, List<T> other) {
    List<T> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }
}

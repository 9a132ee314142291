package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.engine.ClaimLog.Stripe;
import dev.awa.engine.Claimed;
import dev.awa.engine.Run;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The heart: whatever producers do with their transactions and however many claim at the same time,
 * every committed job is claimed exactly once, nothing that was rolled back is claimed, and the
 * jobs of one producer come in the order in which it made them, lane by lane.
 *
 * <p>The work is fixed by a seed, which is printed; {@code -Dawa.seed=} repeats it. The
 * interleaving is the machine's. {@code -Dawa.stress=10} makes it ten times as long.
 */
final class ClaimStressTest {
  private static final int PRODUCERS = 4;
  private static final int SESSIONS = 3;
  private static final int CLAIMERS = 3;
  private static final int STEPS = 500 * Integer.getInteger("awa.stress", 1);

  private final long seed = Long.getLong("awa.seed", System.nanoTime());
  private final Map<Long, Integer> committed = Producing.ledger();
  private final Queue<Taken> taken = new ConcurrentLinkedQueue<>();
  private final AtomicInteger steps = new AtomicInteger();

  /** A run that was claimed. */
  private record Taken(int lane, long claimNo, int ordinal, long jobId) {}

  @Test
  void everyCommittedJobIsClaimedExactlyOnce() throws Exception {
    TestQueue queue = TestQueue.create();
    run(queue, () -> false);
  }

  @Test
  void everyCommittedJobIsClaimedExactlyOnceWhileTheRingTurns() throws Exception {
    TestQueue queue = TestQueue.create();
    queue.sql("DELETE FROM awa.ring");
    open(queue, 14);
    AtomicInteger generation = new AtomicInteger(14);
    int between = PRODUCERS * STEPS / 5;
    run(
        queue,
        () -> {
          if (generation.get() < 18 && steps.get() > (generation.get() - 13) * between) {
            open(queue, generation.incrementAndGet());
          }
          return true;
        });
    assertThat(generation.get()).isEqualTo(18);
    assertThat(queue.number("SELECT count(DISTINCT slot) FROM awa.ready_entries")).isEqualTo(5);
  }

  private static void open(TestQueue queue, int generation) throws SQLException {
    queue.sql("SELECT awa.open_segment(?, awa.head_before_id())", generation);
    queue.transaction(queue.engine().ring()::publishHead);
  }

  private void run(TestQueue queue, Callable<Boolean> meanwhile) throws Exception {
    System.out.println("seed: -Dawa.seed=" + seed);
    queue.sql("INSERT INTO awa.queues (name, stripes) VALUES ('striped', 4)");
    List<Future<?>> producing = new ArrayList<>();
    List<Future<?>> claiming = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int i = 0; i < PRODUCERS; i++) {
        Random random = new Random(seed + i);
        producing.add(
            threads.submit(() -> {
              produce(queue, random);
              return null;
            }));
      }
      for (int i = 0; i < CLAIMERS; i++) {
        Random random = new Random(seed - 1 - i);
        claiming.add(
            threads.submit(() -> {
              claimUntilDone(queue, random, producing);
              return null;
            }));
      }
      while (meanwhile.call() && !producing.stream().allMatch(Future::isDone)) {
        Thread.onSpinWait();
      }
      await(producing);
      await(claiming);
    }
    assertThat(committed).as("committed jobs").isNotEmpty();
    assertNothingLostOrPhantomOrTwice();
    assertInOrder();
    assertClaimsAreNumberedWithoutGaps(queue);
    assertThat(queue.awa().queues().stats("striped").available()).isZero();
    assertThat(queue.awa().queues().stats("plain").available()).isZero();
    System.out.printf("%,d jobs in %,d claims%n", committed.size(), claims());
  }

  private static void await(List<Future<?>> futures) throws Exception {
    for (Future<?> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        throw new AssertionError("a thread of the test failed", e.getCause());
      }
    }
  }

  private void produce(TestQueue queue, Random random) throws SQLException {
    try (Producing producing =
        new Producing(queue, random, List.of("plain", "striped"), SESSIONS, committed)) {
      for (int i = 0; i < STEPS; i++) {
        producing.step();
        steps.incrementAndGet();
      }
    }
  }

  private void claimUntilDone(TestQueue queue, Random random, List<Future<?>> producing)
      throws SQLException {
    long worker = queue.worker();
    List<Stripe> stripes = new ArrayList<>();
    stripes.add(new Stripe("plain", (short) 0));
    for (short i = 0; i < 4; i++) {
      stripes.add(new Stripe("striped", i));
    }
    try (Connection connection = queue.connect()) {
      boolean done = false;
      while (!done) {
        boolean producersDone = producing.stream().allMatch(Future::isDone);
        boolean allEmpty = true;
        for (Stripe stripe : stripes) {
          Claimed.Status status = claim(queue, connection, worker, stripe, random);
          allEmpty &= status == Claimed.Status.EMPTY;
        }
        done = producersDone && allEmpty;
      }
    }
  }

  private Claimed.Status claim(
      TestQueue queue, Connection connection, long worker, Stripe stripe, Random random)
      throws SQLException {
    int limit = random.nextBoolean() ? 1 + random.nextInt(10) : 1 + random.nextInt(512);
    boolean takenBack = random.nextInt(20) == 0;
    connection.setAutoCommit(false);
    Claimed claimed =
        queue
            .engine()
            .claimLog()
            .claim(connection, TestQueue.request(worker, stripe.queue(), stripe.number(), limit));
    if (takenBack) {
      connection.rollback();
      return Claimed.Status.BUSY;
    }
    connection.commit();
    assertThat(claimed.runs()).isLessThanOrEqualTo(limit);
    note(claimed);
    return claimed.status();
  }

  private void note(Claimed claimed) {
    for (Claimed.Batch batch : claimed.batches()) {
      for (Run run : batch.runs()) {
        taken.add(
            new Taken(batch.claim().lane(), batch.claim().claimNo(), run.ordinal(), run.jobId()));
      }
    }
  }

  private void assertNothingLostOrPhantomOrTwice() {
    Map<Long, Long> times =
        taken.stream().collect(Collectors.groupingBy(Taken::jobId, Collectors.counting()));
    assertThat(times.entrySet().stream().filter(e -> e.getValue() > 1).toList())
        .as("claimed twice, seed %d", seed)
        .isEmpty();
    assertThat(minus(committed.keySet(), times.keySet())).as("lost, seed %d", seed).isEmpty();
    assertThat(minus(times.keySet(), committed.keySet())).as("phantoms, seed %d", seed).isEmpty();
  }

  private static List<Long> minus(Set<Long> from, Set<Long> what) {
    return from.stream().filter(job -> !what.contains(job)).sorted().limit(20).toList();
  }

  /**
   * Ids grow with time in a session; so in each lane those of a session must be claimed growing.
   */
  private void assertInOrder() {
    Map<String, Long> last = new HashMap<>();
    for (Taken one : inClaimOrder()) {
      String stream = "lane " + one.lane() + " session " + committed.get(one.jobId());
      Long before = last.put(stream, one.jobId());
      assertThat(before == null || before < one.jobId())
          .as("%s: job %s was claimed before %s, seed %d", stream, before, one, seed)
          .isTrue();
    }
  }

  private List<Taken> inClaimOrder() {
    return taken.stream()
        .sorted(
            Comparator.comparingInt(Taken::lane)
                .thenComparingLong(Taken::claimNo)
                .thenComparingInt(Taken::ordinal))
        .toList();
  }

  private void assertClaimsAreNumberedWithoutGaps(TestQueue queue) throws SQLException {
    Map<Integer, Long> newest = new TreeMap<>();
    taken.forEach(one -> newest.merge(one.lane(), one.claimNo(), Math::max));
    assertThat(claims()).isEqualTo(newest.values().stream().mapToLong(Long::longValue).sum());
    assertThat(queue.number("SELECT count(*) FROM awa.claims")).isEqualTo(claims());
    assertThat(
            queue.number(
                "SELECT sum(t) FROM (SELECT max(taken) AS t FROM awa.claims GROUP BY lane) AS l"))
        .isEqualTo(taken.size());
  }

  private long claims() {
    return taken.stream().map(one -> one.lane() + "/" + one.claimNo()).distinct().count();
  }
}

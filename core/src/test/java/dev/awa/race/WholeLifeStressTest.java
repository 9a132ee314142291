package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobState;
import dev.awa.engine.Claimed;
import dev.awa.engine.Closure;
import dev.awa.engine.Ending;
import dev.awa.engine.Flush;
import dev.awa.engine.Lead;
import dev.awa.engine.Ring;
import dev.awa.engine.Ring.Emptying;
import dev.awa.engine.Ring.Generation;
import dev.awa.engine.Workers.Announcement;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Jobs are enqueued, claimed and closed while two leaders rotate, prune and carry without a pause:
 * every run is claimed once, every committed job completes once, the counts are exact, and in the
 * end every segment but the current one has been emptied.
 */
final class WholeLifeStressTest {
  private static final int PRODUCERS = 2;
  private static final int WORKERS = 3;
  private static final int LEADERS = 2;
  private static final int STEPS = 400 * Integer.getInteger("awa.stress", 1);
  private static final Lead LEAD = new Lead(TestQueue.randomId(), 1);

  private final long seed = Long.getLong("awa.seed", System.nanoTime());
  private final TestQueue queue = TestQueue.create();
  private final Map<Long, Integer> committed = Producing.ledger();
  private final Map<String, Integer> claimedTimes = new ConcurrentHashMap<>();
  private final Map<Long, Integer> completedTimes = new ConcurrentHashMap<>();
  private final Map<Emptying, AtomicInteger> emptied = new ConcurrentHashMap<>();
  private volatile boolean allDone;

  @Test
  void everyJobCompletesOnceWhileSegmentsArePrunedAndCarried() throws Exception {
    System.out.println("seed: -Dawa.seed=" + seed);
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    queue.sql("INSERT INTO awa.queues (name, stripes) VALUES ('striped', 3)");
    queue.with(
        tx -> queue.engine().leadership().lead(tx, LEAD.workerId(), Duration.ofHours(1)).mine());
    List<Future<?>> producing = new ArrayList<>();
    List<Future<?>> working = new ArrayList<>();
    List<Future<?>> leading = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int i = 0; i < PRODUCERS; i++) {
        Random random = new Random(seed + i);
        producing.add(threads.submit(() -> produce(random)));
      }
      for (int i = 0; i < WORKERS; i++) {
        Random random = new Random(seed - 1 - i);
        working.add(threads.submit(() -> work(random)));
      }
      for (int i = 0; i < LEADERS; i++) {
        Random random = new Random(seed + 100 + i);
        leading.add(threads.submit(() -> lead(random)));
      }
      try {
        await(producing);
        Eventually.holds(
            () -> missing() + " of " + committed.size() + " never completed, seed " + seed,
            Duration.ofSeconds(60),
            () -> failed(working, leading) || completedTimes.size() >= committed.size());
      } finally {
        allDone = true;
      }
      await(working);
      await(leading);
    }
    assertThat(missing()).as("lost, seed %d", seed).isEmpty();
    assertThat(repeated(claimedTimes)).as("runs claimed twice, seed %d", seed).isEmpty();
    assertThat(repeated(completedTimes)).as("jobs completed twice, seed %d", seed).isEmpty();
    assertThat(completedTimes.keySet()).isEqualTo(committed.keySet());
    assertThat(completed()).as("completed, as the counters say").isEqualTo(committed.size());
    assertEverySegmentIsEmptied();
    assertThat(completed()).as("completed, after the last prune").isEqualTo(committed.size());
    System.out.println(committed.size() + " jobs; segments: " + emptied);
  }

  private static boolean failed(List<Future<?>> some, List<Future<?>> others) {
    return Stream.concat(some.stream(), others.stream()).anyMatch(Future::isDone);
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

  private long completed() {
    return Stream.of("plain", "striped")
        .mapToLong(name -> queue.awa().queues().stats(name).completed())
        .sum();
  }

  private List<Long> missing() {
    return committed.keySet().stream()
        .filter(job -> !completedTimes.containsKey(job))
        .sorted()
        .limit(20)
        .toList();
  }

  private static <T> List<T> repeated(Map<T, Integer> times) {
    return times.entrySet().stream()
        .filter(e -> e.getValue() > 1)
        .map(Map.Entry::getKey)
        .limit(20)
        .toList();
  }

  private void assertEverySegmentIsEmptied() throws SQLException {
    queue.sql("DELETE FROM awa.workers");
    Random random = new Random(seed);
    try (Connection connection = queue.connect()) {
      Eventually.holds(
          "every segment but the current one is emptied",
          () -> {
            leadOnce(connection, random);
            return generations(connection).size() <= 2;
          });
      queue.engine().ring().sweepCarry(connection, LEAD, 1_000_000);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.ready_entries_carry")).isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.claims_carry")).isZero();
  }

  // --- producing ---

  private Void produce(Random random) throws SQLException {
    try (Producing producing =
        new Producing(queue, random, List.of("plain", "striped"), 3, committed)) {
      for (int i = 0; i < STEPS; i++) {
        producing.step();
      }
    }
    return null;
  }

  // --- working ---

  private Void work(Random random) throws SQLException {
    try (Connection connection = queue.connect()) {
      new TestWorker(connection, random).work();
    }
    return null;
  }

  /** Claims, keeps what it claimed for a while, closes it, and announces what it holds. */
  private final class TestWorker {
    private final Connection connection;
    private final Random random;
    private final long id = TestQueue.randomId();
    private final List<Flush.Ended> open = new ArrayList<>();
    private long epoch;
    private long flushNo;

    TestWorker(Connection connection, Random random) throws SQLException {
      this.connection = connection;
      this.random = random;
      epoch = queue.engine().workers().register(connection, id, TestQueue.SELF, TestQueue.PROMISE);
    }

    void work() throws SQLException {
      while (!allDone) {
        int dice = random.nextInt(10);
        if (dice < 6) {
          claim();
        } else if (dice < 8) {
          close(1 + random.nextInt(1 + open.size()));
        } else {
          beat();
        }
      }
      close(open.size());
    }

    private void claim() throws SQLException {
      String name = random.nextBoolean() ? "plain" : "striped";
      int stripe = name.equals("plain") ? 0 : random.nextInt(3);
      int limit = 1 + random.nextInt(random.nextBoolean() ? 8 : 512);
      Claimed claimed =
          queue.engine().claimLog().claim(connection, TestQueue.request(id, name, stripe, limit));
      for (Flush.Ended run : TestQueue.ended(claimed, TestQueue.completed())) {
        claimedTimes.merge(run.run().jobId() + "/" + run.run().runNo(), 1, Integer::sum);
        open.add(random.nextInt(10) == 0 ? run.with(again(run), null) : run);
      }
    }

    private Ending again(Flush.Ended run) {
      int attempts = run.run().attempts();
      return random.nextBoolean()
          ? new Ending(
              Closure.RETRIED, new Ending.Next.Again(0, JobState.RETRYABLE, attempts + 1), "error")
          : new Ending(
              Closure.RELEASED, new Ending.Next.Again(0, JobState.SCHEDULED, attempts), null);
    }

    private void close(int most) throws SQLException {
      List<Flush.Ended> ended = new ArrayList<>();
      for (int i = 0; i < most && !open.isEmpty() && ended.size() < 1000; i++) {
        int last = open.size() - 1;
        ended.add(open.set(random.nextInt(open.size()), open.get(last)));
        open.remove(last);
      }
      if (!ended.isEmpty()) {
        Set<Flush.Ended> stale =
            queue.engine().closureLog().flush(connection, new Flush(id, ++flushNo, ended));
        assertThat(stale).as("stale, seed %d", seed).isEmpty();
        for (Flush.Ended run : ended) {
          if (run.ending().closure() == Closure.COMPLETED) {
            completedTimes.merge(run.run().jobId(), 1, Integer::sum);
          }
        }
      }
    }

    private void beat() throws SQLException {
      Collection<Short> held = new TreeSet<>();
      for (Flush.Ended run : open) {
        held.add(run.claim().slot());
        held.add(run.run().slot());
      }
      held.removeIf(slot -> slot < 0);
      Announcement announcement = new Announcement(epoch, List.copyOf(held));
      epoch = queue.engine().workers().beat(connection, id, announcement).orElseThrow().epoch();
    }
  }

  // --- leading ---

  private Void lead(Random random) throws SQLException {
    try (Connection connection = queue.connect()) {
      while (!allDone) {
        leadOnce(connection, random);
      }
    }
    return null;
  }

  private void leadOnce(Connection connection, Random random) throws SQLException {
    Ring ring = queue.engine().ring();
    ring.publishHead(connection);
    ring.rotate(connection, LEAD);
    ring.publishHead(connection);
    List<Generation> generations = generations(connection);
    if (generations.size() > 1 + random.nextInt(4)) {
      Emptying answer = empty(connection, generations.getFirst(), random);
      emptied.computeIfAbsent(answer, key -> new AtomicInteger()).incrementAndGet();
    }
    if (random.nextInt(10) == 0) {
      ring.sweepCarry(connection, LEAD, 1000);
    }
  }

  private List<Generation> generations(Connection connection) throws SQLException {
    return queue.engine().ring().generations(connection).stream()
        .filter(generation -> !generation.isCarry())
        .toList();
  }

  private Emptying empty(Connection connection, Generation oldest, Random random)
      throws SQLException {
    Ring ring = queue.engine().ring();
    Duration patience = Duration.ofMillis(random.nextInt(3) * 25L);
    Optional<String> drained = ring.drained(connection, oldest);
    if (random.nextInt(3) == 0) {
      return ring.carry(connection, LEAD, oldest, patience);
    }
    if (drained.isEmpty()) {
      return Emptying.WAITING;
    }
    Emptying answer = Emptying.HELD;
    for (int i = 0; i < 20 && answer == Emptying.HELD; i++) {
      answer = ring.prune(connection, LEAD, oldest, drained.get(), patience);
    }
    return answer;
  }
}

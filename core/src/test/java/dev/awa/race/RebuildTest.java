package dev.awa.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.QueueStats;
import dev.awa.RawJson;
import dev.awa.client.Awa;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The counters of states are made anew while jobs are enqueued, run, retried, given up and
 * cancelled, and segments with notes of what moved are pruned: what moves meanwhile is counted
 * once.
 */
final class RebuildTest {
  private static final int PRODUCERS = 2;
  private static final int REBUILDS = 12 * Integer.getInteger("awa.stress", 1);
  private static final int PRUNES = 2;
  private static final List<String> QUEUES = List.of("q", "r");

  private final long seed = Long.getLong("awa.seed", System.nanoTime());
  private final TestQueue queue = TestQueue.create();
  private final Awa awa = queue.awa();
  private final AtomicInteger ran = new AtomicInteger();

  /** As the workers announce it when it is committed: a prune cuts their history. */
  private final Map<String, LongAdder> completed = new ConcurrentHashMap<>();

  private volatile boolean over;

  /** A third completes, the others fail for good, are cancelled, or run again, soon or late. */
  private Worker worker() throws SQLException {
    WorkerConfig config = WorkerConfig.defaults().withBeat(Duration.ofMillis(200));
    Worker.Builder builder = Worker.of(queue.dataSource()).config(config);
    QUEUES.forEach(name -> builder.queue(name, 10));
    return builder
        .listen(
            JobEvent.Completed.class,
            done ->
                completed.computeIfAbsent(done.job().queue(), key -> new LongAdder()).increment())
        .handler(
            "test",
            RawJson.class,
            (args, context) -> {
              ran.incrementAndGet();
              return switch ((int) (context.job().id() % 6)) {
                case 0 -> Outcome.fail("broken");
                case 1 -> Outcome.cancel("not wanted");
                case 2 -> Outcome.retryAfter(Duration.ofHours(1), "broken");
                case 3 ->
                    context.job().attempt() == 1
                        ? Outcome.retryAfter(Duration.ofMillis(1), "broken")
                        : Outcome.complete();
                default -> Outcome.complete();
              };
            },
            Backoff.exponential())
        .start();
  }

  @Test
  void whatMovesMeanwhileIsCountedOnce() throws Exception {
    System.out.println("seed: -Dawa.seed=" + seed);
    queue.sql("UPDATE awa.storage_state SET rotate_after = '0', keep_history = '0'");
    try (Worker one = worker();
        Worker other = worker();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Void>> producers = new ArrayList<>();
      for (int i = 0; i < PRODUCERS; i++) {
        Random random = new Random(seed + i);
        Callable<Void> produce = () -> produce(random);
        producers.add(threads.submit(produce));
      }
      try {
        rebuild(producers);
      } finally {
        over = true;
      }
      for (Future<Void> producer : producers) {
        producer.get();
      }
      Eventually.holds(
          () -> "all come to rest: " + stats().toList(),
          () -> stats().allMatch(stats -> stats.available() + stats.running() == 0));
      assertThat(one.running() + other.running()).isZero();
    }
    assertThat(prunes()).as("segments were pruned").isGreaterThanOrEqualTo(PRUNES);
    for (String name : QUEUES) {
      assertExact(name);
    }
  }

  /** Each makes good what is wrong before it. */
  private void rebuild(List<Future<Void>> producers) throws SQLException {
    for (int i = 0; i < REBUILDS || (prunes() < PRUNES && i < 20 * REBUILDS); i++) {
      int upTo = ran.get() + 25;
      Eventually.holds(
          () -> "jobs run between two rebuilds",
          () -> ran.get() >= upTo || producers.stream().anyMatch(Future::isDone));
      queue.sql(
          "INSERT INTO awa.state_counts (lane, state, n) SELECT lane, 'cancelled', 1000 FROM"
              + " awa.lanes ON CONFLICT (lane, state) DO UPDATE SET n = state_counts.n + 1000");
      awa.storage().rebuildTerminalCounters(Duration.ofSeconds(20));
    }
  }

  private long prunes() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.prunes");
  }

  private Stream<QueueStats> stats() {
    return QUEUES.stream().map(awa.queues()::stats);
  }

  private Void produce(Random random) {
    List<Long> ids = new ArrayList<>();
    while (!over) {
      List<Job<?>> jobs = new ArrayList<>();
      for (int i = random.nextInt(10); i >= 0; i--) {
        Job<?> job = TestQueue.job(QUEUES.get(random.nextInt(2)), i);
        jobs.add(
            switch (random.nextInt(4)) {
              case 0 -> job.withDelay(Duration.ofHours(1));
              case 1 -> job.withDelay(Duration.ofMillis(1));
              default -> job;
            });
      }
      awa.enqueueAll(jobs).forEach(answer -> ids.add(answer.id()));
      awa.jobs().cancel(ids.get(random.nextInt(ids.size())), "not wanted");
    }
    return null;
  }

  /** Nothing moves any more: the counts are what a scan finds. */
  private void assertExact(String name) throws SQLException {
    QueueStats stats = awa.queues().stats(name);
    assertThat(stats)
        .as("%s, seed %d", name, seed)
        .returns(scan(name, "available"), QueueStats::available)
        .returns(scan(name, "running"), QueueStats::running)
        .returns(scan(name, "scheduled"), QueueStats::scheduled)
        .returns(scan(name, "retryable"), QueueStats::retryable)
        .returns(scan(name, "failed"), QueueStats::failed)
        .returns(scan(name, "cancelled"), QueueStats::cancelled)
        .returns(completed.getOrDefault(name, new LongAdder()).sum(), QueueStats::completed);
    assertThat(stats.deadLetters()).isPositive().isEqualTo(stats.failed());
    assertThat(List.of(stats.scheduled(), stats.retryable(), stats.completed()))
        .as("jobs in every state")
        .doesNotContain(0L);
  }

  private long scan(String name, String state) throws SQLException {
    return queue.number("SELECT count(*) FROM awa.jobs WHERE queue = ? AND state = ?", name, state);
  }
}

package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Job;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A run begins or is put back, whichever comes first. */
final class PutBackTest {
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();
  private static final int PERMITS = 16;
  private static final int JOBS = 400;

  private final TestQueue queue = TestQueue.create();
  private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();
  private final Map<Long, Integer> runs = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();
  private final Semaphore gate = new Semaphore(0);
  private final AtomicBoolean over = new AtomicBoolean();
  private final CountDownLatch free = new CountDownLatch(1);

  private Worker.Builder builder() {
    return Worker.of(queue.dataSource())
        .config(WorkerConfig.defaults().withName("test").withPoll(Duration.ofMillis(50)))
        .queue("q", PERMITS)
        .queue("r", 1)
        .listen(JobEvent.class, events::add)
        .handler(
            "test",
            RawJson.class,
            (args, context) -> {
              runs.merge(context.job().id(), 1, Integer::sum);
              return Outcome.complete();
            },
            Backoff.exponential())
        .handler(
            "blocks",
            RawJson.class,
            (args, context) -> {
              running.incrementAndGet();
              free.await();
              running.decrementAndGet();
              return Outcome.complete();
            },
            Backoff.exponential());
  }

  private long count(Class<? extends JobEvent> kind) {
    return events.stream().filter(kind::isInstance).count();
  }

  /** A thread that gets to its run when the gate lets it. */
  private Thread late(Runnable task) {
    return VIRTUAL.newThread(() -> {
      gate.acquireUninterruptibly();
      task.run();
    });
  }

  /** Lets some begin, and now and then puts back all that have not, at the same moment. */
  private void race(PutBack putBack) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (!over.get()) {
      if (gate.hasQueuedThreads() && gate.availablePermits() == 0) {
        gate.release(random.nextInt(4));
      }
      if (random.nextInt(4) == 0) {
        putBack.all(Duration.ZERO, "raced");
      }
      Thread.onSpinWait();
    }
    gate.release(1_000_000);
  }

  /**
   * Runs are put back again and again while their threads are about to begin. Each job's handler is
   * called once, by the run that was not put back; every permit and every hold comes back.
   */
  @Test
  void aRunBeginsOrIsPutBackAndNeverBoth() {
    queue.enqueue("q", JOBS);
    Worker.Builder builder = builder();
    builder.threads = this::late;
    try (Worker worker = builder.start()) {
      Thread racer = Thread.ofPlatform().start(() -> race(worker.parts.runner.putBack()));
      try {
        Eventually.holds(
            () -> count(JobEvent.Completed.class) + " of " + JOBS + " complete",
            () -> count(JobEvent.Completed.class) >= JOBS);
      } finally {
        over.set(true);
        joined(racer);
      }
      assertThat(count(JobEvent.Released.class)).as("so many lost the race").isGreaterThan(50);
      assertThat(count(JobEvent.Stale.class)).as("ended twice").isZero();
      assertThat(runs).hasSize(JOBS).allSatisfy((id, n) -> assertThat(n).isEqualTo(1));
      assertThat(events.stream().filter(JobEvent.Completed.class::isInstance))
          .as("what was put back does not count")
          .allMatch(event -> event.job().attempt() == 1);
      Eventually.holds("nothing is left", () -> worker.running() == 0);
      Eventually.holds(
          "nothing is held", () -> worker.parts.holds.announcement().slots().isEmpty());
      everyPermitIsThereAndNoMore();
      free.countDown();
    }
  }

  private void everyPermitIsThereAndNoMore() {
    for (int i = 0; i < PERMITS + 4; i++) {
      queue.awa().enqueue(Job.of("blocks", new RawJson("{}")).withQueue("q"));
    }
    Eventually.holds(() -> running + " run", () -> running.get() == PERMITS);
    long done = count(JobEvent.Completed.class);
    List<Long> marker = queue.enqueue("r", 1);
    Eventually.holds("it has looked again", () -> count(JobEvent.Completed.class) > done);
    assertThat(runs).containsKey(marker.getFirst());
    assertThat(running.get()).isEqualTo(PERMITS);
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How an attempt begins when threads are short, or late. */
final class BeginTest {
  private static final ThreadFactory VIRTUAL = Thread.ofVirtual().factory();

  private final TestQueue queue = TestQueue.create();
  private final Queue<JobEvent> events = new ConcurrentLinkedQueue<>();

  private Worker.Builder builder() {
    return Worker.of(queue.dataSource())
        .config(
            WorkerConfig.defaults().withName("test").withUnknownKindDelay(Duration.ofMillis(20)))
        .listen(JobEvent.class, events::add);
  }

  private long ended() {
    return events.stream().filter(JobEvent.Completed.class::isInstance).count();
  }

  @Test
  void aRunForWhichThereIsNoThreadIsPutBackAndStopsNoOther() throws SQLException {
    AtomicInteger threads = new AtomicInteger();
    CyclicBarrier together = new CyclicBarrier(30);
    List<Long> ids = queue.enqueue("q", 30);
    Worker.Builder builder =
        builder()
            .queue("q", 30)
            .handler(
                "test", RawJson.class, (args, context) -> Outcome.complete(), Backoff.exponential())
            .handler(
                "together",
                RawJson.class,
                (args, context) -> {
                  together.await(60, TimeUnit.SECONDS);
                  return Outcome.complete();
                },
                Backoff.exponential());
    builder.threads =
        task -> {
          int n = threads.incrementAndGet();
          if (n <= 30 && n % 3 == 0) {
            throw new OutOfMemoryError("no thread, by hand");
          }
          return VIRTUAL.newThread(task);
        };
    try (Worker worker = builder.start()) {
      Eventually.holds(() -> "all complete: " + events, () -> ended() == ids.size());
      assertThat(events.stream().filter(JobEvent.Released.class::isInstance)).hasSize(10);
      assertThat(events.stream().filter(JobEvent.Completed.class::isInstance))
          .as("what was put back does not count")
          .allSatisfy(event -> assertThat(event.job().attempt()).isEqualTo(1));
      for (int i = 0; i < 30; i++) {
        queue.awa().enqueue(dev.awa.Job.of("together", new RawJson("{}")).withQueue("q"));
      }
      Eventually.holds(() -> "every permit is there: " + events, () -> ended() == 60);
      Eventually.holds("no attempt is left", () -> worker.running() == 0);
    }
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).as("signed off").isZero();
  }

  @Test
  void aDeadlineCountsFromTheStartOfTheHandler() {
    Duration deadline = Duration.ofMillis(300);
    CountDownLatch processorIsFree = new CountDownLatch(1);
    AtomicInteger waiting = new AtomicInteger();
    AtomicLong given = new AtomicLong();
    List<Long> ids =
        queue
            .awa()
            .enqueueAll(
                List.of(
                    TestQueue.job("q", 0).withDeadline(deadline),
                    TestQueue.job("q", 1).withDeadline(deadline)))
            .stream()
            .map(answer -> answer.id())
            .toList();
    Worker.Builder builder =
        builder()
            .queue("q", 10)
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  if (context.job().id() == ids.getFirst()) {
                    return Outcome.complete();
                  }
                  long begun = System.nanoTime();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    given.set(System.nanoTime() - begun);
                  }
                  return Outcome.complete();
                },
                Backoff.fixed(Duration.ofHours(1)));
    builder.threads =
        task ->
            VIRTUAL.newThread(() -> {
              waiting.incrementAndGet();
              awaitUninterruptibly(processorIsFree);
              task.run();
            });
    try (Worker worker = builder.start()) {
      Eventually.holds("both wait to begin", () -> waiting.get() == 2);
      long claimed = System.nanoTime();
      Eventually.holds(
          "longer than the deadline",
          () -> System.nanoTime() - claimed > deadline.multipliedBy(3).toNanos());
      assertThat(events).isEmpty();
      processorIsFree.countDown();
      Eventually.holds(
          () -> "both have ended: " + events,
          () -> ended() == 1 && events.stream().anyMatch(JobEvent.Retried.class::isInstance));
      Eventually.holds("the handler is back", () -> given.get() > 0);
    }
    assertThat(Duration.ofNanos(given.get()))
        .as("what a handler is given; the watch may be a moment before it")
        .isGreaterThan(deadline.dividedBy(2));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // whoever has no processor does not notice
      }
    }
  }
}

package dev.awa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** However many runs are long, a look costs the watch, which keeps the deadlines, little. */
final class LongRunsAtOnceTest {
  private static final int JOBS = 70;

  private final TestQueue queue = TestQueue.create();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch called = new CountDownLatch(JOBS);

  @Test
  void aLookWritesOfFiftyAtMostAndTheNextOfTheOthers() throws Exception {
    queue.enqueue("q", JOBS);
    Worker.Builder builder =
        Worker.of(queue.dataSource())
            .config(WorkerConfig.defaults().withStackAfter(Duration.ZERO))
            .queue("q", JOBS)
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  called.countDown();
                  goOn.await();
                  return Outcome.complete();
                },
                Backoff.exponential());
    try (Worker worker = builder.start()) {
      called.await();
      Running running = worker.parts.running;
      new LongRuns(running, Duration.ZERO).look();
      assertThat(told(running)).as("zero turns it off").isZero();
      LongRuns longRuns = new LongRuns(running, Duration.ofMillis(1));
      longRuns.look();
      assertThat(told(running)).isEqualTo(50);
      longRuns.look();
      assertThat(told(running)).as("no second has passed").isEqualTo(50);
      Eventually.holds(
          "the others too",
          () -> {
            longRuns.look();
            return told(running) == JOBS;
          });
      goOn.countDown();
    }
  }

  private static long told(Running running) {
    return running.all().stream().filter(attempt -> attempt.telling() != null).count();
  }
}

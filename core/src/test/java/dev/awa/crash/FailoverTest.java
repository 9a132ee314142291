package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.support.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replica that lags takes over, and lacks what the worker knows to be committed. */
@Tag("every-postgres")
final class FailoverTest {
  private static final WorkerConfig QUICK =
      WorkerConfig.defaults()
          .withName("test")
          .withPoll(Duration.ofMillis(50))
          .withBeat(Duration.ofMillis(200))
          .withDeathGrace(Duration.ofSeconds(1))
          .withLease(Duration.ofSeconds(3))
          .withNetworkTimeout(Duration.ofSeconds(2));

  private final AtomicInteger starts = new AtomicInteger();
  private final CountDownLatch finish = new CountDownLatch(1);

  @Test
  void aRunWhoseEndIsLostIsInNobodysHandsAndRunsAgain() throws Exception {
    try (OwnServer server = new OwnServer()) {
      TestQueue queue = TestQueue.in(server.dataSource(), "awa");
      queue.enqueue("q", 1);
      try (Worker worker = worker(server).start()) {
        Eventually.holds("the job runs", () -> starts.get() == 1);
        Path replica = server.replica();
        String before = queue.texts("SELECT worker_id FROM awa.beats").getFirst();
        finish.countDown();
        Eventually.holds("its end is committed", () -> completed(queue) == 1);
        queue.enqueue("other", 100);

        server.failOverTo(replica);

        assertThat(completed(queue)).as("the replica does not have the end").isZero();
        Eventually.holds("the job runs again", () -> completed(queue) == 1);
        assertThat(starts).hasValue(2);
        assertThat(queue.texts("SELECT worker_id FROM awa.beats"))
            .as("the worker goes on under another id")
            .hasSize(1)
            .doesNotContain(before);
        assertThat(worker.running()).isZero();
      }
    }
  }

  private Worker.Builder worker(OwnServer server) {
    return Worker.of(server.dataSource())
        .config(QUICK)
        .queue("q")
        .handler(
            "test",
            RawJson.class,
            (args, context) -> {
              starts.incrementAndGet();
              finish.await();
              return Outcome.complete();
            },
            Backoff.fixed(Duration.ofMillis(1)));
  }

  private static long completed(TestQueue queue) {
    return queue.awa().queues().stats("q").completed();
  }
}

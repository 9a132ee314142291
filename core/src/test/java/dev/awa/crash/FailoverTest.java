package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.io.FileUtils;
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
    try (Postgres server = OwnServer.start()) {
      TestQueue queue = TestQueue.in(server.database("postgres"), "awa");
      queue.enqueue("q", 1);
      try (Worker worker = worker(server).start()) {
        Eventually.holds("the job runs", () -> starts.get() == 1);
        Path replica = replica(server);
        String before = queue.texts("SELECT worker_id FROM awa.beats").getFirst();
        finish.countDown();
        Eventually.holds("its end is committed", () -> completed(queue) == 1);
        queue.enqueue("other", 100);

        failOver(server, replica);

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

  /** What a replica has that receives nothing from now on. Restarts the server. */
  private static Path replica(Postgres server) throws IOException {
    server.stop("fast");
    Path replica = server.data().resolveSibling(server.data().getFileName() + "-replica");
    Postgres.copyFiles(server.data(), replica);
    server.start();
    return replica;
  }

  /** The server is lost, and a replica takes over in its place. */
  private static void failOver(Postgres server, Path replica) throws IOException {
    server.stop("immediate");
    FileUtils.deleteDirectory(server.data().toFile());
    Files.move(replica, server.data());
    Files.createFile(server.data().resolve("standby.signal"));
    server.start();
    server.promote();
  }

  private Worker.Builder worker(Postgres server) {
    return Worker.of(server.database("postgres"))
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

package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The worker is killed between a beat and the next: the next attempt goes on from the former. */
final class CheckpointKilledTest {
  private final TestQueue queue = TestQueue.create();
  @TempDir private Path folder;

  @Test
  void theNextAttemptGoesOnFromTheNewestCheckpointThatWasStored() throws Exception {
    long id = queue.enqueue("q", 1).getFirst();
    Path file = folder.resolve("counted");
    Process process = start(file);
    try {
      Eventually.holds("it has stored some checkpoints", () -> stored() > 2);
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    long newest = reported();
    long counted = Files.readAllLines(file).size();
    assertThat(newest).isPositive().isLessThanOrEqualTo(counted);

    AtomicLong found = new AtomicLong();
    WorkerConfig config =
        WorkerConfig.defaults()
            .withBeat(Duration.ofMillis(200))
            .withDeathGrace(Duration.ofMillis(500))
            .withLease(Duration.ofSeconds(20));
    try (Worker worker =
        Worker.of(queue.dataSource())
            .config(config)
            .queue("q")
            .handler(
                "test",
                RawJson.class,
                (args, context) -> {
                  found.set(context.checkpoint(Long.class).orElse(0L));
                  return Outcome.complete();
                },
                Backoff.exponential())
            .start()) {
      Eventually.holds(
          "it is rescued and completed", () -> queue.awa().queues().stats("q").completed() == 1);
    }
    assertThat(found.get()).isEqualTo(newest);
    assertThat(queue.awa().jobs().find(id).orElseThrow().attempt()).isEqualTo(2);
  }

  private long stored() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.attempt_outputs WHERE checkpoint IS NOT NULL");
  }

  private long reported() throws SQLException {
    return queue.number("SELECT max((checkpoint ->> 'value')::bigint) FROM awa.attempt_outputs");
  }

  private Process start(Path file) throws Exception {
    PGSimpleDataSource dataSource = (PGSimpleDataSource) queue.dataSource();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            CheckpointProcess.class.getName(),
            dataSource.getURL(),
            dataSource.getUser(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }
}

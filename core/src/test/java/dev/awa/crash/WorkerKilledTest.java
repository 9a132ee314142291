package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A worker that is killed finishes nothing that it had not finished, and its jobs run again. */
final class WorkerKilledTest {
  private final TestQueue queue = TestQueue.create();
  @TempDir private Path folder;

  @Test
  void whatAKilledWorkerHadNotFinishedIsOpenUntilItIsRescued() throws Exception {
    List<Long> ids = queue.enqueue("q", 60);
    Path file = folder.resolve("ledger");
    Process process = startWorker(file);
    try {
      Eventually.holds(
          "all that can end have ended, and 20 hang",
          () -> lines(file, "start").size() == 60 && lines(file, "end").size() == 40);
    } finally {
      process.destroyForcibly();
    }
    process.waitFor();
    assertNothingIsFinishedThatWasNot(file);
    assertThat(open()).isGreaterThanOrEqualTo(20);

    Ledger ledger = new Ledger();
    WorkerConfig config =
        WorkerConfig.defaults()
            .withBeat(Duration.ofMillis(200))
            .withDeathGrace(Duration.ofMillis(500))
            .withLease(Duration.ofSeconds(20));
    try (Worker worker =
        Worker.of(queue.dataSource())
            .config(config)
            .queue("q")
            .handler("test", RawJson.class, ledger.handler(), Backoff.exponential())
            .start()) {
      Eventually.holds(
          () -> "the rest is rescued and completed: " + queue.awa().queues().stats("q"),
          () -> queue.awa().queues().stats("q").completed() == 60);
    }
    assertThat(ledger.ended()).hasSizeBetween(20, 60);
    Set<Long> ended = new HashSet<>(ledger.ended());
    ended.addAll(lines(file, "end"));
    assertThat(ended).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  @Test
  void aWorkerThatIsKilledAtAnyMomentFinishesNothingThatItHadNot() throws Exception {
    for (int round = 1; round <= 3; round++) {
      queue.enqueue("q", 300);
      Path file = folder.resolve("ledger " + round);
      Process process = startWorker(file);
      int some = round * 20;
      try {
        Eventually.holds("it is at work", () -> lines(file, "start").size() >= some);
      } finally {
        process.destroyForcibly();
      }
      process.waitFor();
      Files.write(
          folder.resolve("all"),
          Files.readAllLines(file),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      assertNothingIsFinishedThatWasNot(folder.resolve("all"));
    }
  }

  private Process startWorker(Path file) throws IOException {
    PGSimpleDataSource dataSource = (PGSimpleDataSource) queue.dataSource();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            WorkerProcess.class.getName(),
            dataSource.getURL(),
            dataSource.getUser(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private static Set<Long> lines(Path file, String word) throws IOException {
    if (!Files.exists(file)) {
      return Set.of();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> Long.valueOf(line.substring(word.length() + 1)))
        .collect(Collectors.toSet());
  }

  private void assertNothingIsFinishedThatWasNot(Path file) throws SQLException, IOException {
    List<Long> finished =
        queue.texts("SELECT job_id FROM awa.members WHERE outcome = 1").stream()
            .map(Long::valueOf)
            .toList();
    assertThat(lines(file, "end")).containsAll(finished);
  }

  private long open() throws SQLException {
    return queue.number("SELECT count(*) FROM awa.members WHERE outcome IS NULL");
  }
}

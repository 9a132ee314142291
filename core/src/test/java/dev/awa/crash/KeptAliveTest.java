package dev.awa.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.JobState;
import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.lab.Eventually;
import dev.awa.support.TestQueue;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A process whose main starts a worker and returns lives until the worker is closed. */
final class KeptAliveTest {
  @TempDir Path folder;

  private final TestQueue queue = TestQueue.create();

  /** A main that starts a worker and returns; a job of queue "q" ends it as its kind says. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      PGSimpleDataSource dataSource = new PGSimpleDataSource();
      dataSource.setURL(arguments[0]);
      dataSource.setUser(arguments[1]);
      AtomicReference<Worker> self = new AtomicReference<>();
      self.set(
          Worker.of(dataSource)
              .config(WorkerConfig.defaults().withName("main"))
              .queue("q")
              .handler(
                  "test",
                  RawJson.class,
                  (args, context) -> Outcome.complete(),
                  Backoff.exponential())
              .handler(
                  "close",
                  RawJson.class,
                  (args, context) -> {
                    self.get().close();
                    return Outcome.complete();
                  },
                  Backoff.exponential())
              .handler(
                  "exit",
                  RawJson.class,
                  (args, context) -> {
                    Runtime.getRuntime().addShutdownHook(new Thread(self.get()::close));
                    Thread.ofPlatform().start(() -> System.exit(7));
                    return Outcome.complete();
                  },
                  Backoff.exponential())
              .start());
    }
  }

  private Process start() throws IOException {
    PGSimpleDataSource dataSource = (PGSimpleDataSource) queue.dataSource();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-XX:TieredStopAtLevel=1",
            "-Xmx128m",
            Main.class.getName(),
            dataSource.getURL(),
            dataSource.getUser())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private long enqueue(String kind) {
    return queue.awa().enqueue(dev.awa.Job.of(kind, new RawJson("{}")).withQueue("q")).id();
  }

  private int exitStatus(String kind) throws Exception {
    Process process = start();
    try {
      long id = enqueue("test");
      Eventually.holds(
          () -> "the job runs after main has returned",
          () -> queue.awa().jobs().find(id).orElseThrow().state() == JobState.COMPLETED);
      assertThat(process.isAlive()).isTrue();
      enqueue(kind);
      assertThat(process.waitFor(60, TimeUnit.SECONDS))
          .as("it ends: " + Files.readString(folder.resolve("output")))
          .isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void untilItIsClosed() throws Exception {
    assertThat(exitStatus("close")).isZero();
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }

  @Test
  void orUntilSystemExit() throws Exception {
    assertThat(exitStatus("exit")).isEqualTo(7);
    assertThat(queue.number("SELECT count(*) FROM awa.workers")).isZero();
  }
}

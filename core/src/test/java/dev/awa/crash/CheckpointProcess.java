package dev.awa.crash;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A worker in a process of its own that is made to be killed. Its job counts for ever, keeps each
 * number as its checkpoint, and adds it to a file before it does so, a line each.
 *
 * <p>Arguments: JDBC URL, user, file.
 */
final class CheckpointProcess {
  private CheckpointProcess() {}

  public static void main(String[] arguments) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    dataSource.setUser(arguments[1]);
    Path file = Path.of(arguments[2]);
    CountDownLatch never = new CountDownLatch(1);
    Worker.of(dataSource)
        .config(WorkerConfig.defaults().withBeat(Duration.ofMillis(200)))
        .queue("q")
        .handler(
            "test",
            RawJson.class,
            (args, context) -> {
              for (long i = 1; ; i++) {
                Files.writeString(
                    file, i + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                context.checkpoint(i).progress(1, "at " + i);
                if (never.await(1, TimeUnit.MILLISECONDS)) {
                  return Outcome.complete();
                }
              }
            },
            Backoff.exponential())
        .start();
    never.await();
  }
}

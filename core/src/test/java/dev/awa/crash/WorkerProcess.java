package dev.awa.crash;

import dev.awa.Outcome;
import dev.awa.RawJson;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A worker in a process of its own, which is made to be killed. It writes what its handlers do into
 * a file and waits for the disk; of every three jobs the last never ends.
 *
 * <p>Arguments: JDBC URL, user, ledger file.
 */
final class WorkerProcess {
  private final FileChannel ledger;

  private WorkerProcess(FileChannel ledger) {
    this.ledger = ledger;
  }

  public static void main(String[] arguments) throws Exception {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    dataSource.setUser(arguments[1]);
    FileChannel file =
        FileChannel.open(
            Path.of(arguments[2]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    WorkerProcess process = new WorkerProcess(file);
    Worker.of(dataSource)
        .config(WorkerConfig.defaults().withBeat(Duration.ofMillis(200)))
        .queue("q", 30)
        .handler(
            "test",
            RawJson.class,
            (args, context) -> process.run(context.job().id()),
            Backoff.exponential())
        .start();
    new CountDownLatch(1).await();
  }

  private Outcome run(long id) throws IOException, InterruptedException {
    write("start " + id);
    if (id % 3 == 0) {
      new CountDownLatch(1).await();
    }
    write("end " + id);
    return Outcome.complete();
  }

  private void write(String line) throws IOException {
    ledger.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
    ledger.force(true);
  }
}

package dev.awa.cli.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.cli.database.Target;
import dev.awa.cli.metrics.MetricsAddress;
import dev.awa.cli.metrics.Published;
import dev.awa.cli.terminal.Signals;
import dev.awa.client.Awa;
import dev.awa.worker.Worker;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Does the maintenance, and runs no job. */
@Command(
    name = "maintain",
    mixinStandardHelpOptions = true,
    description = {
      "Do the maintenance of the queue, and run no job: lead while no other worker does.",
      "For a process beside workers that come and go. Several may run: one leads, the others wait."
    })
public final class MaintainCommand implements Callable<Integer> {
  /** Those of a worker that leads, and one that reads for metrics. */
  private static final int CONNECTIONS = 8;

  @Mixin Target target = new Target();

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--metrics",
      paramLabel = "[HOST]:PORT",
      converter = MetricsAddress.Reader.class,
      description = "Publishes metrics for Prometheus, as awa work does. Default: not published.")
  @Nullable MetricsAddress metrics;

  @Mixin ProbeOption probe = new ProbeOption();

  private final CountDownLatch interrupted = new CountDownLatch(1);

  @Override
  public Integer call() throws InterruptedException {
    Signals.onInterrupt(interrupted::countDown);
    try (Published published = new Published(metrics, probe.health);
        HikariDataSource dataSource = target.dataSource(CONNECTIONS);
        Worker worker = worker(dataSource, published)) {
      published.started(worker);
      spec.commandLine()
          .getErr()
          .println("doing the maintenance" + published.words() + "; Ctrl-C ends");
      interrupted.await();
      spec.commandLine().getErr().println("shutting down");
    }
    return CommandLine.ExitCode.OK;
  }

  /** Ends the command as Ctrl-C does. */
  public void interrupt() {
    interrupted.countDown();
  }

  private Worker worker(HikariDataSource dataSource, Published published) {
    Awa awa = Awa.of(dataSource, target.schema);
    awa.check(); // says it without the pool's warnings
    Worker.Builder builder = Worker.of(dataSource).schema(target.schema).maintenanceOnly();
    published.hear(builder, awa);
    return builder.start();
  }
}

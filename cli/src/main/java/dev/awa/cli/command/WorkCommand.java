package dev.awa.cli.command;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.RawJson;
import dev.awa.admin.Units;
import dev.awa.cli.database.Target;
import dev.awa.cli.job.ExecHandler;
import dev.awa.cli.job.ShellCommand;
import dev.awa.cli.metrics.MetricsAddress;
import dev.awa.cli.metrics.Published;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Signals;
import dev.awa.client.Awa;
import dev.awa.event.JobEvent;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a shell command for each job of some queues. */
@Command(
    name = "work",
    mixinStandardHelpOptions = true,
    description = {
      "Run a shell command for each job: the arguments on its standard input, facts of the job in"
          + " AWA_... variables, its trace in TRACEPARENT and TRACESTATE.",
      "Exit status 0 completes the job, 75 retries it, 65 fails it for good, any other retries it."
    })
public final class WorkCommand implements Callable<Integer> {
  /** Those of a worker that leads, one for its handlers, and one that reads for metrics. */
  private static final int CONNECTIONS = 9;

  @Mixin Target target = new Target();

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--queue",
      required = true,
      paramLabel = "QUEUE[:N]",
      converter = QueueShare.Reader.class,
      description =
          "A queue, and how many commands may run at once for it (default 10); may be repeated. A"
              + " queue with a colon in its name needs the number.")
  List<QueueShare> queues = List.of();

  @Option(
      names = "--exec",
      required = true,
      paramLabel = "COMMAND",
      description = "The shell command.")
  String command = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only jobs of this kind; may be repeated. Others are put back. Default: any.")
  List<String> kinds = List.of();

  @Option(
      names = "--grace",
      defaultValue = "30s",
      paramLabel = "TIME",
      description = "How long commands may go on after Ctrl-C; default ${DEFAULT-VALUE}.")
  Duration grace = Duration.ofSeconds(30);

  @Option(
      names = "--metrics",
      paramLabel = "[HOST]:PORT",
      converter = MetricsAddress.Reader.class,
      description =
          "Publishes metrics for Prometheus at http://HOST:PORT/metrics, to everybody who can reach"
              + " the port. Without HOST on all addresses of this machine; 127.0.0.1:9464 for this"
              + " machine alone. Default: not published.")
  @Nullable MetricsAddress metrics;

  @Mixin ProbeOption probe = new ProbeOption();

  private final CountDownLatch interrupted = new CountDownLatch(1);

  @Override
  public Integer call() throws InterruptedException {
    ShellCommand.requireRunnable(command);
    Signals.onInterrupt(interrupted::countDown);
    try (Published published = new Published(metrics, probe.health);
        HikariDataSource dataSource = target.dataSource(CONNECTIONS);
        Worker worker = worker(dataSource, published)) {
      published.started(worker);
      spec.commandLine()
          .getErr()
          .println("working on " + names() + published.words() + "; Ctrl-C ends");
      interrupted.await();
      spec.commandLine().getErr().println(goodbye(worker.running()));
    }
    return CommandLine.ExitCode.OK;
  }

  private String goodbye(int running) {
    return running == 0
        ? "shutting down"
        : "shutting down; commands that still run: "
            + running
            + ", for at most "
            + Units.words(grace);
  }

  /** Ends the command as Ctrl-C does. */
  public void interrupt() {
    interrupted.countDown();
  }

  private Worker worker(HikariDataSource dataSource, Published published) {
    Awa awa = Awa.of(dataSource, target.schema);
    ExecHandler handler = new ExecHandler(command);
    Worker.Builder builder =
        Worker.of(dataSource)
            .schema(target.schema)
            .config(WorkerConfig.defaults().withGrace(grace).withStackAfter(Duration.ZERO))
            .listen(JobEvent.class, this::tell);
    published.hear(builder, awa);
    queues.forEach(queue -> builder.queue(queue.queue(), queue.concurrency()));
    if (kinds.isEmpty()) {
      builder.handlerForAnyKind(handler);
    }
    kinds.forEach(kind -> builder.handler(kind, RawJson.class, handler, Backoff.exponential()));
    return builder.start();
  }

  private String names() {
    return queues.stream().map(QueueShare::queue).collect(Collectors.joining(", "));
  }

  private void tell(JobEvent event) {
    if (!(event instanceof JobEvent.Started)) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "job "
              + event.job().id()
              + " "
              + Printer.plain(event.job().kind())
              + ": "
              + event.getClass().getSimpleName().toLowerCase(Locale.ROOT)
              + ", attempt "
              + event.job().attempt());
    }
  }
}

package dev.awa.cli.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Signals;
import dev.awa.client.Awa;
import dev.awa.event.JobEvent;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the queue at work on an embedded PostgreSQL. */
@Prints(DemoReport.class)
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Start a PostgreSQL of its own, workers and a producer, and show what happens, here and on a"
          + " dashboard whose address is printed; Ctrl-C ends.",
      "With --exit it works off a number of jobs, checks that none was lost or ended twice, and"
          + " ends."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 30;
  private static final int CONCURRENCY = 500;
  private static final long MOST_WAITING = 20_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin Printer printer = new Printer();

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Enqueue this many jobs; default: with --exit 20000, else no end.")
  long jobs = -1;

  @Option(names = "--exit", description = "End when all jobs have ended.")
  boolean exit;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where the server keeps its data; emptied first. Default: a temporary directory.")
  @Nullable Path dataDirectory;

  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final DemoLedger ledger = new DemoLedger();

  @Override
  public Integer call() throws InterruptedException {
    Signals.onInterrupt(interrupted::countDown);
    say(heading());
    keepFailuresOutOfTheView();
    try (DemoServer server = DemoServer.start(dataDirectory);
        HikariDataSource pool = pool(server)) {
      Awa awa = Awa.of(pool);
      awa.migrate();
      return exit || printer.json ? run(server, pool, awa, "") : shown(server, pool, awa);
    }
  }

  /** Hundreds of its jobs are to fail; the view counts them, and a line for each would bury it. */
  private static void keepFailuresOutOfTheView() {
    if (LoggerFactory.getLogger(Worker.class) instanceof Logger log) {
      log.setLevel(Level.OFF);
    }
  }

  /** What it is about to do, and when that is over. */
  String heading() {
    return "starting PostgreSQL; "
        + (exit ? "ends when all jobs have ended" : "goes on until Ctrl-C (--exit ends by itself)");
  }

  /** With the dashboard beside the view on the terminal. */
  private int shown(DemoServer server, HikariDataSource pool, Awa awa) throws InterruptedException {
    try (DemoDashboard dashboard = DemoDashboard.start(pool, awa)) {
      say("dashboard: " + dashboard.url());
      say("other commands find it with DATABASE_URL=" + server.url());
      return run(server, pool, awa, dashboard.url());
    }
  }

  private int run(DemoServer server, HikariDataSource pool, Awa awa, String dashboard)
      throws InterruptedException {
    long walBefore = server.walBytes();
    long begun = System.nanoTime();
    Worker first = worker(pool, "demo worker 1");
    Worker second = worker(pool, "demo worker 2");
    DemoView view = new DemoView(spec.commandLine().getErr(), ledger, server, awa, dashboard);
    double seconds;
    try (first;
        second) {
      if (!printer.json) {
        view.start();
      }
      produce(awa, exit && jobs < 0 ? 20_000 : jobs);
      await();
      seconds = (System.nanoTime() - begun) / 1e9;
    } finally {
      view.stop();
    }
    server.settleStatistics();
    return report(server, walBefore, seconds);
  }

  private void produce(Awa awa, long wanted) throws InterruptedException {
    DemoLoad load = new DemoLoad(awa, ledger);
    long left = wanted < 0 ? Long.MAX_VALUE : wanted;
    while (left > 0 && interrupted.getCount() > 0) {
      if (ledger.enqueued.sum() - ledger.ended() > MOST_WAITING) {
        TimeUnit.MILLISECONDS.sleep(5);
      } else {
        load.enqueue(left);
        left -= Math.min(left, 500);
        if (wanted < 0) {
          TimeUnit.MILLISECONDS.sleep(100); // watching is the point: about 5000 jobs/s
        }
      }
    }
  }

  /** Waits for the end of every job, or for Ctrl-C. */
  private void await() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (interrupted.getCount() > 0) {
      boolean over = ledger.enqueued.sum() <= ledger.ended() && ledger.open() == 0;
      if (exit && (over || System.nanoTime() > until)) {
        return;
      }
      interrupted.await(20, TimeUnit.MILLISECONDS);
    }
  }

  private static HikariDataSource pool(DemoServer server) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(server.dataSource());
    config.setMaximumPoolSize(CONNECTIONS);
    return new HikariDataSource(config);
  }

  private Worker worker(HikariDataSource pool, String name) {
    Worker.Builder builder =
        Worker.of(pool)
            .config(WorkerConfig.defaults().withName(name).withGrace(Duration.ofSeconds(5)))
            .listen(JobEvent.class, ledger::note);
    return DemoLoad.handle(builder, CONCURRENCY).start();
  }

  private void say(String text) {
    if (!printer.json) {
      spec.commandLine().getErr().println(text);
    }
  }

  private int report(DemoServer server, long walBefore, double seconds) {
    long lost = exit ? ledger.open() : 0;
    long twice = ledger.endedTwice();
    Map<String, Long> dead = deadTuples(server);
    DemoReport report =
        new DemoReport(
            ledger.enqueued.sum(),
            ledger.duplicates.sum(),
            ledger.completed.sum(),
            ledger.retried.sum(),
            ledger.failed.sum(),
            ledger.cancelled.sum(),
            Math.round(seconds * 100) / 100.0,
            Math.round(ledger.ended() / seconds),
            DemoReport.PickUp.of(ledger.pickUp),
            (server.walBytes() - walBefore) / Math.max(1, ledger.enqueued.sum()),
            dead,
            lost,
            twice);
    printer.print(report, report::print);
    boolean sound = lost == 0 && twice == 0 && dead.values().stream().allMatch(n -> n == 0);
    return sound ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private static Map<String, Long> deadTuples(DemoServer server) {
    Map<String, Long> dead = new LinkedHashMap<>();
    for (String log : new String[] {"ready_entries", "claims", "closures"}) {
      dead.put(log, server.deadTuples(log));
    }
    return dead;
  }
}

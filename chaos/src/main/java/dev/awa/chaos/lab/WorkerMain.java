package dev.awa.chaos.lab;

import dev.awa.JobContext;
import dev.awa.JobEvent;
import dev.awa.Outcome;
import dev.awa.RunningJob;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.What;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A worker in a process of its own, which writes down what its handlers do and what it hears. It
 * ends with its standard input, so that it does not outlive whoever started it.
 *
 * <p>Arguments: JDBC URL, folder of the ledgers, name, concurrency, settings, and the queues.
 * Settings are {@code defaults}; {@code quick}, with short times; {@code throwing}, the same with a
 * back-off that throws; {@code patient}, which waits long for the database; {@code steady}, with a
 * lease of ten seconds; {@code slow}, which beats less often than quick ones may be silent.
 */
public final class WorkerMain {
  /** The kind of all jobs. */
  static final String KIND = "work";

  private static final Duration DELAY = Duration.ofMillis(50);

  private final Ledger ledger;

  private WorkerMain(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Starts the worker; SIGTERM closes it as an application should. */
  public static void main(String[] arguments) throws IOException, SQLException {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    WorkerMain main = new WorkerMain(Ledger.open(Path.of(arguments[1]), arguments[2]));
    Worker.Builder builder =
        Worker.of(dataSource)
            .config(config(arguments[2], arguments[4]))
            .listener(main::hear)
            .handler(KIND, Work.class, main::handle, backoff(arguments[4]));
    for (String queue : Arrays.asList(arguments).subList(5, arguments.length)) {
      builder.queue(queue, Integer.parseInt(arguments[3]));
    }
    dataSource.getConnection().close(); // loads the driver: a busy machine may take seconds
    Worker worker = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
    System.out.println("started");
    while (System.in.read() >= 0) {
      // whoever started this says nothing, and goes on living
    }
    Runtime.getRuntime().halt(1);
  }

  private static Backoff backoff(String which) {
    return which.equals("throwing")
        ? attempt -> {
          WorkerMain.<RuntimeException>sneak(new IOException("a back-off that throws"));
          return DELAY;
        }
        : Backoff.fixed(DELAY);
  }

  @SuppressWarnings("unchecked") // as languages do that know no checked exceptions
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private static WorkerConfig config(String name, String which) {
    WorkerConfig defaults = WorkerConfig.defaults().withName(name);
    WorkerConfig quick =
        defaults
            .withPoll(Duration.ofMillis(50))
            .withIdlePoll(Duration.ofMillis(200))
            .withBeat(Duration.ofMillis(200))
            .withDeathGrace(Duration.ofMillis(500))
            .withLease(Duration.ofSeconds(3))
            .withGrace(Duration.ofSeconds(2))
            .withNetworkTimeout(Duration.ofSeconds(2));
    return switch (which) {
      case "defaults" -> defaults;
      case "quick", "throwing" -> quick;
      case "patient" -> quick.withNetworkTimeout(Duration.ofMinutes(10));
      case "slow" ->
          quick
              .withLease(Duration.ofSeconds(12))
              .withDeathGrace(Duration.ofSeconds(8))
              .withBeat(Duration.ofSeconds(4));
      case "steady" ->
          defaults
              .withBeat(Duration.ofSeconds(1))
              .withDeathGrace(Duration.ofSeconds(2))
              .withLease(Duration.ofSeconds(10))
              .withGrace(Duration.ofSeconds(5))
              .withNetworkTimeout(Duration.ofSeconds(5));
      default -> throw new IllegalArgumentException("no such settings: " + which);
    };
  }

  private Outcome handle(Work work, JobContext context) {
    RunningJob job = context.job();
    ledger.ran(What.START, work.id(), job.id(), job.runLease(), "-");
    boolean finished = work(work, job.runLease());
    String ending = finished ? work.ending(job.runLease()) : "interrupted";
    ledger.ran(What.END, work.id(), job.id(), job.runLease(), ending);
    return outcome(ending);
  }

  private static boolean work(Work work, int run) {
    long until = System.nanoTime() + work.millis(run) * 1_000_000;
    boolean interrupted = false;
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      if (work.spins()) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(left);
      }
      interrupted |= Thread.interrupted();
      if (interrupted && !work.stubborn()) {
        return false;
      }
    }
    return true;
  }

  private static Outcome outcome(String ending) {
    return switch (ending) {
      case "complete" -> Outcome.complete();
      case "retry" -> Outcome.retry("as its script says");
      case "snooze" -> Outcome.snooze(DELAY);
      case "fail" -> Outcome.fail("as its script says");
      case "cancel" -> Outcome.cancel("as its script says");
      default -> Outcome.retry(ending);
    };
  }

  private void hear(JobEvent event) {
    switch (event) {
      case JobEvent.Started ignored -> {}
      case JobEvent.Completed e -> hear(What.COMPLETED, e);
      case JobEvent.Retried e -> hear(What.RETRIED, e);
      case JobEvent.Snoozed e -> hear(What.SNOOZED, e);
      case JobEvent.Cancelled e -> hear(What.CANCELLED, e);
      case JobEvent.Failed e -> hear(What.FAILED, e);
      case JobEvent.Released e -> hear(What.RELEASED, e);
      case JobEvent.Stale e -> hear(What.STALE, e);
    }
  }

  private void hear(What verdict, JobEvent event) {
    ledger.heard(verdict, event.job().id(), event.job().runLease());
  }
}

package dev.awa.chaos.lab;

import dev.awa.JobContext;
import dev.awa.Outcome;
import dev.awa.RunningJob;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.What;
import dev.awa.event.JobEvent;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A worker in a process of its own, which writes down what its handlers do and what it hears. Its
 * {@code main} returns once the worker is started. It ends with its standard input, so that it does
 * not outlive whoever started it.
 *
 * <p>Arguments: JDBC URL, folder of the ledgers, name, concurrency, {@link Settings}, and the
 * queues.
 */
public final class WorkerMain {
  /** The kind of all jobs. */
  static final String KIND = "work";

  /** On standard input: the worker is closed by a thread that is interrupted. */
  static final int CLOSE_INTERRUPTED = 'i';

  private static final Duration DELAY = Duration.ofMillis(50);
  private static final int HOGGING_RUNS = 2;

  /**
   * How often each job has taken all memory: a run that found none before it began took nothing.
   */
  private final Map<String, Integer> hogged = new ConcurrentHashMap<>();

  private final Ledger ledger;
  private final boolean isNarrow;
  private final boolean isHostile;
  private final Hostile hostile = new Hostile();

  private WorkerMain(Ledger ledger, String which) {
    this.ledger = ledger;
    this.isNarrow = which.equals(Settings.NARROW);
    this.isHostile = which.equals(Settings.HOSTILE);
  }

  /** Starts the worker and returns; SIGTERM closes it as an application should. */
  public static void main(String[] arguments) throws IOException, SQLException {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    WorkerMain main =
        new WorkerMain(Ledger.open(Path.of(arguments[1]), arguments[2]), arguments[4]);
    Worker.Builder builder =
        main.spoiled(Worker.of(dataSource).config(Settings.of(arguments[2], arguments[4])));
    for (String queue : Arrays.asList(arguments).subList(5, arguments.length)) {
      builder.queue(queue, Integer.parseInt(arguments[3]));
    }
    dataSource.getConnection().close(); // loads the driver: a busy machine may take seconds
    Worker worker = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
    Thread.ofPlatform().daemon().name("lifeline").start(() -> obey(worker));
    System.out.println("started");
  }

  private Worker.Builder spoiled(Worker.Builder builder) {
    return isHostile
        ? hostile
            .spoil(builder)
            .listen(JobEvent.class, hostile.afterwards(this::hear))
            .handler(KIND, Work.class, this::handle, hostile.backoff())
        : builder
            .listen(JobEvent.class, this::hear)
            .handler(KIND, Work.class, this::handle, Backoff.fixed(DELAY));
  }

  /** Whoever started this says little, and goes on living. */
  private static void obey(Worker worker) {
    while (true) {
      try {
        int word = System.in.read();
        if (word < 0) {
          Runtime.getRuntime().halt(1);
        } else if (word == CLOSE_INTERRUPTED) {
          Thread.ofPlatform().name("closer").start(() -> closeInterrupted(worker));
        }
      } catch (IOException | OutOfMemoryError e) {
        LockSupport.parkNanos(DELAY.toNanos());
      }
    }
  }

  /** No daemon's work: the process would end before it has said what came of it. */
  private static void closeInterrupted(Worker worker) {
    Thread.currentThread().interrupt();
    worker.close();
    System.out.println("closed; the thread is interrupted: " + Thread.interrupted());
  }

  private Outcome handle(Work work, JobContext context) {
    RunningJob job = context.job();
    ledger.ran(What.START, work.id(), job.id(), job.runNo(), "-");
    String ending = "threw";
    try {
      ending = run(work, context);
    } finally {
      String written = ending;
      Memory.surely(() -> ledger.ran(What.END, work.id(), job.id(), job.runNo(), written));
    }
    return outcome(ending);
  }

  private String run(Work work, JobContext context) {
    int run = context.job().runNo();
    if (isHostile) {
      hostile.onCancel(context);
    }
    if (isNarrow
        && work.manner() == Work.Manner.HOGS
        && hogged.merge(work.id(), 1, Integer::sum) <= HOGGING_RUNS) {
      Memory.take(Duration.ofMillis(work.millis(run)));
    }
    if (work.manner() == Work.Manner.INTERRUPTS) {
      Thread.getAllStackTraces().keySet().forEach(Thread::interrupt);
    }
    return work(work, run) ? work.ending(run) : "interrupted";
  }

  private static boolean work(Work work, int run) {
    long until = System.nanoTime() + work.millis(run) * 1_000_000;
    boolean interrupted = false;
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      if (work.manner() == Work.Manner.SPINS) {
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
    Memory.surely(() -> ledger.heard(verdict, event.job().id(), event.job().runNo()));
  }
}

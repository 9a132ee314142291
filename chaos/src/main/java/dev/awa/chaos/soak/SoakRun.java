package dev.awa.chaos.soak;

import com.zaxxer.hikari.HikariDataSource;
import dev.awa.JobContext;
import dev.awa.Outcome;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.soak.SoakLoad.Soaking;
import dev.awa.client.Awa;
import dev.awa.event.JobEvent;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import dev.awa.worker.Backoff;
import dev.awa.worker.Worker;
import dev.awa.worker.WorkerConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The long mixed run: everything that may happen to a job, one job that runs all the time, one
 * queue that is paused all the time, and a transaction that keeps the horizon where it was.
 *
 * <p>It warms up until the ring is full, segments are emptied and what lives in them is carried: so
 * that all of the time that is measured has the same work, and only what grows makes a difference.
 */
public final class SoakRun {
  private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(6);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SAMPLE = Duration.ofSeconds(2);
  private static final int PAUSED_JOBS = 1000;
  private static final int CONCURRENCY = 50;

  /** The segments of the ring. */
  private static final int SLOTS = 16;

  private final Postgres server;
  private final Duration length;
  private final int rate;
  private final SoakLedger ledger = new SoakLedger();
  private final Windows windows;
  private final Duration rotation;
  private final List<Line> lines = new ArrayList<>();

  /** A soak run of some length, at so many jobs a second. */
  public SoakRun(Postgres server, Duration length, int rate) {
    this.server = server;
    this.length = length;
    this.rate = rate;
    Duration part = length.dividedBy(5);
    Duration warmUp = part.compareTo(LONGEST_WARM_UP) < 0 ? part : LONGEST_WARM_UP;
    this.windows = new Windows(length, warmUp);
    this.rotation = warmUp.dividedBy(SLOTS);
  }

  /** Runs; answers what was measured. */
  public List<Line> run() throws Exception {
    String database = server.newDatabase();
    String url = Postgres.url(server.port(), database);
    Awa.of(dataSource(url)).migrate();
    server.execute(
        database,
        "UPDATE awa.storage_state SET rotate_after = '%1$d ms', keep_history = '%2$d ms', keep_failed = '%2$d ms', keep_dead_letters = '%2$d ms'"
            .formatted(rotation.toMillis(), rotation.multipliedBy(3).toMillis()));
    try (HikariDataSource pool = pool(url);
        Connection horizon = DriverManager.getConnection(url);
        Connection connection = DriverManager.getConnection(url)) {
      holdHorizon(horizon);
      Sizes sizes = new Sizes(connection);
      soak(Awa.of(pool), url, sizes);
      measure(sizes);
      horizon.rollback();
    }
    return lines;
  }

  /** The connections of the application, which are used again and again as in any other. */
  private static HikariDataSource pool(String url) {
    HikariDataSource pool = new HikariDataSource();
    pool.setDataSource(dataSource(url));
    pool.setMaximumPoolSize(4);
    return pool;
  }

  private static DataSource dataSource(String url) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url);
    return dataSource;
  }

  private static void holdHorizon(Connection horizon) throws SQLException {
    horizon.setAutoCommit(false);
    horizon.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Statement statement = horizon.createStatement()) {
      statement.execute("SELECT count(*) FROM awa.lanes");
    }
  }

  private void soak(Awa awa, String url, Sizes sizes) throws Exception {
    SoakLoad load = new SoakLoad(awa, ledger, windows, rate);
    load.fillPausedQueue(PAUSED_JOBS);
    load.enqueueLong(length);
    Thread sampling = Thread.ofPlatform().name("sizes").start(() -> sample(sizes));
    try (Worker one = worker(url, "one");
        Worker other = worker(url, "other")) {
      load.run();
      sampling.join();
      awa.queues().resume(SoakLoad.PAUSED, "soak");
      try {
        Eventually.holds("all jobs are over", PATIENCE, () -> ledger.open() == 0);
      } catch (IllegalStateException e) {
        System.out.println("  open in the end: " + ledger.open());
      }
    }
  }

  private void sample(Sizes sizes) {
    while (!windows.isOver()) {
      try {
        windows.logs(sizes.logs());
      } catch (SQLException e) {
        System.out.println("  sizes could not be read: " + e.getMessage());
      }
      Wait.pass(SAMPLE);
    }
  }

  private Worker worker(String url, String name) {
    return Worker.of(dataSource(url))
        .config(WorkerConfig.defaults().withName(name).withGrace(Duration.ofSeconds(5)))
        .queue(SoakLoad.QUEUE, CONCURRENCY)
        .queue(SoakLoad.PAUSED, CONCURRENCY)
        .listen(JobEvent.class, this::hear)
        .handler("soak", Soaking.class, this::handle, Backoff.fixed(Duration.ofMillis(500)))
        .start();
  }

  private Outcome handle(Soaking soaking, JobContext context) {
    long job = context.job().id();
    ledger.start(job);
    if (context.job().queue().equals(SoakLoad.QUEUE)) {
      windows.start(ChronoUnit.MICROS.between(context.job().readyAt(), Instant.now()));
    }
    try {
      long until = System.nanoTime() + soaking.millis() * 1_000_000;
      while (System.nanoTime() < until && !context.isCancelled()) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      return context.job().runNo() > 1 ? Outcome.complete() : outcome(soaking.ending());
    } finally {
      ledger.end(job);
    }
  }

  private static Outcome outcome(String ending) {
    return switch (ending) {
      case "retry" -> Outcome.retry("soak");
      case "snooze" -> Outcome.snooze(Duration.ofMillis(500));
      case "fail" -> Outcome.fail("soak");
      case "cancel" -> Outcome.cancel("soak");
      default -> Outcome.complete();
    };
  }

  private void hear(JobEvent event) {
    long before = ledger.finished();
    ledger.hear(event);
    if (ledger.finished() > before) {
      windows.finish();
    }
  }

  private void measure(Sizes sizes) throws SQLException {
    Window first = windows.first;
    Window last = windows.last;
    compare("jobs finished a second", first.rate(), last.rate(), last.rate() >= first.rate() * 0.9);
    compare("waited, median, ms", first.waitedMillis(0.5), last.waitedMillis(0.5), true);
    double p99 = first.waitedMillis(0.99);
    double lastP99 = last.waitedMillis(0.99);
    compare("waited, p99, ms", p99, lastP99, lastP99 <= Math.max(p99 * 1.1, p99 + 2));
    double logs = first.largestLogsMegabytes();
    double lastLogs = last.largestLogsMegabytes();
    compare("logs at their largest, MB", logs, lastLogs, logs > 0 && lastLogs <= logs * 1.5 + 8);
    none("dead rows in the logs", sizes.deadInLogs());
    none("rows of the logs that were changed", sizes.changedInLogs());
    tell("other tables, MB (the horizon is held)", sizes.others() / 1e6);
    some("segments emptied", sizes.prunes());
    some("rows carried out of segments", sizes.carried());
    tell("jobs acknowledged", (double) ledger.acknowledged());
    none("lost or not finished", ledger.open());
    none("finished twice", ledger.finishedTwice());
    none("run after the end", ledger.cameBack());
    none("run twice at the same time", ledger.overlapping());
    none("endings refused", ledger.refused());
  }

  private void compare(String what, double first, double last, boolean good) {
    lines.add(new Line(what, text(first), text(last), good));
  }

  private void none(String what, long count) {
    lines.add(Line.none(what, count));
  }

  private void some(String what, long count) {
    lines.add(Line.some(what, count));
  }

  private void tell(String what, double value) {
    lines.add(Line.told(what, text(value)));
  }

  private static String text(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : "%.1f".formatted(value);
  }
}

package dev.awa.chaos.soak;

import dev.awa.JobState;
import dev.awa.QueueStats;
import dev.awa.StoredJob;
import dev.awa.chaos.lab.Database;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Promised;
import dev.awa.chaos.lab.SteadyLoad;
import dev.awa.chaos.lab.UniqueLoad;
import dev.awa.chaos.lab.Wait;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Verdict;
import dev.awa.client.Jobs;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A mixed load in a database that holds a long history already, with faults all the time: is
 * anything lost or wrong?
 *
 * <p>For three quarters of its time the history stays. Then it is let go under the same load and
 * the same faults: segments rotate every two seconds and are emptied.
 */
public final class HistoryRun {
  private static final int WORKERS = 4;
  private static final int SAMPLES = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** With so many live segments history is no longer kept for its time. */
  private static final int NEARLY_FULL = 13;

  private static final int[] ISOLATIONS = {
    Connection.TRANSACTION_READ_COMMITTED,
    Connection.TRANSACTION_REPEATABLE_READ,
    Connection.TRANSACTION_SERIALIZABLE
  };

  private static final String OWNERS_THAT_ARE_NO_JOB =
      """
      SELECT count(*) FROM awa.unique_keys u
      WHERE NOT EXISTS (SELECT FROM awa.find_job(u.job_id))\
      """;

  private final Postgres server;
  private final Path folder;
  private final Size size;
  private final Promised promised = new Promised();
  private final UniqueLoad.Told told = new UniqueLoad.Told();
  private final List<Line> lines = new ArrayList<>();

  /**
   * How much of everything.
   *
   * @param history claims of one job each, a multiple of 20
   * @param length of the load
   * @param rate jobs a second
   * @param isShort whether leases and faults are short
   * @param seed of the faults
   */
  public record Size(int history, Duration length, int rate, boolean isShort, long seed) {
    /** What continuous integration runs: half a minute of load over 20,000 claims. */
    public static final Size SHORT = new Size(20_000, Duration.ofSeconds(30), 100, true, 1);
  }

  /** A run on a server, with the ledgers in a folder. */
  public HistoryRun(Postgres server, Path folder, Size size) {
    this.server = server;
    this.folder = folder;
    this.size = size;
  }

  /** Runs; answers what was found. */
  public List<Line> run() throws Exception {
    try (Lab lab = new Lab(server, folder, size.isShort())) {
      writeHistory(lab);
      load(lab);
      judge(lab);
    }
    return lines;
  }

  private void writeHistory(Lab lab) throws SQLException {
    long begun = System.nanoTime();
    lab.writeHistory(size.history());
    QueueStats stats = lab.database().awa().queues().stats(Lab.QUEUE);
    System.out.println(
        "  history of %,d claims, written in %.1f s"
            .formatted(size.history(), (System.nanoTime() - begun) / 1e9));
    lines.add(Line.exactly("history, by the counters", size.history(), stats.completed()));
    lines.add(Line.none("history, counted as anything else", stats.available() + stats.running()));
    lines.add(Line.none("history not found by id", notFound(lab.database())));
    keep(lab.database());
  }

  /** Jobs of the history, from the first to the last, that are not shown as completed. */
  private long notFound(Database database) {
    Jobs jobs = database.awa().jobs();
    return LongStream.range(0, SAMPLES)
        .map(i -> 1 + i * (size.history() - 1) / (SAMPLES - 1))
        .filter(id -> !isCompleted(jobs.find(id)))
        .count();
  }

  private static boolean isCompleted(Optional<StoredJob> job) {
    return job.filter(found -> found.state() == JobState.COMPLETED).isPresent();
  }

  // --- the load ---

  private Duration kept() {
    return size.length().multipliedBy(3).dividedBy(4);
  }

  /** History stays, and segments rotate as often as there is room for. */
  private void keep(Database database) throws SQLException {
    int free = NEARLY_FULL - 2 - Lab.segmentsOfHistory(); // one is left when the history is let go
    set(database, kept().dividedBy(free), Duration.ofDays(1));
  }

  private static void set(Database database, Duration rotate, Duration keep) throws SQLException {
    database.execute(
        "UPDATE awa.storage_state SET rotate_after = '%d ms', keep_history = '%d ms', keep_bytes = %d"
            .formatted(rotate.toMillis(), keep.toMillis(), 1L << 40));
  }

  private Faults.Pace pace() {
    return size.isShort()
        ? new Faults.Pace(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(1))
        : new Faults.Pace(Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofSeconds(8));
  }

  private void load(Lab lab) throws Exception {
    List<WorkerChild> workers = new ArrayList<>();
    for (int i = 1; i <= WORKERS; i++) {
      workers.add(Faults.start(lab, "w" + i));
    }
    workers.forEach(WorkerChild::awaitStarted);
    List<UniqueLoad> uniques = new ArrayList<>();
    SteadyLoad load = lab.producers().steadyLoad(promised, size.rate());
    for (int isolation : ISOLATIONS) {
      uniques.add(lab.producers().uniqueLoad(promised, told, isolation));
    }
    Faults faults = new Faults(lab, pace(), workers, size.seed());
    Wait.pass(kept());
    lines.add(Line.none("history not found by id, later", notFound(lab.database())));
    lines.add(Line.none("claimed or closed twice", lab.twice().size()));
    set(lab.database(), Duration.ofSeconds(2), Duration.ZERO);
    System.out.println("  history is let go");
    Wait.pass(size.length().minus(kept()));
    faults.close();
    load.close();
    uniques.forEach(UniqueLoad::close);
    for (Faults.Sort sort : Faults.Sort.values()) {
      lines.add(Line.some(sort.text, faults.count(sort)));
    }
    lines.add(Line.none("faults that could not be undone", faults.broken().size()));
  }

  // --- the judgement ---

  private void judge(Lab lab) throws Exception {
    Database database = lab.database();
    lab.awaitDrained();
    lines.add(Line.none("segments of the history not emptied", left(database)));
    lines.add(Line.none("dead workers not forgotten", unforgotten(database)));
    count(database.awa().queues().stats(Lab.QUEUE));
    uniques(database);
    ledger(lab.settle());
  }

  private static long left(Database database) {
    String tail =
        "SELECT greatest(0, %d - coalesce(max(gen) + 1, 0)) FROM awa.prunes"
            .formatted(Lab.segmentsOfHistory());
    return untilNone(database, "the history is gone", tail);
  }

  private static long unforgotten(Database database) {
    return untilNone(
        database,
        "dead workers are forgotten",
        "SELECT count(*) FROM awa.workers WHERE dead_since IS NOT NULL");
  }

  /** Gives a number time to become nought; answers what it is then. */
  private static long untilNone(Database database, String what, String sql) {
    try {
      Eventually.holds(what, PATIENCE, () -> database.number(sql) == 0);
    } catch (IllegalStateException e) {
      System.out.println("  " + e.getMessage());
    }
    return database.number(sql);
  }

  private void count(QueueStats stats) {
    lines.add(Line.exactly("completed", size.history() + promised.completed(), stats.completed()));
    lines.add(Line.exactly("failed", promised.failed(), stats.failed()));
    lines.add(Line.exactly("cancelled", promised.cancelled(), stats.cancelled()));
    lines.add(Line.none("running", stats.running()));
    lines.add(Line.none("waiting", stats.available() + stats.scheduled() + stats.retryable()));
  }

  private void uniques(Database database) {
    lines.add(Line.some("unique jobs", told.taken()));
    lines.add(Line.some("owners named to duplicates", told.owners()));
    lines.add(Line.none("of these, jobs that nobody enqueued", told.ownersThatAreNoJob().size()));
    lines.add(Line.none("duplicates of a job that had ended", told.duplicatesOfTheEnded().size()));
    lines.add(Line.none("batches answered wrongly", told.misanswered().size()));
    lines.add(Line.none("owners of keys that are no job", database.number(OWNERS_THAT_ARE_NO_JOB)));
    lines.add(
        Line.none("keys held in the end", database.number("SELECT count(*) FROM awa.unique_keys")));
  }

  private void ledger(Verdict verdict) {
    verdict.complaints().forEach(wrong -> System.out.println("  BAD " + wrong));
    lines.add(Line.exactly("jobs acknowledged", promised.all(), verdict.acked()));
    lines.add(Line.none("lost", verdict.lost().size()));
    lines.add(Line.none("not finished", verdict.stuck().size()));
    lines.add(Line.none("phantom", verdict.phantom().size()));
    lines.add(Line.none("finished twice, or ended by a stale run", verdict.staleAccepted().size()));
    lines.add(Line.none("run after the end", verdict.cameBack().size()));
    lines.add(Line.none("run twice at the same time", verdict.overlapping().size()));
    lines.add(
        Line.told(
            "runs that nobody asked for, of those the faults allow",
            verdict.extraRuns() + " of " + verdict.allowedExtra()));
    lines.add(Line.none("run more often than explained", verdict.unexplained().size()));
    lines.add(Line.none("miscounted", verdict.miscounted().size()));
  }
}

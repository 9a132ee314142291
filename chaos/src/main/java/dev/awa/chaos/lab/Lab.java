package dev.awa.chaos.lab;

import dev.awa.QueueStats;
import dev.awa.chaos.ledger.Fault;
import dev.awa.chaos.ledger.Ledger;
import dev.awa.chaos.ledger.LedgerCheck;
import dev.awa.chaos.ledger.Recovery;
import dev.awa.chaos.ledger.Verdict;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import dev.awa.lab.Proxy;
import dev.awa.lab.Proxy.Point;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a scenario works with: a queue in a database of its own, worker processes, producers, and a
 * ledger. What goes wrong is told to the lab, which writes it down: the judgement allows what a
 * fault explains and nothing else.
 */
public final class Lab implements AutoCloseable {
  /** The queue of a scenario. */
  public static final String QUEUE = "q";

  /** How long a scenario waits for what must come; how fast it comes is not judged. */
  public static final Duration PATIENCE = Duration.ofMinutes(3);

  /** After this time without faults everything must be finished. */
  private static final Duration DRAINED_WITHIN = Duration.ofSeconds(60);

  private final Path folder;
  private final boolean isShort;
  private final Ledger ledger;
  private final Database database;
  private final Workers workers;
  private final Producers producers;
  private final Watch watch;
  private final List<AutoCloseable> others = new ArrayList<>();
  private final List<Barrier> barriers = new ArrayList<>();
  private final AtomicInteger faults = new AtomicInteger();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private long history;

  /** A lab in a folder of its own, with a new database. */
  public Lab(Postgres server, Path folder, boolean isShort) throws SQLException {
    this(Database.create(server), folder, isShort);
  }

  private Lab(Database database, Path folder, boolean isShort) {
    this.folder = folder;
    this.isShort = isShort;
    this.ledger = Ledger.open(folder, "chaos");
    this.database = database;
    this.workers = new Workers(database, folder, ledger);
    this.producers = new Producers(database, ledger);
    this.watch = new Watch(folder);
  }

  /** A lab whose database has no queue yet: somebody else migrates it first. */
  public static Lab beforeMigration(Postgres server, Path folder) throws SQLException {
    return new Lab(Database.empty(server), folder, false);
  }

  /** Whether fewer rounds are enough. */
  public boolean isShort() {
    return isShort;
  }

  /** For the ledgers, the logs, and whatever else is needed. */
  public Path folder() {
    return folder;
  }

  public Database database() {
    return database;
  }

  public Workers workers() {
    return workers;
  }

  public Producers producers() {
    return producers;
  }

  public Watch watch() {
    return watch;
  }

  /** Closes something with the lab. */
  public <T extends AutoCloseable> T closing(T other) {
    others.add(other);
    return other;
  }

  /**
   * Puts so many closed claims of one job each into the queue, as if workers had been there for
   * long; they are no jobs of the ledger. Comes before anything is enqueued.
   */
  public void writeHistory(int claims) throws SQLException {
    History.write(database.url(), QUEUE, claims);
    history = claims;
  }

  /** How many of the oldest segments hold the history. */
  public static int segmentsOfHistory() {
    return History.GENERATIONS;
  }

  // --- where something can be held ---

  /** A proxy to the server, for clients of this lab. */
  public Proxy proxy() {
    return closing(Proxy.to(database.server().port()));
  }

  /** Can stop whoever writes certain rows; open at first. */
  public Barrier barrier(String event, String condition) throws SQLException {
    Barrier barrier = closing(Barrier.plant(database.url(), event, condition));
    barriers.add(barrier);
    return barrier;
  }

  /** Lets everybody pass: who broke off at a barrier would keep the end waiting for ever. */
  public void openBarriers() {
    barriers.forEach(Barrier::close);
  }

  // --- what goes wrong ---

  /** Counts a fault that was injected and explains nothing. */
  public void injected() {
    faults.incrementAndGet();
  }

  /** Keeps a figure that people may want to see. */
  public void note(String figure) {
    notes.add(figure);
  }

  /** The figures that were kept. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** How many faults were injected. */
  public int faults() {
    return faults.get();
  }

  /** Kills a worker. */
  public void kill(WorkerChild worker) throws InterruptedException {
    injected();
    worker.kill();
  }

  /** Waits until a point is reached, then kills the worker that is held there. */
  public void killAt(Point point, WorkerChild worker) throws InterruptedException {
    point.await();
    kill(worker);
  }

  /** Writes down that something is done to a process, or to all. */
  public void begin(Fault fault, String victim) {
    injected();
    ledger.fault(fault, victim);
  }

  /** Writes down that it is over. */
  public void end(Fault fault, String victim) {
    ledger.healed(fault, victim);
  }

  // --- the end ---

  /** Waits until nothing is left to do, closes the workers, and judges. */
  public Verdict settle() throws Exception {
    awaitDrained();
    workers.close();
    return LedgerCheck.check(watch.entries(), records().read());
  }

  /** What was claimed or closed more than once, of all that the logs hold now. */
  public List<String> twice() throws SQLException {
    return records().twice();
  }

  private Records records() {
    return new Records(database.url(), database.awa(), history);
  }

  /** How long it took until work went on after the worst of the faults. */
  public Optional<Duration> recovery() {
    return Recovery.longest(watch.entries());
  }

  /** Waits until every job is finished. Those that are not are for the checker to find. */
  public void awaitDrained() {
    try {
      Eventually.holds(
          "everything is done",
          DRAINED_WITHIN,
          () -> isDrained(database.awa().queues().stats(QUEUE)));
    } catch (IllegalStateException e) {
      System.out.println("  still open after " + DRAINED_WITHIN.toSeconds() + " s");
    }
  }

  private static boolean isDrained(QueueStats stats) {
    return stats.available() + stats.running() + stats.scheduled() + stats.retryable() == 0;
  }

  @Override
  public void close() throws Exception {
    producers.close();
    for (AutoCloseable other : others.reversed()) {
      other.close();
    }
    workers.end();
    ledger.close();
    database.drop();
  }
}

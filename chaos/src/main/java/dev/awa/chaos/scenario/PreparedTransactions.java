package dev.awa.chaos.scenario;

import dev.awa.StorageStatus;
import dev.awa.chaos.lab.Database;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.Prepared;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.Entry;
import dev.awa.chaos.ledger.Fault;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Transactions that have enqueued stay prepared while the ring goes on until it is full, and over a
 * crash of the database. Everybody else works on, and it is said who keeps the ring. Then one is
 * committed and one rolled back: the jobs of the first run, and the ring turns again.
 *
 * <p>In the end all workers are killed while they sleep. Once their lease is over nobody is
 * notified any more: a transaction can be prepared that an application has not thought of.
 */
final class PreparedTransactions implements Scenario {
  private static final int JOBS = 10;
  private static final int LOAD = 200;
  private static final String SLEEPERS_THAT_ARE_DEAD =
      "SELECT count(*) FROM awa.sleepers s WHERE NOT EXISTS (SELECT FROM awa.workers w"
          + " WHERE w.id = s.worker_id AND w.dead_since IS NULL)";

  /** A lease is three seconds; this is more, and less than a word that stays for ever. */
  private static final Duration FORGOTTEN_WITHIN = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "prepared-transactions";
  }

  @Override
  public String about() {
    return "transactions that enqueued stay prepared until the ring is full, and over a crash; then"
        + " the last workers are killed asleep";
  }

  @Override
  public String faults() {
    return "D18, D19, D1, W1";
  }

  @Override
  public boolean sharesServer() {
    return false;
  }

  @Override
  public void run(Lab lab) throws Exception {
    Database database = lab.database();
    database.pruneEverySecond();
    List<WorkerChild> workers = lab.workers().startAll("one", "other");
    try (Load load = lab.producers().load()) {
      load.awaitMore(LOAD);
      Prepared kept = prepare(lab, "to be committed");
      Prepared dropped = prepare(lab, "to be rolled back");
      fillRing(database);
      requireNamed(lab, kept);
      crash(lab);
      load.awaitMore(LOAD);
      requireNamed(lab, kept);
      Eventually.holds(
          "the log of the leader names it",
          Lab.PATIENCE,
          () -> workers.stream().anyMatch(worker -> worker.output().contains(kept.name())));
      kept.commit();
      dropped.rollBack();
      database.awaitPruned();
      load.awaitMore(LOAD);
    }
    lab.awaitDrained();
    killAsleep(lab, workers);
  }

  private static Prepared prepare(Lab lab, String name) throws SQLException {
    lab.injected();
    return lab.producers().one().prepare(Lab.QUEUE, name, works());
  }

  private static List<Work> works() {
    return IntStream.range(0, JOBS).mapToObj(i -> Work.quick(Producer.newId())).toList();
  }

  /** Until the newest segment has no slot to go on to. */
  private static void fillRing(Database database) {
    Eventually.holds(
        "the ring is full",
        Lab.PATIENCE,
        () -> {
          StorageStatus status = database.awa().storage().status(0);
          if (status.segments().size() < status.slots()) {
            database.awa().storage().rotate();
          }
          return status.segments().size() == status.slots();
        });
  }

  private static void requireNamed(Lab lab, Prepared prepared) {
    Eventually.holds(
        "storage status names who keeps the ring",
        Lab.PATIENCE,
        () ->
            lab.database().awa().storage().status(0).blockers().stream()
                .anyMatch(blocker -> blocker.words().contains(prepared.name())));
  }

  private static void crash(Lab lab) throws IOException {
    Postgres server = lab.database().server();
    lab.begin(Fault.CRASHED, Entry.ALL);
    server.stop("immediate");
    server.start();
    lab.end(Fault.CRASHED, Entry.ALL);
  }

  private static void killAsleep(Lab lab, List<WorkerChild> workers) throws Exception {
    Eventually.holds(
        "one is asleep", // the other may watch
        Lab.PATIENCE,
        () -> lab.database().number("SELECT count(*) FROM awa.sleepers WHERE asleep") > 0);
    for (WorkerChild worker : workers) {
      lab.kill(worker);
    }
    Eventually.holds("nobody is notified", FORGOTTEN_WITHIN, () -> isPrepared(lab));
    lab.workers().start("heir").awaitStarted();
    Eventually.holds(
        "the words of the dead are gone",
        Lab.PATIENCE,
        () -> lab.database().number(SLEEPERS_THAT_ARE_DEAD) == 0);
  }

  /** Throws as long as somebody was notified. */
  private static boolean isPrepared(Lab lab) throws SQLException {
    lab.producers().one().prepareNotifying(Lab.QUEUE, "thoughtless", works()).commit();
    return true;
  }
}

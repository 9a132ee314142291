package dev.awa.chaos.scenario;

import dev.awa.Rebased;
import dev.awa.chaos.lab.Database;
import dev.awa.chaos.lab.Lab;
import dev.awa.chaos.lab.Load;
import dev.awa.chaos.lab.OwnServer;
import dev.awa.chaos.lab.Producer;
import dev.awa.chaos.lab.Work;
import dev.awa.chaos.lab.WorkerChild;
import dev.awa.chaos.ledger.What;
import dev.awa.lab.Eventually;
import dev.awa.lab.Postgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A queue moves to another server by logical replication, as README says: the subscription begins
 * under load, while segments are emptied; the publisher's workers are stopped, one of them by
 * SIGKILL amid its handlers; the subscriber is made the only one. It is ahead of the publisher in
 * transaction ids, or behind. Until it is rebased it takes no job and starts no worker, and both
 * say what to do; afterwards every job that had not ended runs.
 */
final class PromotedSubscriber implements Scenario {
  private static final int JOBS = 200;
  private static final String COMMAND = "awa storage rebase";

  /** There are more than a hundred tables to be copied. */
  private static final String MANY_WORKERS =
      """
      wal_level = logical
      max_worker_processes = 16
      max_logical_replication_workers = 12
      max_sync_workers_per_subscription = 8
      max_replication_slots = 20
      max_wal_senders = 20
      wal_retrieve_retry_interval = 500ms
      """;

  private static final String BURN_IDS =
      """
      DO $$
      BEGIN
        FOR i IN 1 .. 20000 LOOP
          PERFORM pg_current_xact_id();
          COMMIT;
        END LOOP;
      END $$\
      """;

  private final boolean isAhead;

  private PromotedSubscriber(boolean isAhead) {
    this.isAhead = isAhead;
  }

  /** The transaction ids of the subscriber are higher than those of the publisher. */
  static PromotedSubscriber ahead() {
    return new PromotedSubscriber(true);
  }

  /** They are lower. */
  static PromotedSubscriber behind() {
    return new PromotedSubscriber(false);
  }

  @Override
  public String name() {
    return isAhead ? "promoted-subscriber" : "promoted-subscriber-behind";
  }

  @Override
  public String about() {
    return "the queue moves to a subscriber that is "
        + (isAhead ? "ahead" : "behind")
        + " in transaction ids; a worker is killed before; refused until it is rebased";
  }

  @Override
  public boolean isShort() {
    return isAhead;
  }

  @Override
  public String faults() {
    return "D25, W2";
  }

  @Override
  public void run(Lab lab) throws Exception {
    Database database = lab.database();
    Postgres publisher =
        lab.closing(OwnServer.start(lab.folder().resolve("publisher"), MANY_WORKERS));
    database.beginAnewOn(publisher);
    Postgres subscriber =
        lab.closing(OwnServer.start(lab.folder().resolve("subscriber"), MANY_WORKERS));
    database.prepareCopyOn(subscriber);
    (isAhead ? subscriber : publisher).execute(database.name(), BURN_IDS);
    database.pruneEverySecond();
    List<WorkerChild> workers = lab.workers().startAll("one", "other");
    try (Load load = lab.producers().load()) {
      load.awaitMore(JOBS);
      subscribe(database, publisher, subscriber);
      database.awaitPruned();
      load.awaitMore(JOBS);
    }
    workers.getLast().close(); // it would rescue the other
    lab.producers().enqueueSlow(60, Duration.ofSeconds(5));
    lab.watch().awaitOpen(workers.getFirst(), 10);
    lab.kill(workers.getFirst());
    catchUp(database);
    subscriber.execute(database.name(), "ALTER SUBSCRIPTION move DISABLE");
    subscriber.execute(database.name(), "DROP SUBSCRIPTION move");
    database.moveTo(subscriber);
    refuses(lab);
    rebase(database);
    lab.workers().startAll("new", "newer");
    try (Load load = lab.producers().load()) {
      load.awaitMore(JOBS);
      database.awaitPruned();
    }
  }

  private static void subscribe(Database database, Postgres publisher, Postgres subscriber)
      throws SQLException {
    database.execute("CREATE PUBLICATION move FOR ALL TABLES");
    subscriber.execute(
        database.name(),
        "CREATE SUBSCRIPTION move CONNECTION 'host=127.0.0.1 port=%d user=postgres dbname=%s'"
                .formatted(publisher.port(), database.name())
            + " PUBLICATION move");
    Eventually.holds(
        "all tables are copied",
        Lab.PATIENCE,
        () ->
            database.numberOn(
                    subscriber, "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'")
                == 0);
  }

  private static void catchUp(Database database) {
    long written = database.number("SELECT (pg_current_wal_lsn() - '0/0')::bigint");
    Eventually.holds(
        "all has come",
        Lab.PATIENCE,
        () ->
            database.number(
                    "SELECT (confirmed_flush_lsn - '0/0')::bigint FROM pg_replication_slots"
                        + " WHERE slot_name = 'move'")
                >= written);
  }

  private static void refuses(Lab lab) throws Exception {
    What answer = lab.producers().one().enqueue(Lab.QUEUE, List.of(Work.quick(Producer.newId())));
    if (answer != What.REFUSED) {
      throw new IllegalStateException("a copy that was not rebased takes jobs: " + answer);
    }
    String said = lab.workers().start("early").awaitRefused();
    if (!said.contains(COMMAND)) {
      throw new IllegalStateException("a worker does not say what to do: " + said);
    }
    lab.injected();
  }

  /** The worker that was killed is alive by its last beat for a while, and refused so long. */
  private static void rebase(Database database) {
    AtomicReference<Rebased> done = new AtomicReference<>();
    Eventually.holds(
        "it is rebased",
        Lab.PATIENCE,
        () -> {
          done.set(database.awa().storage().rebase());
          return true;
        });
    if (done.get().reopened() == 0) {
      throw new IllegalStateException("nothing was open: a worker was killed in vain");
    }
  }
}
